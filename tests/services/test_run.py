"""Runs without faults on the way: what becomes of targets in every state."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mtui.domain.events import RunFinished, RunStarted, TargetAccepted
from mtui.domain.targets import Action
from mtui.simulator import FAILS_UNDER_200, RateLimit, effects, json_response
from tests.services.story import told

if TYPE_CHECKING:
    from tests.services.stage import Stage

RUNNING = 8
KILLING = 9
COMPLETED = 10


async def test_versions_are_deleted_and_seen_to_be_gone(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(10, 11, 12))
    run = await stage.run(targets)
    assert run.story == [
        "sent V0003 1",  # the first goes alone
        "accepted V0003 200",
        "sent V0002 1",
        "sent V0001 1",
        "accepted V0002 200",
        "accepted V0001 200",
        "gone V0003 tries=1",
        "gone V0002 tries=1",
        "gone V0001 tries=1",
    ]
    assert [told(record) for record in stage.records()] == [
        "run delete 3",
        "intent 278002 1",
        "intent 278001 1",
        "intent 278000 1",
        "outcome 278002 gone",
        "outcome 278001 gone",
        "outcome 278000 gone",
        "end",
    ]
    assert not any(stage.is_there(target) for target in targets)


async def test_the_report_has_every_target_in_the_plans_order(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 9))
    run = await stage.run(targets)
    assert [entry.target for entry in run.report.entries] == targets
    assert isinstance(run.events[0], RunStarted)
    assert isinstance(run.events[-1], RunFinished)


async def test_whoever_watches_late_sees_everything(stage: Stage) -> None:
    plan_id = await stage.start(await stage.versions(stage.add_job(COMPLETED, COMPLETED)))
    first = await stage.finish(plan_id)
    assert (await stage.finish(plan_id)).events == first.events


async def test_one_listing_serves_all_versions_of_a_job(stage: Stage) -> None:
    await stage.run(await stage.versions(stage.add_job(*[COMPLETED] * 60)))
    assert len(stage.service.received("GET")) <= 5 + 3  # the empty listing is not just believed


async def test_a_version_that_went_meanwhile_is_already_gone(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    stage.service.project.jobs[182000].versions.pop(278001)
    run = await stage.run(targets)
    assert run.kinds == ["already gone", "gone"]
    assert len(stage.sent()) == 1


async def test_a_version_whose_job_went_meanwhile_is_already_gone(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED))
    stage.service.project.jobs.clear()
    assert (await stage.run(targets)).kinds == ["already gone"]


async def test_a_version_whose_status_changed_since_the_plan_is_skipped(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, RUNNING))
    stage.set_status(278001, COMPLETED)
    run = await stage.run(targets)
    assert run.kinds == ["skipped", "gone"]
    reason = run.report.entries[0].outcome.reason
    assert reason == "changed since plan: was running, is completed"
    assert stage.is_there(targets[0])


@pytest.mark.parametrize("style", ["400", "200"])
async def test_a_version_that_is_being_cancelled_is_refused(stage: Stage, style: str) -> None:
    if style == "200":
        stage.service.rules.failure = FAILS_UNDER_200
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    stage.set_status(278001, KILLING, shown=COMPLETED)
    run = await stage.run(targets)
    outcome = run.report.entries[0].outcome
    assert run.kinds == ["refused", "gone"]
    assert outcome.answer is not None
    assert outcome.answer.error_code == "ModelArts.0105"
    assert outcome.reason.startswith("This job can't be delete. job status: 9")


async def test_a_deletion_that_ends_in_status_6_has_failed(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    stage.service.project.jobs[182000].versions[278001].failing_deletes = 1
    run = await stage.run(targets)
    assert run.kinds == ["failed", "gone"]
    assert run.report.entries[0].outcome.reason == "the service shows status 6 (delete failed)"
    assert run.report.retryable == (targets[0],)


async def test_what_was_in_status_6_before_can_be_deleted(stage: Stage) -> None:
    run = await stage.run(await stage.versions(stage.add_job(COMPLETED, 6)))
    assert run.kinds == ["gone", "gone"]


async def test_what_stays_beyond_all_patience_is_unconfirmed(stage: Stage) -> None:
    stage.service.rules.delete_s = 400
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    run = await stage.run(targets[:1])
    assert run.kinds == ["unconfirmed"]
    assert run.outcome.reason == "accepted; still there when patience ended"
    assert 300_000 <= run.outcome.elapsed_ms < 310_000


async def test_slow_deletions_are_watched_with_growing_waits(stage: Stage) -> None:
    stage.service.rules.delete_s = 200
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    assert (await stage.run(targets[:1])).kinds == ["gone"]
    moments = [record.at_s for record in stage.service.received("GET")][1:]
    gaps = [round(later - earlier, 3) for earlier, later in pairwise(moments)]
    assert gaps == sorted(gaps)
    assert max(gaps) < stage.policy.poll_max_s + 0.1


@pytest.mark.parametrize("keeps_empty_jobs", [False, True])
async def test_the_last_version_of_a_job_is_gone_whatever_becomes_of_the_job(
    stage: Stage, keeps_empty_jobs: bool
) -> None:
    stage.service.rules.keeps_empty_jobs = keeps_empty_jobs
    targets = await stage.versions(stage.add_job(COMPLETED))
    assert (await stage.run(targets)).kinds == ["gone"]
    assert stage.service.job_exists(182000) is keeps_empty_jobs


async def test_a_whole_job_is_deleted_by_one_request(stage: Stage) -> None:
    stage.add_job(COMPLETED, COMPLETED, COMPLETED)
    run = await stage.run(await stage.jobs())
    assert run.kinds == ["gone"]
    assert [record.path.rpartition("/")[2] for record in stage.sent()] == ["182000"]
    assert not stage.service.job_exists(182000)


async def test_a_job_that_got_another_version_since_the_plan_is_skipped(stage: Stage) -> None:
    stage.add_job(COMPLETED, COMPLETED)
    jobs = await stage.jobs()
    stage.service.project.add_version(stage.service.project.jobs[182000])
    run = await stage.run(jobs)
    assert run.kinds == ["skipped"]
    assert run.outcome.reason == "changed since plan: had 2 versions, has 3"
    assert stage.sent() == []


async def test_a_job_that_went_meanwhile_is_already_gone(stage: Stage) -> None:
    stage.add_job(COMPLETED)
    jobs = await stage.jobs()
    stage.service.project.jobs.clear()
    stage.service.project.listing.membership_changed()
    assert (await stage.run(jobs)).kinds == ["already gone"]


async def test_an_empty_job_can_be_deleted(stage: Stage) -> None:
    stage.add_job()
    assert (await stage.run(await stage.jobs())).kinds == ["gone"]


async def test_many_jobs_are_compared_with_one_listing(stage: Stage) -> None:
    for number in range(60):
        stage.add_job(COMPLETED, name=f"job-{number}")
    jobs = await stage.jobs()
    stage.set_status(278010, RUNNING)
    run = await stage.run(jobs)
    assert sorted(set(run.kinds)) == ["gone", "skipped"]
    last_sent = max(record.number for record in stage.sent())
    looks = [record for record in stage.service.received("GET") if record.number < last_sent]
    assert len(looks) < 10


async def test_a_listing_that_hides_versions_does_not_make_them_gone(stage: Stage) -> None:
    stage.service.rules.cuts_unpaged_versions = True
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 5))
    record = stage.service.project.jobs[182000]
    stage.service.project.override(record, {"version_count": 9})
    stage.service.rules.delete_s = 400
    assert (await stage.run(targets[:1])).kinds == ["unconfirmed"]


async def test_a_listing_that_loses_all_versions_at_once_makes_none_gone(stage: Stage) -> None:
    job_id = stage.add_job(*[COMPLETED] * 3)
    targets = await stage.versions(job_id)
    empty = {"is_success": True, "job_id": int(job_id), "version_count": 0, "versions": []}
    lie = effects.canned(json_response(200, empty))
    stage.service.faults.add(lie, method="GET", path="/versions$", skip=1, times=None)
    stage.service.rules.delete_s = 400
    run = await stage.run(targets[:1])
    assert run.kinds == ["unconfirmed"]
    assert stage.is_there(targets[0])


@pytest.mark.parametrize(("others", "kind"), [(1, "gone"), (0, "unconfirmed")])
async def test_a_job_without_versions_is_gone_once_the_job_list_has_others_but_not_it(
    stage: Stage, others: int, kind: str
) -> None:
    job_id = stage.add_job(COMPLETED, name="precious")
    for _ in range(others):
        stage.add_job(COMPLETED)
    empty = {"is_success": True, "job_id": int(job_id), "version_count": 0, "versions": []}
    nothing = effects.canned(json_response(200, empty))
    targets = [target for target in await stage.jobs() if target.job_id == job_id]
    stage.service.faults.add(nothing, method="GET", path="/versions$", skip=1, times=None)
    assert (await stage.run(targets)).kinds == [kind]


async def test_an_empty_listing_that_mentions_an_error_makes_nothing_gone(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    body = {"is_success": True, "error_code": "ModelArts.0010", "error_msg": "internal"}
    odd = effects.canned(json_response(200, {**body, "version_count": 0, "versions": []}))
    stage.service.faults.add(odd, method="GET", path="/versions$", skip=1, times=None)
    accepted = effects.canned(json_response(200, {"is_success": True}))
    stage.service.faults.add(accepted, method="DELETE")
    assert (await stage.run(targets[:1])).kinds == ["unconfirmed"]


async def test_running_versions_are_stopped(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(RUNNING, RUNNING))
    run = await stage.run(targets, Action.STOP)
    assert run.kinds == ["stopped", "stopped"]
    assert {record.method for record in stage.sent()} == {"POST"}
    assert next(told(record) for record in stage.records()) == "run stop 2"
    assert all(stage.is_there(target) for target in targets)


async def test_a_version_that_completed_before_it_could_be_stopped_is_skipped(
    stage: Stage,
) -> None:
    targets = await stage.versions(stage.add_job(RUNNING))
    stage.set_status(278000, COMPLETED)
    run = await stage.run(targets, Action.STOP)
    assert run.kinds == ["skipped"]
    assert stage.sent() == []


async def test_a_version_that_vanishes_while_it_is_stopped_is_already_gone(stage: Stage) -> None:
    stage.service.rules.stop_s = 1000
    targets = await stage.versions(stage.add_job(RUNNING, COMPLETED))
    plan_id = await stage.start(targets[1:], Action.STOP)
    await stage.until(plan_id, TargetAccepted)
    stage.service.project.jobs[182000].versions.pop(278000)
    assert (await stage.finish(plan_id)).kinds == ["already gone"]


async def test_a_stop_that_is_refused_is_told_as_it_came(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(RUNNING))
    stage.set_status(278000, COMPLETED, shown=RUNNING)
    run = await stage.run(targets, Action.STOP)
    assert run.kinds == ["refused"]
    assert run.outcome.reason.startswith("This job can't be stop. job status: 10")


async def test_requests_in_flight_are_bounded(stage: Stage) -> None:
    stage.policy = replace(stage.policy, concurrency=3, look_concurrency=1)
    await stage.run(await stage.versions(stage.add_job(*[COMPLETED] * 30)))
    assert stage.transport.most_in_flight <= 4


async def test_a_rate_limit_slows_a_run_and_loses_nothing(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 200))
    stage.service.rate_limit = RateLimit(10)
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * 200
    moments = [record.at_s for record in stage.sent()]
    assert moments[-1] - moments[0] < 1.15 * 200 / 10
    assert stage.service.rate_limit.refused < 40

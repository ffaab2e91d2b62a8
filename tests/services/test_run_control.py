"""A run that is paused, resumed, stopped, shut down, or stops by itself."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import GuardError
from mtui.domain.events import RunPaused, TargetAccepted, TargetSent
from mtui.simulator import effects

if TYPE_CHECKING:
    from tests.services.stage import Stage

COMPLETED = 10


async def begin(stage: Stage, count: int, after: int) -> str:
    """Start a run over one job's versions and return it once so many were sent."""
    plan_id = await stage.start(await stage.versions(stage.add_job(*[COMPLETED] * count)))
    await stage.until(plan_id, TargetSent, after)
    return plan_id


async def test_a_paused_run_sends_nothing_and_goes_on_watching(stage: Stage) -> None:
    plan_id = await begin(stage, 12, after=3)
    deletions = (await stage.session()).deletions
    deletions.pause(plan_id)
    await asyncio.sleep(0.1)
    sent = len(stage.sent())
    await asyncio.sleep(3600)
    assert len(stage.sent()) == sent < 12
    assert len(deletions.busy) == 12 - sent
    deletions.resume(plan_id)
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 12
    assert [line for line in run.story if line in ("paused: paused", "resumed")] == [
        "paused: paused",
        "resumed",
    ]


async def test_what_changed_during_a_pause_is_skipped(stage: Stage) -> None:
    plan_id = await begin(stage, 12, after=3)
    deletions = (await stage.session()).deletions
    deletions.pause(plan_id)
    await asyncio.sleep(60)
    stage.set_status(278000, 8)
    deletions.resume(plan_id)
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 11 + ["skipped"]


async def test_pausing_twice_and_resuming_what_goes_change_nothing(stage: Stage) -> None:
    plan_id = await begin(stage, 6, after=1)
    deletions = (await stage.session()).deletions
    deletions.resume(plan_id)
    deletions.pause(plan_id)
    deletions.pause(plan_id)
    deletions.resume(plan_id)
    run = await stage.finish(plan_id)
    assert sum(line.startswith(("paused", "resumed")) for line in run.story) == 2


async def test_a_stopped_run_knows_what_was_sent_and_leaves_the_rest(stage: Stage) -> None:
    plan_id = await begin(stage, 12, after=3)
    (await stage.session()).deletions.stop(plan_id)
    run = await stage.finish(plan_id)
    sent = len(stage.sent())
    assert 3 <= sent < 12
    assert run.kinds == ["gone"] * sent + ["not sent"] * (12 - sent)
    assert run.report.stopped_because == "stopped by you"
    assert run.report.entries[-1].outcome.reason == "stopped by you"
    assert stage.records()[-1]["reason"] == "stopped by you"


async def test_a_paused_run_can_be_stopped(stage: Stage) -> None:
    plan_id = await begin(stage, 12, after=2)
    deletions = (await stage.session()).deletions
    deletions.pause(plan_id)
    deletions.stop(plan_id)
    deletions.resume(plan_id)
    deletions.pause(plan_id)
    run = await stage.finish(plan_id)
    assert set(run.kinds) == {"gone", "not sent"}
    assert "resumed" not in run.story


async def test_a_run_that_is_over_cannot_be_stopped_any_more(stage: Stage) -> None:
    plan_id = await stage.start(await stage.versions(stage.add_job(COMPLETED)))
    await stage.finish(plan_id)
    deletions = (await stage.session()).deletions
    deletions.stop(plan_id)
    deletions.pause(plan_id)
    assert (await stage.finish(plan_id)).report.stopped_because == ""


@pytest.mark.parametrize(
    "effect",
    [effects.hang_after_act(), effects.hang_before_act(), effects.slow(15)],
    ids=lambda effect: effect.name,
)
async def test_shutting_down_takes_five_seconds_at_most(
    stage: Stage, effect: effects.Effect
) -> None:
    stage.service.rules.delete_s = 60
    plan_id = await begin(stage, 12, after=4)
    stage.service.faults.add(effect, times=None)
    await asyncio.sleep(0.2)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await (await stage.session()).deletions.shut_down("mtui ended")
    assert loop.time() - began <= stage.policy.shutdown_s + 0.01
    run = await stage.finish(plan_id)
    assert set(run.kinds) == {"unconfirmed", "not sent"}
    assert run.report.stopped_because == "mtui ended"
    assert stage.records()[-1]["kind"] == "end"


async def test_shutting_down_waits_for_answers_that_come(stage: Stage) -> None:
    plan_id = await begin(stage, 12, after=4)
    await (await stage.session()).deletions.shut_down("mtui ended")
    sent = len(stage.sent())
    assert (await stage.finish(plan_id)).kinds == ["gone"] * sent + ["not sent"] * (12 - sent)


async def test_closing_the_session_shuts_its_runs_down(stage: Stage) -> None:
    stage.service.rules.delete_s = 60
    await begin(stage, 12, after=4)
    await stage.close()
    kinds = [record["kind"] for record in stage.records()]
    assert kinds.count("outcome") == 12
    assert kinds[-1] == "end"


async def test_what_was_not_sent_can_be_planned_again(stage: Stage) -> None:
    plan_id = await begin(stage, 12, after=3)
    (await stage.session()).deletions.stop(plan_id)
    run = await stage.finish(plan_id)
    fresh = await stage.versions(*{target.job_id for target in run.report.retryable})
    assert {target.key for target in fresh} == {target.key for target in run.report.retryable}
    assert (await stage.run(fresh)).kinds == ["gone"] * len(fresh)


@pytest.mark.parametrize(
    ("effect", "reason", "most"),
    [
        (effects.server_error(), "5 times in a row: ModelArts.0010 An internal unknown", 5 + 6),
        (effects.bad_gateway(), "5 times in a row: HTTP 502", 5 + 6),
        (effects.lose_request(), "5 times in a row: no answer", 30),
        (effects.html_page(), "3 times in a row: HTTP 200 the answer is a web page", 3 + 6),
        (effects.refuse_connection(), "5 times in a row: no answer no connection", 30),
        (effects.wrong_signature(), "APIGW.0301", 1),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_the_same_failure_again_and_again_stops_the_run(
    stage: Stage, effect: effects.Effect, reason: str, most: int
) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 40))
    stage.service.faults.add(effect, method="DELETE", times=None)
    run = await stage.run(targets)
    assert run.report.stopped_because.startswith(reason)
    assert len(stage.sent()) <= most
    assert run.kinds.count("not sent") >= 40 - most
    assert all(stage.is_there(target) for target in targets)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_a_run_waits_with_expired_credentials_and_can_be_stopped(
    stage: Stage, method: str
) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    stage.service.faults.add(effects.expired_token(), method=method, times=None)
    plan_id = await stage.start(targets)
    await stage.until(plan_id, RunPaused)
    await asyncio.sleep(3600)
    asked = len(stage.service.requests)
    (await stage.session()).deletions.stop(plan_id)
    run = await stage.finish(plan_id)
    assert run.kinds == ["not sent"] * 12
    assert len(stage.service.requests) == asked <= 2


async def test_a_missing_permission_stops_the_run(stage: Stage) -> None:
    user = next(iter(stage.service.accounts.keys.values()))
    user.user = user.user._replace(denied=frozenset({"trainJobVersion:delete"}))
    run = await stage.run(await stage.versions(stage.add_job(*[COMPLETED] * 40)))
    assert run.report.stopped_because.startswith("3 times in a row: ModelArts.0112")
    assert len(stage.sent()) <= 3 + stage.policy.concurrency
    assert set(run.kinds) == {"refused", "not sent"}


async def test_failures_with_successes_between_do_not_stop_the_run(stage: Stage) -> None:
    stage.policy = replace(stage.policy, concurrency=1)
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 24))
    for number in range(12):
        stage.service.faults.add(effects.server_error(), method="DELETE", skip=2 * number)
    run = await stage.run(targets)
    assert run.report.stopped_because == ""
    assert set(run.kinds) == {"gone", "failed"}


async def test_a_service_that_is_down_for_three_seconds_stops_nothing(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 30))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 5)
    outage = stage.service.faults.add(effects.refuse_connection(), times=None)
    await asyncio.sleep(2.5)
    stage.service.faults.faults.remove(outage)
    assert (await stage.finish(plan_id)).kinds == ["gone"] * 30


async def test_nothing_can_be_started_on_a_session_that_was_shut_down(stage: Stage) -> None:
    session = await stage.session()
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    await session.deletions.shut_down("mtui ended")
    with pytest.raises(GuardError, match="ending"):
        await session.deletions.start(plan, plan.confirmation.phrase)


async def test_a_run_whose_outcomes_cannot_be_recorded_is_found_unfinished(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    plan_id = await stage.start(targets[:1])
    await stage.until(plan_id, TargetAccepted)
    away = stage.journal_path.with_suffix(".away")
    stage.journal_path.rename(away)
    stage.journal_path.mkdir()
    await stage.finish(plan_id)
    stage.journal_path.rmdir()
    away.rename(stage.journal_path)
    (run,) = await (await stage.session()).recovery.unfinished()
    assert [target.key for target in run.doubtful] == [targets[0].key]


@pytest.mark.parametrize("effect", [effects.throttled(86_400), effects.expired_token()])
async def test_a_stopped_run_ends_within_its_patience_though_nobody_can_look(
    stage: Stage, effect: effects.Effect
) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    stage.service.faults.add(effect, method="GET", path="/versions$", skip=1, times=None)
    plan_id = await stage.start(targets[:1])
    await stage.until(plan_id, TargetAccepted)
    await asyncio.sleep(30)
    (await stage.session()).deletions.stop(plan_id)
    async with asyncio.timeout(stage.policy.settle_s + stage.policy.doubt_s + 1):
        run = await stage.finish(plan_id)
    assert run.kinds == ["unconfirmed"]


async def test_what_waited_long_for_its_turn_is_compared_again(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 10))
    stage.service.faults.add(effects.slow(19), method="DELETE", skip=1, times=4)
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetSent, 5)
    await asyncio.sleep(1)
    for target in targets[5:]:
        assert target.version_id is not None
        stage.set_status(int(target.version_id), 8)
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 5 + ["skipped"] * 5

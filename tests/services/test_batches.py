"""Many jobs in one request: each still has its own outcome, whatever became of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.domain.events import RunSlowed, TargetSent
from mtui.domain.jobs import WorkspaceId
from mtui.domain.targets import Action, target_of_job
from mtui.services.policy import RunPolicy
from mtui.simulator import effects, json_response
from mtui.simulator.records import WorkspaceRecord
from tests.services.both import COMPLETED, RUNNING, STOPPING, Side, jobs_without_versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.domain.targets import Target
    from mtui.simulator import RequestRecord, Response
    from tests.services.stage import Stage

BATCH = "/batch-delete$"


@pytest.fixture
def side(stage: Stage) -> Side:
    return Side(stage, "v2")


def batches(stage: Stage) -> list[RequestRecord]:
    return stage.service.received("POST", BATCH)


def singles(stage: Stage) -> list[RequestRecord]:
    return stage.service.received("DELETE")


def there(side: Side, targets: list[Target]) -> list[bool]:
    return [side.stage.is_there(target) for target in targets]


async def test_a_thousand_jobs_take_ten_requests(side: Side) -> None:
    _, *targets = await side.make(*[COMPLETED] * 1001)
    run = await side.stage.run(targets)
    assert set(run.kinds) == {"gone"}
    assert len(run.kinds) == 1000
    assert (len(batches(side.stage)), len(singles(side.stage))) == (10, 0)
    assert not any(there(side, targets))
    assert len(side.stage.service.requests) < 150


async def test_all_intents_are_on_record_before_the_batch_leaves(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 5)
    seen: list[object] = []
    meanwhile(side, lambda: seen.extend(record["kind"] for record in side.stage.records()))
    await side.stage.run(targets)
    assert seen == ["run", *["intent"] * 5]


async def test_one_job_alone_is_no_batch(side: Side) -> None:
    (target,) = await side.make(COMPLETED)
    await side.stage.run([target])
    assert (len(batches(side.stage)), len(singles(side.stage))) == (0, 1)


async def test_each_workspace_has_batches_of_its_own(side: Side) -> None:
    project = side.stage.service.project
    project.workspaces["w1"] = WorkspaceRecord("w1", "one")
    for number in range(3):
        project.v2.add(f"other-{number}", workspace_id="w1")
    targets = await side.make(*[COMPLETED] * 3)
    chunks = (await side.stage.session()).v2_catalog.jobs(WorkspaceId("w1"))
    others = [target_of_job(job, WorkspaceId("w1")) async for chunk in chunks for job in chunk.jobs]
    run = await side.stage.run([*targets, *others])
    assert run.kinds == ["gone"] * 6
    assert [record.status for record in batches(side.stage)] == [202, 202]


async def test_where_batches_are_not_offered_jobs_go_one_by_one(side: Side) -> None:
    side.stage.service.rules.serves_batches = False
    targets = await side.make(*[COMPLETED] * 150)
    run = await side.stage.run(targets)
    assert set(run.kinds) == {"gone"}
    assert run.report.stopped_because == ""
    assert (len(batches(side.stage)), len(singles(side.stage))) == (1, 150)


async def test_a_batch_that_is_carried_out_in_part_leaves_the_rest_unconfirmed(
    side: Side,
) -> None:
    side.stage.service.rules.batch_takes = 2
    targets = await side.make(*[COMPLETED] * 6)
    run = await side.stage.run(targets)
    gone = [not is_there for is_there in there(side, targets)]
    assert gone == [True] * 2 + [False] * 4
    assert run.kinds == ["gone"] * 2 + ["unconfirmed"] * 4
    assert "still there" in run.report.entries[-1].outcome.reason


async def test_a_batch_with_a_job_that_vanished_is_sent_one_by_one(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 5)
    meanwhile(side, lambda: side.remove(targets[2]))
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 5
    assert (len(batches(side.stage)), len(singles(side.stage))) == (1, 5)
    assert not any(there(side, targets))


async def test_a_refused_batch_may_have_been_carried_out_in_part(side: Side) -> None:
    side.stage.service.rules.checks_batches = False
    targets = await side.make(*[COMPLETED] * 5)
    meanwhile(side, lambda: side.remove(targets[2]))
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 5
    assert not any(there(side, targets))


async def test_a_batch_that_is_refused_for_one_job_names_that_one_alone(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 3)
    plan_id = await side.stage.start(targets)
    meanwhile(side, lambda: side.set_status(targets[1], STOPPING))
    run = await side.stage.finish(plan_id)
    assert sorted(run.kinds) == ["gone", "gone", "unconfirmed"]
    assert there(side, targets) == [False, True, False]


@pytest.mark.parametrize("effect", [effects.lose_answer(), effects.failed_after_act()])
async def test_a_lost_answer_is_verified_for_each(side: Side, effect: effects.Effect) -> None:
    targets = await side.make(*[COMPLETED] * 6)
    side.stage.service.faults.add(effect, method="POST", path=BATCH)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 6
    assert singles(side.stage) == []


async def test_a_lost_batch_that_was_never_carried_out_is_sent_one_by_one(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 6)
    side.stage.service.faults.add(effects.lose_request(), method="POST", path=BATCH)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 6
    assert (len(batches(side.stage)), len(singles(side.stage))) == (1, 6)


async def test_a_lost_batch_that_was_carried_out_in_part_is_found_out(side: Side) -> None:
    side.stage.service.rules.batch_takes = 2
    targets = await side.make(*[COMPLETED] * 6)
    side.stage.service.faults.add(effects.lose_answer(), method="POST", path=BATCH)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 6
    assert len(singles(side.stage)) == 4


async def test_a_throttled_batch_stays_together(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 6)
    side.stage.service.faults.add(effects.throttled(1), method="POST", path=BATCH, times=2)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 6
    assert (len(batches(side.stage)), len(singles(side.stage))) == (3, 0)
    assert sum(isinstance(event, RunSlowed) for event in run.events) == 2


async def test_a_batch_that_never_left_is_tried_again_as_one(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 6)
    side.stage.service.faults.add(effects.refuse_connection(), method="POST", path=BATCH, times=2)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 6
    assert {entry.outcome.tries for entry in run.report.entries} == {3}
    assert singles(side.stage) == []


async def test_a_batch_that_never_gets_through_fails_each(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 3)
    side.stage.service.faults.add(
        effects.refuse_connection(), method="POST", path=BATCH, times=None
    )
    run = await side.stage.run(targets)
    assert run.kinds == ["failed"] * 3


async def test_a_login_that_is_refused_ends_the_run_after_one_batch(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 250)
    side.stage.service.faults.add(effects.wrong_signature(), method="POST", path=BATCH, times=None)
    run = await side.stage.run(targets)
    assert run.kinds == ["refused"] * 100 + ["not sent"] * 150
    assert len(batches(side.stage)) == 1
    assert "APIGW.0301" in run.report.stopped_because


async def test_what_changed_since_the_plan_is_left_out_of_the_batch(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 4)
    plan_id = await side.stage.start(targets)
    side.set_status(targets[0], RUNNING)
    run = await side.stage.finish(plan_id)
    assert run.kinds == ["skipped", "gone", "gone", "gone"]
    sent = {event.key for event in run.events if isinstance(event, TargetSent)}
    assert sent == {target.key for target in targets[1:]}


async def test_stops_are_never_batched(side: Side) -> None:
    targets = await side.make(*[RUNNING] * 4)
    run = await side.stage.run(targets, Action.STOP)
    assert run.kinds == ["stopped"] * 4
    assert batches(side.stage) == []


async def test_one_plan_holds_versions_and_jobs_without(stage: Stage) -> None:
    versions = await Side(stage, "v1").make(COMPLETED, COMPLETED)
    jobs = await Side(stage, "v2").make(COMPLETED, COMPLETED)
    run = await stage.run([versions[0], jobs[0], versions[1], jobs[1]])
    assert run.kinds == ["gone"] * 4
    assert await jobs_without_versions(stage) == []


async def test_a_generation_that_is_not_offered_does_not_keep_the_other_from_it(
    stage: Stage,
) -> None:
    stage.policy = RunPolicy(survey_from=2)
    jobs = await Side(stage, "v2").make(COMPLETED, COMPLETED)
    await Side(stage, "v1").make(COMPLETED, name="other")
    whole = await stage.jobs()
    stage.service.rules.serves_v2 = False
    run = await stage.run([*whole, *jobs])
    assert run.kinds[0] == "gone"
    assert "gone" not in run.kinds[1:]


async def test_a_search_that_lies_makes_no_job_gone(side: Side) -> None:
    """Nobody knows how exactly the service filters: absence is asked for by id."""
    targets = await side.make(*[COMPLETED] * 6)
    nothing = effects.canned(json_response(200, {"total": 6, "count": 0, "items": []}))
    side.stage.service.faults.add(nothing, method="POST", path="searches$", times=None)
    side.stage.service.rules.batch_takes = 4
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 4 + ["unconfirmed"] * 2
    assert there(side, targets) == [False] * 4 + [True] * 2


async def test_a_search_that_loses_all_jobs_at_once_makes_none_gone(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * 6)
    nothing = effects.canned(json_response(200, {"total": 0, "count": 0, "items": []}))
    side.stage.service.faults.add(nothing, method="POST", path="searches$", skip=2, times=None)
    side.stage.service.rules.batch_takes = 4
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 4 + ["unconfirmed"] * 2
    assert there(side, targets) == [False] * 4 + [True] * 2


def meanwhile(side: Side, do: Callable[[], None]) -> None:
    """Do something after the jobs were compared with the plan, before the batch is carried out."""

    def run(act: effects.Act) -> Response:
        do()
        return act()

    side.stage.service.faults.add(effects.Effect("meanwhile", run), method="POST", path=BATCH)

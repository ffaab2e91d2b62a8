"""The same deletions over jobs with versions and jobs without: the engine is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import GuardError
from mtui.domain.events import TargetAccepted, TargetSent
from mtui.domain.targets import Action
from mtui.services.policy import RunPolicy
from mtui.simulator import READER_ACCESS_KEY, READER_SECRET_KEY, effects
from tests.services.both import COMPLETED, FAILED, GENERATIONS, RUNNING, STOPPING, Side

if TYPE_CHECKING:
    from mtui.domain.targets import Target
    from tests.services.stage import Stage

CHANGE = r"/training-jobs/"


@pytest.fixture(params=GENERATIONS)
def side(request: pytest.FixtureRequest, stage: Stage) -> Side:
    return Side(stage, request.param)


def writes(stage: Stage) -> int:
    return sum("search" not in record.path for record in stage.sent())


async def test_what_is_deleted_is_seen_to_be_gone(side: Side) -> None:
    targets = await side.make(COMPLETED, FAILED, COMPLETED)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 3
    assert not any(map(side.stage.is_there, targets))


async def test_one_alone_is_deleted_too(side: Side) -> None:
    (target,) = await side.make(COMPLETED)
    run = await side.stage.run([target])
    assert run.kinds == ["gone"]
    assert writes(side.stage) == 1


async def test_every_target_tells_its_own_story(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    run = await side.stage.run(targets)
    for kind in (TargetSent, TargetAccepted):
        keys = [event.key for event in run.events if isinstance(event, kind)]
        assert sorted(keys) == sorted(target.key for target in targets)


async def test_what_runs_is_stopped(side: Side) -> None:
    targets = await side.make(RUNNING, RUNNING)
    run = await side.stage.run(targets, Action.STOP)
    assert run.kinds == ["stopped"] * 2
    assert all(map(side.stage.is_there, targets))


async def test_what_does_not_run_or_is_being_stopped_is_refused_in_the_plan(side: Side) -> None:
    targets = await side.make(COMPLETED, STOPPING)
    plan = await side.stage.plan(targets, Action.STOP)
    assert {item.refusal for item in plan.items} == {"not running", "being cancelled"}


async def test_what_stopped_running_meanwhile_is_skipped(side: Side) -> None:
    targets = await side.make(RUNNING, RUNNING)
    plan_id = await side.stage.start(targets, Action.STOP)
    side.set_status(targets[0], COMPLETED)
    run = await side.stage.finish(plan_id)
    assert sorted(run.kinds) == ["skipped", "stopped"]


async def test_what_vanished_meanwhile_is_already_gone(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED, COMPLETED)
    plan_id = await side.stage.start(targets)
    side.remove(targets[1])
    run = await side.stage.finish(plan_id)
    assert run.kinds == ["gone", "already gone", "gone"]


async def test_what_changed_since_the_plan_is_not_sent(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    plan_id = await side.stage.start(targets)
    side.set_status(targets[0], RUNNING)
    run = await side.stage.finish(plan_id)
    assert run.kinds == ["skipped", "gone"]
    assert side.stage.is_there(targets[0])


@pytest.mark.parametrize(
    "effect", [effects.lose_answer(), effects.cut_answer(), effects.failed_after_act()]
)
async def test_a_lost_answer_is_verified_not_guessed(side: Side, effect: effects.Effect) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    for method in ("DELETE", "POST"):
        side.stage.service.faults.add(effect, method=method, path=CHANGE)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 2
    assert not any(map(side.stage.is_there, targets))


async def test_a_lost_request_is_sent_again(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    for method in ("DELETE", "POST"):
        side.stage.service.faults.add(effects.lose_request(), method=method, path=CHANGE)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 2


async def test_a_throttled_request_waits_and_goes_again(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED, COMPLETED)
    for method in ("DELETE", "POST"):
        side.stage.service.faults.add(effects.throttled(2), method=method, path=CHANGE, times=3)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 3


async def test_a_refused_connection_is_tried_again(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    side.stage.service.faults.add(effects.refuse_connection(), path=CHANGE, times=2)
    run = await side.stage.run(targets)
    assert run.kinds == ["gone"] * 2


async def test_a_deletion_that_comes_to_nothing_is_no_success(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    side.fail_deletes(targets[0], 9)
    run = await side.stage.run(targets)
    # v1 has a status for it, v2 just goes on showing the job.
    assert run.kinds == ["failed" if side.generation == "v1" else "unconfirmed", "gone"]
    assert side.stage.is_there(targets[0])


async def test_who_may_not_delete_is_told_so_for_each(side: Side) -> None:
    from mtui.config.credential import Inline
    from mtui.domain.secret import Secret

    side.stage.configure(
        credentials={
            "access_key": Inline(Secret(READER_ACCESS_KEY)),
            "secret_key": Inline(Secret(READER_SECRET_KEY)),
        }
    )
    targets = await side.make(COMPLETED, COMPLETED)
    run = await side.stage.run(targets)
    assert run.kinds == ["refused"] * 2
    assert all(map(side.stage.is_there, targets))


async def test_a_dry_run_sends_nothing(side: Side) -> None:
    side.stage.dry_run = True
    targets = await side.make(COMPLETED, COMPLETED)
    run = await side.stage.run(targets)
    assert run.kinds == ["would delete"] * 2
    assert writes(side.stage) == 0


async def test_a_read_only_session_does_not_begin(side: Side) -> None:
    side.stage.read_only = True
    targets = await side.make(COMPLETED)
    with pytest.raises(GuardError):
        await side.stage.start(targets)
    assert writes(side.stage) == 0


async def test_the_intent_stands_in_the_journal_before_the_outcome(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED)
    await side.stage.run(targets)
    for target in targets:
        mine = [
            record["kind"]
            for record in side.stage.records()
            if (record.get("job_id"), record.get("version_id")) == target.key
        ]
        assert mine == ["intent", "outcome"]


async def test_an_interrupted_run_is_found_and_verified(side: Side) -> None:
    targets = await side.make(COMPLETED, COMPLETED, COMPLETED)
    lines = await interrupted(side, targets)
    async with side.stage.another_session() as session:
        side.stage.journal_path.write_text(lines)
        (unfinished,) = await session.recovery.unfinished()
        assert {t.key for t in unfinished.doubtful} == {t.key for t in targets}
        report = await session.recovery.verify(unfinished)
    assert [entry.outcome.kind.value for entry in report.entries] == ["gone"] * 3


async def interrupted(side: Side, targets: list[Target]) -> str:
    """Run to the end, and return the journal as if it had been cut after the intents."""
    await side.stage.run(targets)
    lines = side.stage.journal_path.read_text().splitlines(keepends=True)
    await side.stage.close()
    return "".join(line for line in lines if '"outcome"' not in line and '"end"' not in line)


async def test_many_are_deleted_with_few_looks(side: Side) -> None:
    side.stage.policy = RunPolicy(concurrency=8)
    targets = await side.make(*[COMPLETED] * 121)
    run = await side.stage.run(targets[1:])
    assert set(run.kinds) == {"gone"}
    looks = len(side.stage.service.requests) - writes(side.stage)
    assert looks < 40

"""The one door: what is refused before a run begins, whatever a screen has shown."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mtui.domain.deletion import Guards
from mtui.domain.errors import GuardError, JournalError, ReadOnlyError
from mtui.domain.events import TargetSent
from mtui.domain.targets import Action
from tests.services.stage import PROFILE

if TYPE_CHECKING:
    from mtui.domain.deletion import DeletionPlan
    from tests.services.stage import Stage

RUNNING = 8
KILLING = 9
COMPLETED = 10

_HOLD_THE_LOCK = """
import fcntl, sys
lock = open(sys.argv[1], "a+")
fcntl.flock(lock, fcntl.LOCK_EX)
lock.write("pid 4711\\n")
lock.flush()
print("held", flush=True)
sys.stdin.read()
"""


async def start(stage: Stage, plan: DeletionPlan, typed: str | None = None) -> str:
    deletions = (await stage.session()).deletions
    stage.service.requests.clear()
    return await deletions.start(plan, plan.confirmation.phrase if typed is None else typed)


async def refused(stage: Stage, plan: DeletionPlan, typed: str | None = None) -> str:
    """Return why a plan is refused at the door; nothing has been sent or written then."""
    with pytest.raises(GuardError) as caught:
        await start(stage, plan, typed)
    assert stage.service.requests == []
    assert stage.records() == []
    assert not any(stage.state_path.glob("*.lock"))
    return caught.value.message


@pytest.mark.parametrize("typed", ["", "Y", "y ", "1", "yes", "lab 1"])
async def test_nothing_but_the_phrase_confirms(stage: Stage, typed: str) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED))
    assert await refused(stage, await stage.plan(targets), typed) == "The plan was not confirmed."


@pytest.mark.parametrize(
    ("count", "phrase"), [(1, "y"), (2, "2"), (20, "20"), (21, "lab 21"), (40, "lab 40")]
)
async def test_the_wider_the_blast_the_longer_the_phrase(
    stage: Stage, count: int, phrase: str
) -> None:
    plan = await stage.plan(await stage.versions(stage.add_job(*[COMPLETED] * count)))
    assert plan.confirmation.phrase == phrase
    assert (await stage.finish(await start(stage, plan, phrase))).kinds == ["gone"] * count


async def test_production_asks_for_the_profile_however_few_there_are(stage: Stage) -> None:
    stage.configure(production=True)
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    await refused(stage, plan, "y")
    assert (await stage.finish(await start(stage, plan, "lab 1"))).kinds == ["gone"]


@pytest.mark.parametrize("is_option", [False, True])
async def test_a_read_only_session_sends_nothing(stage: Stage, is_option: bool) -> None:
    stage.read_only = is_option
    stage.configure(read_only=not is_option)
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    assert [item.refusal for item in plan.items] == ["read-only"]
    forged = replace(plan, items=tuple(replace(item, refusal="") for item in plan.items))
    with pytest.raises(ReadOnlyError):
        await start(stage, forged)
    assert stage.service.requests == []


async def test_protected_jobs_are_refused_in_the_plan_and_at_the_door(stage: Stage) -> None:
    stage.configure(protect=("^base",))
    targets = await stage.versions(
        stage.add_job(COMPLETED, name="baseline"), stage.add_job(COMPLETED, name="resnet")
    )
    plan = await stage.plan(targets)
    assert [item.refusal for item in plan.items] == ["protected: ^base", ""]
    forged = replace(plan, items=tuple(replace(item, refusal="") for item in plan.items))
    assert await refused(stage, forged) == (
        "V0001 (278000) of job baseline (182000) cannot be sent: protected: ^base."
    )
    assert (await stage.finish(await start(stage, plan))).kinds == ["gone"]


async def test_no_more_than_max_bulk_are_sent(stage: Stage) -> None:
    stage.configure(max_bulk=2)
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 3))
    plan = await stage.plan(targets)
    assert plan.refusal == "3 targets, and max_bulk allows 2"
    assert await refused(stage, plan) == (
        "The plan cannot be started: 3 targets, and max_bulk allows 2."
    )
    smaller = plan.with_tick(targets[0].key, ticked=False)
    assert (await stage.finish(await start(stage, smaller))).kinds == ["gone", "gone"]


async def test_a_version_that_is_being_cancelled_is_refused_in_the_plan(stage: Stage) -> None:
    plan = await stage.plan(await stage.versions(stage.add_job(KILLING)))
    assert plan.items[0].refusal == "being cancelled"
    assert await refused(stage, plan) == "The plan cannot be started: nothing to send."


async def test_only_running_versions_can_be_stopped(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, RUNNING))
    plan = await stage.plan(targets, Action.STOP)
    assert [item.refusal for item in plan.items] == ["", "not running"]


async def test_a_whole_job_cannot_be_stopped(stage: Stage) -> None:
    stage.add_job(RUNNING)
    plan = await stage.plan(await stage.jobs(), Action.STOP)
    assert plan.items[0].refusal == "only versions can be stopped"


async def test_a_plan_older_than_ten_minutes_is_refused(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED))
    plan = await stage.plan(targets, age_s=601)
    assert await refused(stage, plan) == (
        "The plan is older than 10 minutes; refresh and plan again."
    )
    young = await stage.plan(targets, age_s=599)
    assert (await stage.finish(await start(stage, young))).kinds == ["gone"]


async def test_a_plan_from_the_future_has_no_age_to_be_trusted(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED))
    plan = await stage.plan(targets, age_s=-3600)
    assert (await stage.session()).deletions.is_stale(plan)
    assert "refresh and plan again" in await refused(stage, plan)


async def test_a_plan_with_a_target_twice_is_refused(stage: Stage) -> None:
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    twice = replace(plan, items=plan.items * 2)
    assert await refused(stage, twice) == "The plan cannot be started: it has a target twice."


async def test_a_plan_is_started_once(stage: Stage) -> None:
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    run = await stage.finish(await start(stage, plan))
    with pytest.raises(GuardError, match="started already"):
        await start(stage, plan)
    assert run.kinds == ["gone"]


@pytest.mark.parametrize("change", [{"profile": "other"}, {"guards": Guards()}])
async def test_a_plan_made_under_other_rules_is_refused(
    stage: Stage, change: dict[str, object]
) -> None:
    stage.configure(protect=("^base",))
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    message = await refused(stage, replace(plan, **change))  # type: ignore[arg-type]  # any field
    assert message == "The plan was made for another profile or other rules."


async def test_a_target_is_in_one_run_at_a_time(stage: Stage) -> None:
    stage.service.rules.delete_s = 60
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED, COMPLETED))
    first = await stage.plan(targets[:2])
    second = await stage.plan(targets[1:])
    plan_id = await start(stage, first)
    await stage.until(plan_id, TargetSent)

    deletions = (await stage.session()).deletions
    with pytest.raises(GuardError, match="in a run already"):
        await deletions.start(second, second.confirmation.phrase)
    third = await stage.plan(targets)
    assert [item.refusal for item in third.items] == ["in a run already", "in a run already", ""]
    whole = await stage.plan(await stage.jobs())
    assert [item.refusal for item in whole.items] == ["one of its versions is in a run"]
    await stage.finish(plan_id)
    again = await stage.plan(targets)
    assert [item.refusal for item in again.items] == ["", "", ""]


async def test_two_runs_go_side_by_side(stage: Stage) -> None:
    one, other = stage.add_job(COMPLETED), stage.add_job(COMPLETED)
    first = await start(stage, await stage.plan(await stage.versions(one)))
    second = await start(stage, await stage.plan(await stage.versions(other)))
    assert (await stage.finish(first)).kinds == ["gone"]
    assert (await stage.finish(second)).kinds == ["gone"]
    assert (await stage.session()).deletions.plan_ids == (first, second)


async def test_a_run_in_another_process_keeps_this_one_out(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED), stage.add_job(COMPLETED))
    assert (await stage.run(targets[:1])).kinds == ["gone"]
    (lock,) = stage.state_path.glob("*.lock")
    lock.write_text("")
    command = [sys.executable, "-c", _HOLD_THE_LOCK, os.fspath(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        plan = await stage.plan(targets[1:])
        with pytest.raises(GuardError, match=r"Another mtui has a run on this project \(pid 4711"):
            await start(stage, plan)
        assert stage.service.requests == []
        holder.kill()
        holder.wait()
    assert (await stage.finish(await start(stage, plan))).kinds == ["gone"]


async def test_a_second_session_of_the_same_process_is_kept_out_too(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED), stage.add_job(COMPLETED))
    plan_id = await start(stage, await stage.plan(targets[:1]))
    async with stage.another_session() as other:
        plan = other.deletions.plan(
            Action.DELETE, targets[1:], read_ms=int(stage.service.clock() * 1000)
        )
        with pytest.raises(GuardError, match="Another mtui"):
            await other.deletions.start(plan, plan.confirmation.phrase)
        await stage.finish(plan_id)
        await other.deletions.start(plan, plan.confirmation.phrase)


async def test_a_lock_that_cannot_be_written_keeps_everything_in(stage: Stage) -> None:
    stage.state_path.write_text("a file where the folder should be")
    plan = await stage.plan(await stage.versions(stage.add_job(COMPLETED)))
    with pytest.raises(JournalError, match="cannot be written"):
        await start(stage, plan)
    assert stage.service.requests == []


async def test_a_dry_run_sends_nothing_and_tells_what_it_would(stage: Stage) -> None:
    stage.dry_run = True
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    run = await stage.finish(await start(stage, await stage.plan(targets)))
    assert run.kinds == ["would delete", "would delete"]
    assert stage.sent() == []
    assert all(stage.is_there(target) for target in targets)
    assert stage.records()[0]["dry_run"] is True


def test_the_profile_that_all_this_is_about_is_an_ordinary_one() -> None:
    assert not PROFILE.production
    assert not PROFILE.read_only
    assert PROFILE.protect == ()
    assert PROFILE.max_bulk is None

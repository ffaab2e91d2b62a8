"""Jobs with and without versions as one kind of value: the id tells them apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtui.domain.deletion import Guards, make_plan
from mtui.domain.jobs import (
    Generation,
    JobId,
    TrainingJob,
    WorkspaceId,
    generation_of,
    parse_job_id,
)
from mtui.domain.query import parse_query
from mtui.domain.status import StatusFamily, all_phases, status_from_code
from mtui.domain.targets import Action, TargetKey, target_of_job
from tests.domain.samples import job_target, version_target

UUID = "3faf5c03-aaa1-4cbe-879d-24b05d997347"


def run(phase: str = "Completed") -> TrainingJob:
    return TrainingJob(
        JobId(UUID), "llama", status_from_code(phase), flavor="8v100", nodes=4, experiment="lora"
    )


def test_numbers_belong_to_v1_and_uuids_to_v2() -> None:
    assert generation_of(JobId("182626")) is Generation.V1
    assert generation_of(JobId(UUID)) is Generation.V2
    assert run().generation is Generation.V2
    assert version_target(1).generation is Generation.V1
    assert target_of_job(run()).generation is Generation.V2


@pytest.mark.parametrize(
    ("text", "job_id"),
    [(" 182626 ", "182626"), ("007", "7"), (UUID.upper(), UUID), (f"\t{UUID}\n", UUID)],
)
def test_a_persons_id_may_be_of_either_generation(text: str, job_id: str) -> None:
    assert parse_job_id(text) == job_id


@pytest.mark.parametrize("text", ["", "0", "-1", "resnet", UUID[:-1], UUID + "0", "../x"])
def test_what_is_neither_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="number or a UUID"):
        parse_job_id(text)


def test_phases_have_families() -> None:
    families = {status.code: status.family for status in all_phases()}
    assert families == {
        "Creating": StatusFamily.WAITING,
        "Pending": StatusFamily.WAITING,
        "Running": StatusFamily.RUNNING,
        "Terminating": StatusFamily.ENDING,
        "Completed": StatusFamily.COMPLETED,
        "Failed": StatusFamily.FAILED,
        "Terminated": StatusFamily.KILLED,
        "Abnormal": StatusFamily.FAILED,
    }
    assert all(status.is_known for status in all_phases())


def test_a_phase_nobody_knows_is_shown_as_it_came() -> None:
    status = status_from_code("Suspended")
    assert (status.word, status.family) == ("Suspended", StatusFamily.UNKNOWN)
    assert not status.is_known
    assert not status.is_settled


def test_what_is_created_waits_or_runs_can_be_stopped() -> None:
    assert [s.code for s in all_phases() if s.can_stop] == ["Creating", "Pending", "Running"]
    assert [s.code for s in all_phases() if s.is_running] == ["Running"]
    assert [s.code for s in all_phases() if s.is_being_cancelled] == ["Terminating"]
    assert not any(status.is_delete_failed for status in all_phases())


def test_a_job_without_versions_is_one_target() -> None:
    target = target_of_job(run(), WorkspaceId("w1"))
    assert target.key == TargetKey(JobId(UUID), None)
    assert target.is_whole_job
    assert target.nodes == 4
    assert target.workspace_id == "w1"
    assert target.label == f"job llama ({UUID})"


def test_a_job_without_versions_can_be_stopped_and_one_with_versions_cannot() -> None:
    guards = Guards()
    running = target_of_job(run("Running"))
    assert guards.refusal(Action.STOP, running) == ""
    assert guards.refusal(Action.STOP, target_of_job(run("Completed"))) == "not running"
    assert guards.refusal(Action.STOP, target_of_job(run("Terminating"))) == "being cancelled"
    with_versions = replace(job_target(), status=status_from_code(8))
    assert guards.refusal(Action.STOP, with_versions) == "only versions can be stopped"


@pytest.mark.parametrize(
    ("phase", "notes"),
    [
        ("Running", ("running now",)),
        ("Pending", ("not settled: pending",)),
        ("Suspended", ("not settled: Suspended",)),
        ("Failed", ()),
    ],
)
def test_a_plan_says_what_a_job_is_doing(phase: str, notes: tuple[str, ...]) -> None:
    plan = make_plan(
        [target_of_job(run(phase))],
        plan_id="p",
        profile="lab",
        action=Action.DELETE,
        made_ms=0,
        guards=Guards(),
    )
    assert plan.items[0].notes == notes


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("status:failed", {"Failed", "Abnormal"}),
        ("status:terminated", {"Terminated"}),
        ("status:pend", {"Pending"}),
        ("status:waiting", {"Creating", "Pending"}),
        ("status:running", {"Running"}),
        ("status:unknown", {"Suspended"}),
    ],
)
def test_a_filter_finds_phases_by_family_and_by_word(text: str, phases: set[str]) -> None:
    passes = parse_query(text).job_predicate(0)
    known = [*(status.code for status in all_phases()), "Suspended"]
    assert {phase for phase in known if passes(run(phase))} == phases

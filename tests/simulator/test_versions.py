"""Versions: listing, details, deletion, stopping, and what becomes of their job."""

import json

import pytest

from mtui.simulator import ManualClock, Service
from mtui.simulator.records import (
    COMPLETED,
    DELETE_FAILED,
    KILLED,
    KILLING,
    QUEUED,
    RUNNING,
    JobRecord,
    VersionRecord,
)
from tests.simulator.caller import JOBS, Caller

DONE = {"is_success": True}


@pytest.fixture
def job(service: Service) -> JobRecord:
    job = service.project.add_job("resnet", description="花卉")
    for _ in range(12):
        service.project.add_version(job)
    return job


def path(version: VersionRecord) -> str:
    return f"{JOBS}/{version.job.job_id}/versions/{version.version_id}"


def newest(job: JobRecord) -> VersionRecord:
    version = job.newest
    assert version is not None
    return version


def shown_status(caller: Caller, version: VersionRecord) -> object:
    return caller.fields("GET", path(version)).get("status")


def test_versions_come_all_at_once_without_a_page(job: JobRecord, caller: Caller) -> None:
    fields = caller.fields("GET", f"{JOBS}/{job.job_id}/versions?per_page=5")
    assert isinstance(fields["versions"], list)
    assert [row["version_name"] for row in fields["versions"]] == [
        f"V{number:04}" for number in range(12, 0, -1)
    ]
    del fields["versions"]
    assert fields == {
        "is_success": True,
        "job_id": job.job_id,
        "job_name": "resnet",
        "job_desc": "花卉",
        "version_count": 12,
    }


def test_versions_can_be_paged(job: JobRecord, caller: Caller) -> None:
    sizes = [
        len(caller.rows(f"{JOBS}/{job.job_id}/versions?per_page=5&page={page}", "versions"))
        for page in (1, 2, 3, 4)
    ]
    assert sizes == [5, 5, 2, 0]


def test_an_unpaged_list_can_be_cut(service: Service, job: JobRecord, caller: Caller) -> None:
    service.rules.cuts_unpaged_versions = True
    assert len(caller.rows(f"{JOBS}/{job.job_id}/versions", "versions")) == 10


def test_metrics_are_text_in_the_list_and_an_object_in_the_details(
    job: JobRecord, caller: Caller
) -> None:
    (row, *_) = caller.rows(f"{JOBS}/{job.job_id}/versions", "versions")
    detail = caller.fields("GET", path(newest(job)))
    assert isinstance(row["system_metric_list"], str)
    assert json.loads(row["system_metric_list"]) == detail["system_metric_list"]
    assert isinstance(detail["system_metric_list"], dict)
    assert (row["gpu"], "gpu" in detail) == (True, False)
    assert (detail["job_name"], detail["spec_code"]) == ("resnet", "modelarts.vm.gpu.p100")


def test_a_deleted_version_is_shown_until_it_is_gone(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    version = newest(job)
    assert caller.fields("DELETE", path(version)) == DONE
    clock.advance(service.rules.delete_s - 0.1)
    assert shown_status(caller, version) == COMPLETED
    clock.advance(0.1)
    assert not service.version_exists(job.job_id, version.version_id)
    assert caller.fields("GET", path(version))["error_code"] == "ModelArts.0102"
    assert len(caller.rows(f"{JOBS}/{job.job_id}/versions", "versions")) == 11
    (row,) = caller.rows(JOBS, "jobs")
    assert (row["version_count"], row["version_id"]) == (11, newest(job).version_id)


def test_deleting_what_is_leaving_is_accepted_and_changes_nothing(
    service: Service, job: JobRecord, caller: Caller
) -> None:
    caller.ask("DELETE", path(newest(job)))
    assert caller.fields("DELETE", path(newest(job))) == DONE
    assert [record.acted for record in service.received("DELETE")] == [True, False]


def test_deleting_what_is_leaving_can_be_refused(
    service: Service, job: JobRecord, caller: Caller
) -> None:
    service.rules.refuses_repeat_delete = True
    caller.ask("DELETE", path(newest(job)))
    assert caller.fields("DELETE", path(newest(job)))["error_code"] == "ModelArts.6357"
    caller.ask("DELETE", f"{JOBS}/{job.job_id}")
    assert caller.fields("DELETE", f"{JOBS}/{job.job_id}")["error_code"] == "ModelArts.6357"


def test_deleting_what_is_gone_is_not_found(
    job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    version = newest(job)
    caller.ask("DELETE", path(version))
    clock.advance(60)
    assert caller.fields("DELETE", path(version))["error_code"] == "ModelArts.0102"


@pytest.mark.parametrize("target", ["DELETE", "GET"])
def test_a_version_of_another_job_is_not_found(
    service: Service, job: JobRecord, caller: Caller, target: str
) -> None:
    other = service.project.add_job("other")
    stray = f"{JOBS}/{other.job_id}/versions/{newest(job).version_id}"
    assert caller.fields(target, stray)["error_code"] == "ModelArts.0102"
    assert service.version_exists(job.job_id, newest(job).version_id)


@pytest.mark.parametrize("text", ["x", "-1", "1" * 20, "%E4%B8%80"])
def test_an_id_that_is_no_number_is_refused(caller: Caller, text: str) -> None:
    assert caller.fields("DELETE", f"{JOBS}/{text}")["error_code"] == "ModelArts.0107"


def test_a_failing_deletion_ends_in_status_6_and_can_be_repeated(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    version = newest(job)
    version.failing_deletes = 1
    caller.ask("DELETE", path(version))
    clock.advance(service.rules.delete_s)
    assert shown_status(caller, version) == DELETE_FAILED
    assert caller.fields("DELETE", path(version)) == DONE
    clock.advance(service.rules.delete_s)
    assert not service.version_exists(job.job_id, version.version_id)


def test_a_running_version_is_stopped_then_deleted(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    version = service.project.add_version(
        job, status=RUNNING, created_ms=int((clock() - 147) * 1000), duration_ms=0
    )
    assert caller.fields("POST", f"{path(version)}/stop") == DONE
    assert shown_status(caller, version) == KILLING
    refused = caller.fields("DELETE", path(version))
    assert refused["error_code"] == "ModelArts.0105"
    assert refused["error_message"] == "This job can't be delete. job status: 9"
    clock.advance(service.rules.stop_s)
    detail = caller.fields("GET", path(version))
    assert (detail["status"], detail["duration"]) == (KILLED, 100_000)
    assert caller.fields("DELETE", path(version)) == DONE


def test_a_running_version_may_be_deleted(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    version = service.project.add_version(job, status=RUNNING)
    assert caller.fields("DELETE", path(version)) == DONE
    clock.advance(service.rules.delete_s)
    assert not service.version_exists(job.job_id, version.version_id)


def test_only_a_running_version_is_stopped(job: JobRecord, caller: Caller) -> None:
    refused = caller.fields("POST", f"{path(newest(job))}/stop")
    assert refused["error_code"] == "ModelArts.0105"
    assert refused["error_message"] == "This job can't be stop. job status: 10"


def test_a_submitted_version_runs_and_completes(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    version = service.project.submit(job, clock())
    rules = service.rules
    seen = [shown_status(caller, version)]
    for step in (rules.queue_s, rules.run_s):
        clock.advance(step)
        seen.append(shown_status(caller, version))
    assert seen == [QUEUED, RUNNING, COMPLETED]
    assert caller.fields("GET", path(version))["duration"] == rules.run_s * 1000


def test_a_running_versions_duration_grows(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    service.project.submit(job, clock())
    clock.advance(service.rules.queue_s)
    target = f"{JOBS}/{job.job_id}/versions?per_page=1&page=1"
    durations = []
    for _ in range(2):
        durations.append(caller.rows(target, "versions")[0]["duration"])
        clock.advance(5)
    assert durations == [0, 5000]


def test_a_version_name_never_comes_back(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    caller.ask("DELETE", path(newest(job)))
    clock.advance(60)
    assert len(caller.rows(f"{JOBS}/{job.job_id}/versions", "versions")) == 11
    assert service.project.add_version(job).name == "V0013"


@pytest.mark.parametrize("keeps", [True, False])
def test_what_becomes_of_a_job_without_versions_can_be_chosen(
    service: Service, caller: Caller, clock: ManualClock, keeps: bool
) -> None:
    service.rules.keeps_empty_jobs = keeps
    job = service.project.add_job("lonely")
    caller.ask("DELETE", path(service.project.add_version(job)))
    clock.advance(service.rules.delete_s)
    assert service.job_exists(job.job_id) is keeps
    rows = caller.rows(JOBS, "jobs")
    assert [(row["version_count"], row["version_id"]) for row in rows] == (
        [(0, None)] if keeps else []
    )


def test_deleting_a_job_takes_all_its_versions(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    versions = list(job.versions)
    assert caller.fields("DELETE", f"{JOBS}/{job.job_id}") == DONE
    assert service.job_exists(job.job_id)
    clock.advance(service.rules.delete_s)
    assert not service.job_exists(job.job_id)
    assert not any(service.version_exists(job.job_id, version) for version in versions)
    assert caller.rows(JOBS, "jobs") == []
    assert caller.fields("DELETE", f"{JOBS}/{job.job_id}")["error_code"] == "ModelArts.0102"


def test_a_job_that_cannot_lose_a_version_stays_with_it(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    newest(job).failing_deletes = 1
    caller.ask("DELETE", f"{JOBS}/{job.job_id}")
    clock.advance(service.rules.delete_s)
    assert service.job_exists(job.job_id)
    assert [v.status for v in job.versions.values()] == [DELETE_FAILED]


def test_a_job_with_a_version_being_cancelled_is_not_deleted(
    service: Service, job: JobRecord, caller: Caller, clock: ManualClock
) -> None:
    service.project.add_version(job, status=KILLING)
    assert caller.fields("DELETE", f"{JOBS}/{job.job_id}")["error_code"] == "ModelArts.0105"
    clock.advance(60)
    assert service.job_exists(job.job_id)
    assert len(job.versions) == 13


def test_overridden_fields_of_a_version_go_out_in_list_and_details(
    service: Service, job: JobRecord, caller: Caller
) -> None:
    hostile = {"engine_name": "[red]", "status": "ten", "parameter": None}
    service.project.override(newest(job), hostile)
    (row, *_) = caller.rows(f"{JOBS}/{job.job_id}/versions", "versions")
    detail = caller.fields("GET", path(newest(job)))
    for answer in (row, detail):
        assert {key: answer[key] for key in hostile} == hostile


def test_a_version_count_can_disagree_with_the_list(
    service: Service, job: JobRecord, caller: Caller
) -> None:
    service.project.override(job, {"version_count": 40, "job_name": "[/x]"})
    fields = caller.fields("GET", f"{JOBS}/{job.job_id}/versions")
    assert (fields["version_count"], fields["job_name"]) == (40, "[/x]")

"""Open Telekom Cloud's client of v1: the one packaged client that knows versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import DEMO_PROJECT_ID, DEMO_USER, Service
from mtui.simulator.records import RUNNING
from tests.interop.strangers import stranger

if TYPE_CHECKING:
    from mtui.simulator.records import JobRecord, VersionRecord

pytestmark = pytest.mark.filterwarnings("ignore")  # its own deprecations are not ours to mend


@pytest.fixture
def modelarts(endpoint: str, cloud: Service) -> Any:
    """Its proxy of v1, let in by a token."""
    sdk = stranger("otcextensions.sdk")
    connection = stranger("openstack.connection")
    user = next(user for user in cloud.accounts.users.values() if user.name == DEMO_USER)
    token = cloud.accounts.issue_token(user, None, cloud.clock() + 900)
    opened = connection.Connection(
        auth_type="admin_token",
        auth={"endpoint": f"{endpoint}/v1/{DEMO_PROJECT_ID}", "token": token.value},
    )
    sdk.register_otc_extensions(opened)
    return opened.modelartsv1


def some_job(cloud: Service, status: int = 10) -> tuple[JobRecord, VersionRecord]:
    """A job of several versions, one of them in that status."""
    for job in cloud.project.jobs.values():
        for version in job.versions.values():
            if version.status == status and len(job.versions) > 2:
                return job, version
    raise AssertionError(f"no version has status {status}")


def version_of(job: JobRecord, version: VersionRecord) -> Any:
    """Its object for a version, with the job's id where it forgets to put it itself."""
    module = stranger("otcextensions.sdk.modelartsv1.v1.training_job_version")
    made = module.TrainingJobVersion.new(id=str(version.version_id))
    made._uri.attributes["job_id"] = str(job.job_id)
    return made


def test_jobs_are_listed_with_every_parameter(cloud: Service, modelarts: Any) -> None:
    here = [job for job in cloud.project.jobs.values() if job.workspace_id == "0"]
    assert {job.id for job in modelarts.training_jobs(limit=1000)} == {job.job_id for job in here}
    job, _ = some_job(cloud)
    found = modelarts.training_jobs(
        limit=10,
        offset=1,
        sort_by="create_time",
        order="desc",
        search_content=job.name[:12],
        workspace_id="0",
    )
    assert job.name in {row.name for row in found}
    assert list(modelarts.training_jobs(search_content="a b", status=10)) == []
    assert {record.outcome for record in cloud.requests} == {"ok"}
    assert any("a+b" in record.query for record in cloud.requests)


def test_versions_are_listed_and_parsed(cloud: Service, modelarts: Any) -> None:
    job, _ = some_job(cloud)
    rows = list(modelarts.training_job_versions(job.job_id, limit=1000, offset=1))
    assert {row.version_id for row in rows} == set(job.versions)
    assert {row.version_name for row in rows} == {v.name for v in job.versions.values()}


def test_a_job_is_described(cloud: Service, modelarts: Any) -> None:
    job, _ = some_job(cloud)
    modelarts.update_training_job(str(job.job_id), "neu")
    assert job.description == "neu"


def test_a_running_version_is_stopped(cloud: Service, modelarts: Any) -> None:
    job, version = some_job(cloud, RUNNING)
    version_of(job, version).stop(modelarts)
    assert version.status != RUNNING


def test_a_version_is_deleted(cloud: Service, modelarts: Any) -> None:
    job, version = some_job(cloud)
    version_of(job, version).delete(modelarts)
    (record,) = cloud.received("DELETE")
    assert record.path.endswith(f"/training-jobs/{job.job_id}/versions/{version.version_id}")
    assert record.acted


def test_a_job_is_deleted(cloud: Service, modelarts: Any) -> None:
    job = next(
        job
        for job in cloud.project.jobs.values()
        if all(version.status == 10 for version in job.versions.values())
    )
    modelarts.delete_training_job(str(job.job_id))
    assert job.is_leaving


def test_what_is_not_there_is_an_error_of_its_kind(cloud: Service, modelarts: Any) -> None:
    exceptions = stranger("openstack.exceptions")
    with pytest.raises(exceptions.HttpException) as caught:
        modelarts.delete_training_job("1")
    assert caught.value.status_code == 400
    assert not any(record.acted for record in cloud.requests)

"""The vendor's own client of v2: it signs, and its generated models parse every answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_PROJECT_ID,
    DEMO_SECRET_KEY,
    READER_ACCESS_KEY,
    READER_SECRET_KEY,
    Service,
)
from mtui.simulator.v2.render import secrets_of
from mtui.simulator.v2.search import user_id
from tests.interop.strangers import refusal, stranger

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.simulator.v2.records import JobRecord


@pytest.fixture
def sdk() -> Any:
    """The vendor's generated models."""
    return stranger("huaweicloudsdkmodelarts.v1")


@pytest.fixture
def connect(endpoint: str, sdk: Any) -> Callable[..., Any]:
    def make(
        access: str = DEMO_ACCESS_KEY,
        secret: str = DEMO_SECRET_KEY,
        project_id: str = DEMO_PROJECT_ID,
    ) -> Any:
        core = stranger("huaweicloudsdkcore.auth.credentials")
        credentials = core.BasicCredentials(access, secret, project_id)
        builder = sdk.ModelArtsClient.new_builder().with_credentials(credentials)
        return builder.with_endpoint(endpoint).build()

    return make


@pytest.fixture
def client(connect: Callable[..., Any]) -> Any:
    return connect()


def records(cloud: Service, **wanted: object) -> list[JobRecord]:
    return [
        job
        for job in cloud.project.v2.jobs.values()
        if all(getattr(job, name) == value for name, value in wanted.items())
    ]


def search(client: Any, sdk: Any, *filters: tuple[str, str, list[str]], **body: Any) -> Any:
    conditions = [sdk.Filter(key=k, operator=o, value=v) for k, o, v in filters]
    body = {"offset": 0, "limit": 50, **body}
    request = sdk.ListTrainingJobsRequest(body=sdk.JobSearches(filters=conditions, **body))
    return client.list_training_jobs(request)


def names(answer: Any) -> set[str]:
    return {item.metadata.name for item in answer.items}


def show(client: Any, sdk: Any, job_id: str) -> Any:
    return client.show_training_job_details(
        sdk.ShowTrainingJobDetailsRequest(training_job_id=job_id)
    )


def delete(client: Any, sdk: Any, job_id: str) -> Any:
    return client.delete_training_job(sdk.DeleteTrainingJobRequest(training_job_id=job_id))


def delete_many(client: Any, sdk: Any, job_ids: list[str]) -> Any:
    items = [
        sdk.BatchDeleteJobItem(kind="job", metadata=sdk.BatchDeleteJobMetadata(id=job_id))
        for job_id in job_ids
    ]
    request = sdk.BatchDeleteTrainingJobRequest(body=sdk.BatchDeleteJobsReq(jobs=items))
    return client.batch_delete_training_job(request)


def stop(client: Any, sdk: Any, job_id: str) -> Any:
    return client.stop_training_job(
        sdk.StopTrainingJobRequest(
            training_job_id=job_id, body=sdk.JobActionType(action_type="terminate")
        )
    )


def refused(call: Callable[..., object], *arguments: object) -> tuple[int, str]:
    status, code, message = refusal(call, *arguments)
    assert message
    return status, code


def until_gone(cloud: Service, job_ids: list[str]) -> None:
    ends_at = time.monotonic() + 10
    while any(cloud.job_exists(job_id) for job_id in job_ids):
        assert time.monotonic() < ends_at
        time.sleep(0.005)


def test_jobs_are_listed_and_every_row_is_parsed(cloud: Service, client: Any, sdk: Any) -> None:
    answer = search(client, sdk)
    by_id = {item.metadata.id: item for item in answer.items}
    expected = records(cloud, workspace_id="0")
    assert by_id.keys() == {job.job_id for job in expected}
    assert (answer.total, answer.count, answer.limit) == (
        len(cloud.project.v2.jobs),
        len(expected),
        50,
    )
    for job in expected:
        item = by_id[job.job_id]
        assert item.metadata.create_time == job.created_ms
        assert item.metadata.user_name == job.user
        assert item.status.phase == job.phase
        assert item.spec.resource.node_count == job.nodes
        assert item.spec.resource.flavor_id == job.setup.flavor_id
        assert [task.exit_code for task in item.status.task_statuses or ()] == list(job.exit_codes)
        if job.experiment is not None:
            reference = item.metadata.training_experiment_reference
            assert reference.name == job.experiment.name


@pytest.mark.parametrize("skips_records", [False, True])
def test_pages_are_cut_by_either_reading(
    cloud: Service, client: Any, sdk: Any, *, skips_records: bool
) -> None:
    cloud.rules.skips_records = skips_records
    everything = [item.metadata.id for item in search(client, sdk).items]
    page = [item.metadata.id for item in search(client, sdk, offset=1, limit=5).items]
    assert page == (everything[1:6] if skips_records else everything[5:10])


def test_every_filter_narrows_the_list(cloud: Service, client: Any, sdk: Any) -> None:
    everybody = records(cloud, workspace_id="0")

    def expected(keep: Callable[[JobRecord], bool]) -> set[str]:
        found = {job.name for job in everybody if keep(job)}
        assert 0 < len(found) < len(everybody)
        return found

    middle = sorted(job.created_ms for job in everybody)[len(everybody) // 2]
    cases: list[tuple[tuple[str, str, list[str]], Callable[[JobRecord], bool]]] = [
        (("name", "like", ["helmet"]), lambda job: "helmet" in job.name),
        (("phase", "in", ["Failed", "Abnormal"]), lambda job: job.phase in ("Failed", "Abnormal")),
        (("phase", "not", ["Completed"]), lambda job: job.phase != "Completed"),
        (("create_time", "between", [str(middle), ""]), lambda job: job.created_ms >= middle),
        (("algorithm_name", "like", ["llm"]), lambda job: "llm" in job.setup.algorithm),
        (("user_id", "in", [user_id("li.na")]), lambda job: job.user == "li.na"),
        (("runtime_type", "in", ["debug"]), lambda job: job.runtime_type == "debug"),
    ]
    for condition, keep in cases:
        assert names(search(client, sdk, condition)) == expected(keep), condition
    ordered = search(client, sdk, sort_by="name", order="asc").items
    assert [item.metadata.name for item in ordered] == sorted(job.name for job in everybody)
    workspace_id = next(iter({job.workspace_id for job in cloud.project.v2.jobs.values()} - {"0"}))
    assert names(search(client, sdk, workspace_id=workspace_id)) == {
        job.name for job in records(cloud, workspace_id=workspace_id)
    }
    assert names(search(client, sdk, train_type="ftjob")) == set()


def test_every_job_is_shown(cloud: Service, client: Any, sdk: Any) -> None:
    for job in cloud.project.v2.jobs.values():
        detail = show(client, sdk, job.job_id)
        assert detail.metadata.name == job.name
        assert detail.status.tasks == list(job.tasks)
        assert detail.algorithm.name == job.setup.algorithm
        assert {p.name: p.value for p in detail.algorithm.parameters} == dict(job.setup.parameters)


def test_what_leads_into_a_running_job_is_told_to_who_asks(
    cloud: Service, client: Any, sdk: Any
) -> None:
    job = records(cloud, has_endpoints=True)[0]
    endpoints = show(client, sdk, job.job_id).endpoints
    token, password = secrets_of(job)
    assert endpoints.jupyter_lab.token == token
    assert password in endpoints.ssh.task_urls[0].url


def test_instances_are_listed(cloud: Service, client: Any, sdk: Any) -> None:
    job = next(job for job in records(cloud, phase="Completed") if job.nodes > 1)
    request = sdk.ListTrainingJobTasksRequest(training_job_id=job.job_id)
    tasks = client.list_training_job_tasks(request).body
    assert [task.task for task in tasks] == list(job.tasks)
    assert all(task.ip and task.host_ip for task in tasks)


def test_a_description_is_changed(cloud: Service, client: Any, sdk: Any) -> None:
    job = records(cloud, phase="Completed")[0]
    request = sdk.ChangeTrainingJobDescriptionRequest(
        training_job_id=job.job_id, body=sdk.JobUpdateRequestBody(description="新的描述")
    )
    client.change_training_job_description(request)
    assert job.description == "新的描述"


def test_a_running_job_is_stopped_and_no_other(cloud: Service, client: Any, sdk: Any) -> None:
    job = records(cloud, phase="Running")[0]
    answer = stop(client, sdk, job.job_id)
    assert (answer.status_code, answer.status.phase) == (202, "Terminating")
    ends_at = time.monotonic() + 10
    while show(client, sdk, job.job_id).status.phase != "Terminated":
        assert time.monotonic() < ends_at
    assert refused(stop, client, sdk, job.job_id) == (409, "ModelArts.2796")


def test_a_job_is_deleted_and_then_not_found(cloud: Service, client: Any, sdk: Any) -> None:
    job = records(cloud, phase="Completed")[0]
    assert delete(client, sdk, job.job_id).status_code == 202
    until_gone(cloud, [job.job_id])
    for call in (show, delete, stop):
        assert refused(call, client, sdk, job.job_id) == (400, "ModelArts.2775")
    assert job.name not in names(search(client, sdk))


def test_jobs_are_deleted_in_batches(cloud: Service, client: Any, sdk: Any) -> None:
    ids = [job.job_id for job in records(cloud, workspace_id="0", phase="Completed")]
    assert len(ids) > 5
    assert delete_many(client, sdk, ids).status_code == 202
    until_gone(cloud, ids)
    assert sum(record.acted for record in cloud.requests) == 1


def test_a_batch_is_refused_in_the_vendors_words(cloud: Service, client: Any, sdk: Any) -> None:
    here = records(cloud, workspace_id="0", phase="Completed")[0].job_id
    elsewhere = next(j.job_id for j in cloud.project.v2.jobs.values() if j.workspace_id != "0")
    for ids, code in (
        ([here, "6a2e2f0e-0000-4000-8000-000000000000"], "ModelArts.2775"),
        ([here, elsewhere], "ModelArts.2891"),
        ([here] * 101, "ModelArts.2788"),
    ):
        assert refused(delete_many, client, sdk, ids) == (400, code)
    cloud.rules.serves_batches = False
    assert refused(delete_many, client, sdk, [here]) == (404, "APIGW.0101")


def test_errors_are_mapped_by_the_vendors_client(
    connect: Callable[..., Any], client: Any, cloud: Service, sdk: Any
) -> None:
    job_id = records(cloud, phase="Completed")[0].job_id
    reader = connect(READER_ACCESS_KEY, READER_SECRET_KEY)
    stranger = connect(secret="wrong")
    elsewhere = connect(project_id="0" * 32)
    assert refused(delete, reader, sdk, job_id) == (403, "ModelArts.0112")
    assert refused(delete, stranger, sdk, job_id) == (401, "APIGW.0301")
    assert refused(delete, elsewhere, sdk, job_id) == (403, "ModelArts.0210")
    bad = ("colour", "in", ["red"])
    assert refused(search, client, sdk, bad) == (400, "ModelArts.2807")
    cloud.rules.serves_v2 = False
    assert refused(search, client, sdk) == (404, "APIGW.0101")
    assert not any(record.acted for record in cloud.requests)

"""The client of jobs without versions, over a scripted wire and against the stand-in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mtui.domain import errors
from mtui.domain.jobs import JobId
from mtui.modelarts import ModelArtsV2Client, WritePolicy
from mtui.modelarts.v2_search import JobSearch, SearchFilter
from mtui.simulator import DEMO_PROJECT_ID, bulk_service, effects
from mtui.simulator.v2.render import secrets_of
from tests.modelarts.test_over_simulator import Cloud
from tests.modelarts.wire import Wire, answer

JOB = JobId("3faf5c03-aaa1-4cbe-879d-24b05d997347")

WRITES: dict[str, Any] = {
    "delete": lambda client: client.delete(JOB),
    "batch": lambda client: client.batch_delete([JOB]),
    "stop": lambda client: client.terminate(JOB),
}


def over(wire: Wire, writes: WritePolicy = WritePolicy.ALLOW) -> ModelArtsV2Client:
    return ModelArtsV2Client(wire.exchange(wire.keys()), project_id="p", writes=writes)


def at(cloud: Cloud) -> ModelArtsV2Client:
    return ModelArtsV2Client(cloud.exchange(cloud.keys()), project_id=DEMO_PROJECT_ID)


@pytest.mark.parametrize(
    ("name", "method", "path", "body"),
    [
        ("delete", "DELETE", f"/v2/p/training-jobs/{JOB}", None),
        (
            "batch",
            "POST",
            "/v2/p/training-jobs/batch-delete",
            {"jobs": [{"kind": "job", "metadata": {"id": JOB}}]},
        ),
        ("stop", "POST", f"/v2/p/training-jobs/{JOB}/actions", {"action_type": "terminate"}),
    ],
)
async def test_a_change_is_sent_as_documented(
    name: str, method: str, path: str, body: object
) -> None:
    wire = Wire(answer(b"", 202))
    told = await WRITES[name](over(wire))
    (request,) = wire.requests
    assert (request.method, request.url.path) == (method, path)
    assert (json.loads(request.content) if request.content else None) == body
    assert told.http_status == 202


@pytest.mark.parametrize("body", [b"", b'""', b"null", b" \n", b"{}", b'{"kind": "job"}'])
async def test_accepted_without_a_word_is_accepted(body: bytes) -> None:
    assert (await over(Wire(answer(body, 202))).delete(JOB)).error_code == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"null", 200),
        (b"[]", 202),
        (b'"done"', 202),
        (b"<html><h1>Sign in</h1></html>", 202),
        (b"<html><h1>Sign in</h1></html>", 200),
    ],
)
async def test_what_nobody_documented_is_not_taken_for_accepted(body: bytes, status: int) -> None:
    wire = Wire(answer(body, status))
    with pytest.raises(errors.MalformedAnswerError):
        await over(wire).delete(JOB)
    assert len(wire.requests) == 1


@pytest.mark.parametrize("status", [200, 202])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"error_code": "X.1", "error_msg": "failed"}, errors.RejectedError),
        ({"error": {"code": "X.1"}}, errors.RejectedError),
        ({"code": "X.1", "message": "failed"}, errors.MalformedAnswerError),
        ({"message": "failed"}, errors.MalformedAnswerError),
        ({"error_msg": "failed"}, errors.MalformedAnswerError),
        ({"errors": [{"error_code": "X.1"}]}, errors.MalformedAnswerError),
        ({"errors": ["failed"]}, errors.MalformedAnswerError),
        ({"jobs": [{"kind": "job"}, {"error_code": "X.1"}]}, errors.MalformedAnswerError),
        ({"is_success": True, "error_code": "X.1"}, errors.MalformedAnswerError),
    ],
    ids=repr,
)
async def test_an_acceptance_that_mentions_an_error_is_none(
    body: dict[str, Any], kind: type[errors.ApiError], status: int
) -> None:
    wire = Wire(answer(body, status))
    with pytest.raises(errors.ApiError) as caught:
        await over(wire).batch_delete([JOB])
    assert type(caught.value) is kind


async def test_a_job_in_an_acceptance_may_tell_how_its_instances_ended() -> None:
    status = {"task_statuses": [{"task": "worker-0", "exit_code": 1, "message": "killed"}]}
    body = {"kind": "job", "status": status, "errors": [], "error_code": ""}
    assert (await over(Wire(answer(body, 202))).terminate(JOB)).error_code == ""


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize(
    ("policy", "error"),
    [(WritePolicy.READ_ONLY, errors.ReadOnlyError), (WritePolicy.DRY_RUN, errors.DryRunError)],
)
async def test_the_policy_holds_before_a_request_exists(
    name: str, policy: WritePolicy, error: type[errors.GuardError]
) -> None:
    wire = Wire(answer(b"", 202))
    with pytest.raises(error):
        await WRITES[name](over(wire, policy))
    assert wire.requests == []


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "ModelArts.2775", errors.NotFoundError),
        (404, "ModelArts.2775", errors.NotFoundError),
        (409, "ModelArts.2796", errors.StateConflictError),
        (409, "ModelArts.2878", errors.StateConflictError),
        (404, "APIGW.0101", errors.NotServedError),
        (404, "ModelArts.2786", errors.RejectedError),
        (429, "ModelArts.2799", errors.ThrottledError),
        (403, "ModelArts.0112", errors.ForbiddenError),
    ],
)
async def test_a_refusal_is_understood(status: int, code: str, kind: type[errors.ApiError]) -> None:
    wire = Wire(answer({"error_code": code, "error_msg": "no"}, status))
    with pytest.raises(errors.ApiError) as caught:
        await over(wire).delete(JOB)
    assert type(caught.value) is kind


async def test_a_batch_that_is_refused_says_nothing_of_any_one_job() -> None:
    wire = Wire(answer({"error_code": "ModelArts.2775", "error_msg": "no"}, 400))
    with pytest.raises(errors.RejectedError):
        await over(wire).batch_delete([JOB])


@pytest.mark.parametrize("count", [0, 101])
async def test_a_batch_has_a_size(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        await over(Wire(answer(b"", 202))).batch_delete([JOB] * count)


async def test_a_search_is_repeated_like_any_read_and_a_change_never() -> None:
    wire = Wire(answer({"error_code": "x"}, 500), answer({"items": [], "count": 0}))
    assert [page.items async for page in over(wire).search()] == [()]
    assert len(wire.requests) == 2
    wire = Wire(answer({"error_code": "x"}, 500))
    with pytest.raises(errors.ServerError):
        await over(wire).delete(JOB)
    assert len(wire.requests) == 1


async def test_a_lost_search_is_no_lost_deletion() -> None:
    cloud = Cloud()
    cloud.service.faults.add(effects.lose_answer(), times=None)
    with pytest.raises(errors.AnswerLostError) as caught:
        [page async for page in at(cloud).search()]
    assert "carried out" not in caught.value.hint


@pytest.mark.parametrize("skips_records", [False, True])
async def test_a_search_finds_every_job_once_by_either_reading(*, skips_records: bool) -> None:
    cloud = Cloud(lambda clock: bulk_service(jobs=0, v2_jobs=333, clock=clock))
    cloud.service.rules.skips_records = skips_records
    pages = [page async for page in at(cloud).search()]
    found = [job.job_id for page in pages for job in page.items]
    assert len(found) == len(set(found)) == 333
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert {page.total_hint for page in pages} == {333}


async def test_filters_reach_the_service() -> None:
    cloud = Cloud()
    search = JobSearch(
        filters=(
            SearchFilter("name", "like", ("安全帽", "helmet")),
            SearchFilter("phase", "in", ("Failed",)),
        )
    )
    pages = [page async for page in at(cloud).search(search)]
    assert [job.name for page in pages for job in page.items] == ["yolov8-helmet-2024q2"]


async def test_every_job_of_the_demo_is_shown_with_its_instances() -> None:
    cloud = Cloud()
    client = at(cloud)
    for record in list(cloud.service.project.v2.jobs.values()):
        job_id = JobId(record.job_id)
        detail = await client.show(job_id)
        assert detail.job.status.code == record.phase
        assert [task.name for task in detail.tasks] == list(record.tasks)
        codes = tuple(task.exit_code for task in detail.tasks)
        assert codes == (record.exit_codes or (None,) * record.nodes)
        addresses = await client.tasks(job_id)
        assert len(addresses) == (record.nodes if record.started_ms is not None else 0)


async def test_what_is_secret_never_gets_past_the_client() -> None:
    cloud = Cloud()
    client = at(cloud)
    records = [job for job in cloud.service.project.v2.jobs.values() if job.has_endpoints]
    pages = [page async for page in client.search()]
    told = repr(pages) + "".join(
        [repr(await client.show(JobId(record.job_id))) for record in records]
    )
    assert records
    assert not any(secret in told for record in records for secret in secrets_of(record))


async def test_a_job_is_stopped_and_deleted_and_then_not_found() -> None:
    cloud = Cloud()
    client = at(cloud)
    record = next(job for job in cloud.service.project.v2.jobs.values() if job.phase == "Running")
    job_id = JobId(record.job_id)
    assert (await client.terminate(job_id)).http_status == 202
    with pytest.raises(errors.StateConflictError):
        await client.terminate(job_id)
    cloud.clock.advance(10)
    assert (await client.show(job_id)).job.status.word == "terminated"
    assert (await client.delete(job_id)).http_status == 202
    cloud.clock.advance(10)
    with pytest.raises(errors.NotFoundError):
        await client.show(job_id)
    with pytest.raises(errors.NotFoundError):
        await client.delete(job_id)


async def test_a_hundred_jobs_are_deleted_in_one_request() -> None:
    cloud = Cloud(lambda clock: bulk_service(jobs=0, v2_jobs=100, clock=clock))
    ids = [JobId(job_id) for job_id in cloud.service.project.v2.jobs]
    assert (await at(cloud).batch_delete(ids)).http_status == 202
    cloud.clock.advance(10)
    assert cloud.service.project.v2.jobs == {} or not any(map(cloud.service.job_exists, ids))
    assert len(cloud.service.requests) == 1


async def test_a_region_without_the_api_is_told_apart() -> None:
    cloud = Cloud()
    cloud.service.rules.serves_v2 = False
    with pytest.raises(errors.NotServedError, match="v2"):
        [page async for page in at(cloud).search()]

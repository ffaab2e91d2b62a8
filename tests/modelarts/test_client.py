"""The client's endpoints over a scripted wire: paths, paging, and refusing to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from mtui.domain import errors
from mtui.domain.jobs import JobId, VersionId, WorkspaceId
from mtui.modelarts import Exchange, JobListQuery, ModelArtsClient, WritePolicy
from tests.modelarts.wire import DONE, JOB, VERSION, Wire, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from mtui.domain.jobs import Page, TrainingJob


def jobs(*ids: Any, total: int | None = None) -> httpx.Response:
    rows = [{"job_id": number, "job_name": f"job-{number}", "status": 10} for number in ids]
    counted = {} if total is None else {"job_total_count": total}
    return answer({"is_success": True, "jobs": rows, **counted})


def versions(*ids: int, count: int | None = None) -> httpx.Response:
    rows = [{"version_id": number, "version_name": f"V{number:04}", "status": 10} for number in ids]
    counted = {} if count is None else {"version_count": count}
    return answer({"is_success": True, "job_id": 10, "versions": rows, **counted})


async def walk(wire: Wire, query: JobListQuery) -> list[Page[TrainingJob]]:
    return [page async for page in wire.client().list_jobs(query)]


def ids(page: Page[TrainingJob]) -> list[str]:
    return [job.job_id for job in page.items]


async def test_listing_walks_pages_until_a_short_one() -> None:
    wire = Wire(jobs(1, 2, total=3), jobs(3, total=3))
    pages = await walk(wire, JobListQuery(per_page=2))
    assert [(page.number, ids(page), page.is_last) for page in pages] == [
        (1, ["1", "2"], False),
        (2, ["3"], True),
    ]
    assert pages[0].total_hint == 3


async def test_the_first_page_is_there_before_the_second_is_asked_for() -> None:
    wire = Wire(jobs(1, 2), jobs(3))
    listing = wire.client().list_jobs(JobListQuery(per_page=2))
    assert ids(await anext(listing)) == ["1", "2"]
    assert len(wire.requests) == 1


async def test_an_empty_page_ends_the_listing() -> None:
    wire = Wire(jobs(1, 2), jobs())
    assert [ids(page) for page in await walk(wire, JobListQuery(per_page=2))] == [["1", "2"], []]


async def test_an_id_seen_twice_counts_once() -> None:
    wire = Wire(jobs(1, 2, 2), jobs("2", 3, 4), jobs(4))
    pages = await walk(wire, JobListQuery(per_page=3))
    assert [ids(page) for page in pages] == [["1", "2"], ["3", "4"], []]


async def test_a_service_that_ignores_the_page_number_does_not_go_on_for_ever() -> None:
    wire = Wire(jobs(1, 2, total=9_000))
    pages = await walk(wire, JobListQuery(per_page=2))
    assert [ids(page) for page in pages] == [["1", "2"], []]
    assert pages[-1].is_last


async def test_a_total_that_is_too_small_cuts_nothing_off() -> None:
    wire = Wire(jobs(1, 2, total=1), jobs(3, total=1))
    assert len(await walk(wire, JobListQuery(per_page=2))) == 2


async def test_a_total_that_is_too_great_costs_one_request_more() -> None:
    wire = Wire(jobs(1, total=50), jobs(total=50))
    pages = await walk(wire, JobListQuery(per_page=2))
    assert [ids(page) for page in pages] == [["1"], []]


async def test_a_service_that_caps_the_page_size_is_listed_to_its_end() -> None:
    wire = Wire(jobs(1, 2, total=5), jobs(3, 4, total=5), jobs(5, total=5))
    pages = await walk(wire, JobListQuery(per_page=1000))
    assert [job for page in pages for job in ids(page)] == ["1", "2", "3", "4", "5"]
    assert len(wire.requests) == 3


async def test_one_page_can_be_asked_for_alone() -> None:
    wire = Wire(jobs(5, 5, 6, total=7))
    page = await wire.client().jobs_page(JobListQuery(per_page=3), 2)
    assert ids(page) == ["5", "6"]
    assert (page.number, page.is_last, page.total_hint) == (2, False, 7)
    assert wire.query(0)["page"] == "2"


async def test_every_query_parameter_is_sent_by_its_wire_name() -> None:
    wire = Wire(jobs())
    query = JobListQuery(
        workspace_id=WorkspaceId("w"),
        status="8",
        search_content="train job",
        sort_by="duration",
        order="asc",
        per_page=7,
    )
    await walk(wire, query)
    assert wire.query(0) == {
        "workspace_id": "w",
        "status": "8",
        "search_content": "train job",
        "sortBy": "duration",
        "order": "asc",
        "per_page": "7",
        "page": "1",
    }


async def test_by_default_order_and_workspace_are_explicit() -> None:
    wire = Wire(jobs())
    await walk(wire, JobListQuery())
    assert wire.query(0) == {
        "workspace_id": "0",
        "sortBy": "create_time",
        "order": "desc",
        "per_page": "1000",
        "page": "1",
    }


@pytest.mark.parametrize("per_page", [0, 1001])
def test_a_page_size_that_the_service_refuses_is_refused_here(per_page: int) -> None:
    with pytest.raises(ValueError, match="per_page"):
        JobListQuery(per_page=per_page)


def test_an_order_that_the_service_refuses_is_refused_here() -> None:
    wrong: Any = "up"
    order: Literal["asc", "desc"] = wrong
    with pytest.raises(ValueError, match="sort by 'engine_type'"):
        JobListQuery(sort_by="engine_type")
    with pytest.raises(ValueError, match="asc or desc"):
        JobListQuery(order=order)


async def test_versions_are_asked_for_unpaged_first() -> None:
    wire = Wire(versions(1, 2, count=2))
    listing = await wire.client().list_versions(JOB)
    assert [version.version_id for version in listing.versions] == ["1", "2"]
    assert listing.is_complete
    assert wire.query(0) == {"page": "0", "per_page": "1000"}
    assert wire.requests[0].url.path == "/v1/p/training-jobs/10/versions"
    assert len(wire.requests) == 1


async def test_missing_versions_are_fetched_page_by_page() -> None:
    wire = Wire(
        versions(1, 2, count=5),
        versions(1, 2, count=5),
        versions(3, 4, count=5),
        versions(5, count=5),
    )
    listing = await wire.client().list_versions(JOB)
    assert [version.version_id for version in listing.versions] == ["1", "2", "3", "4", "5"]
    assert listing.is_complete
    assert [wire.query(number)["page"] for number in range(4)] == ["0", "1", "2", "3"]


async def test_versions_that_never_come_leave_the_listing_incomplete() -> None:
    wire = Wire(versions(1, 2, count=5))
    listing = await wire.client().list_versions(JOB)
    assert len(listing.versions) == 2
    assert not listing.is_complete
    assert len(wire.requests) == 3


async def test_an_empty_page_of_versions_ends_the_search() -> None:
    wire = Wire(versions(1, count=5), versions(count=5))
    assert not (await wire.client().list_versions(JOB)).is_complete
    assert len(wire.requests) == 2


async def test_the_detail_of_a_version_is_one_request() -> None:
    wire = Wire(answer({"is_success": True, "job_id": "10", "version_id": 20, "status": 10}))
    assert (await wire.client().version_detail(JOB, VERSION)).version_id == "20"
    assert wire.requests[0].url.raw_path == b"/v1/p/training-jobs/10/versions/20"


async def test_an_answer_that_makes_no_sense_is_malformed_and_names_the_call() -> None:
    wire = Wire(
        answer({"is_success": True, "job_id": 11, "version_id": 20}, 200, [("X-Request-Id", "r")])
    )
    with pytest.raises(errors.MalformedAnswerError, match="about job_id 11, not 10") as caught:
        await wire.client().version_detail(JOB, VERSION)
    assert caught.value.answer.call.version_id == VERSION
    assert caught.value.answer.request_id == "r"


async def test_workspaces_are_listed() -> None:
    wire = Wire(answer({"total_count": 1, "workspaces": [{"id": 0, "name": "default"}]}))
    (workspace,) = await wire.client().list_workspaces()
    assert (workspace.workspace_id, workspace.name) == ("0", "default")
    assert wire.requests[0].url.path == "/v1/p/workspaces"


WRITES: list[tuple[Callable[[ModelArtsClient], Any], str, bytes, str]] = [
    (
        lambda client: client.delete_version(JOB, VERSION),
        "DELETE",
        b"/v1/p/training-jobs/10/versions/20",
        "delete version 20 of job 10",
    ),
    (lambda client: client.delete_job(JOB), "DELETE", b"/v1/p/training-jobs/10", "delete job 10"),
    (
        lambda client: client.stop_version(JOB, VERSION),
        "POST",
        b"/v1/p/training-jobs/10/versions/20/stop",
        "stop version 20 of job 10",
    ),
]


@pytest.mark.parametrize(("write", "method", "target", "subject"), WRITES)
async def test_a_write_is_one_request_without_a_body(
    write: Callable[[ModelArtsClient], Any], method: str, target: bytes, subject: str
) -> None:
    wire = Wire(answer(DONE))
    told = await write(wire.client())
    (request,) = wire.requests
    assert (request.method, request.url.raw_path, request.content) == (method, target, b"")
    assert told.call.subject == subject
    assert told.http_status == 200


@pytest.mark.parametrize(("write", "_method", "_target", "subject"), WRITES)
@pytest.mark.parametrize(
    ("policy", "error"),
    [
        (WritePolicy.READ_ONLY, errors.ReadOnlyError),
        (WritePolicy.DRY_RUN, errors.DryRunError),
    ],
)
async def test_a_policy_refuses_writes_before_there_is_a_request(
    write: Callable[[ModelArtsClient], Any],
    _method: str,
    _target: bytes,
    subject: str,
    policy: WritePolicy,
    error: type[errors.GuardError],
) -> None:
    wire = Wire(answer(DONE))
    with pytest.raises(error, match=subject):
        await write(wire.client(policy))
    assert wire.requests == []


@pytest.mark.parametrize("policy", [WritePolicy.READ_ONLY, WritePolicy.DRY_RUN])
async def test_a_policy_lets_reads_through(policy: WritePolicy) -> None:
    wire = Wire(versions(1, count=1))
    assert (await wire.client(policy).list_versions(JOB)).is_complete


async def test_ids_cannot_change_where_a_path_points() -> None:
    wire = Wire(answer(DONE))
    await wire.client().delete_version(JobId("../x"), VersionId("2?y#z/"))
    assert wire.requests[0].url.raw_path == b"/v1/p/training-jobs/..%2Fx/versions/2%3Fy%23z%2F"


@pytest.mark.parametrize("text", ["", ".", ".."])
async def test_an_id_that_would_vanish_from_the_path_is_refused(text: str) -> None:
    wire = Wire(answer(DONE))
    with pytest.raises(ValueError, match="not an id"):
        await wire.client().delete_version(JOB, VersionId(text))
    with pytest.raises(ValueError, match="not an id"):
        ModelArtsClient(wire.exchange(), project_id=text)
    assert wire.requests == []


async def test_a_client_can_be_made_of_any_exchange() -> None:
    wire = Wire(jobs(1))
    exchange = Exchange(
        wire.http, base_url="http://127.0.0.1:1", clock=wire.time, sleep=wire.time.sleep
    )
    page = await ModelArtsClient(exchange, project_id="p").jobs_page(JobListQuery(), 1)
    assert ids(page) == ["1"]

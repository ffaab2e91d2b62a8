"""Listing jobs (03_0046): every parameter, its bounds, and what a row says."""

import json
from urllib.parse import quote

import pytest

from mtui.simulator import FAILS_UNDER_200, Service, bulk_service
from mtui.simulator.clocks import ManualClock
from mtui.simulator.records import COMPLETED, RUNNING, WorkspaceRecord
from tests.simulator.caller import JOBS, Caller


def names(caller: Caller, query: str) -> list[object]:
    return [row["job_name"] for row in caller.rows(f"{JOBS}?{query}", "jobs")]


@pytest.fixture
def three(service: Service) -> Service:
    for number, (name, minutes) in enumerate([("beta", 5), ("alpha", 9), ("gamma job", 1)]):
        job = service.project.add_job(name, created_ms=1_600_000_000_000 + number)
        for _ in range(number):
            service.project.add_version(job, status=11)
        service.project.add_version(
            job, status=COMPLETED if number else 12, duration_ms=minutes * 60_000
        )
    return service


def test_a_row_speaks_of_the_newest_version(three: Service, caller: Caller) -> None:
    (row,) = caller.rows(f"{JOBS}?search_content=gamma", "jobs")
    job = next(job for job in three.project.jobs.values() if job.name == "gamma job")
    assert row == {
        "job_id": job.job_id,
        "job_name": "gamma job",
        "version_id": max(job.versions),
        "status": 10,
        "create_time": 1_600_000_000_002,
        "duration": 60_000,
        "job_desc": "",
        "version_count": 3,
        "user": {"name": ""},
    }


@pytest.mark.usefixtures("three")
def test_jobs_come_by_name_ascending_unless_asked_otherwise(caller: Caller) -> None:
    assert names(caller, "") == ["alpha", "beta", "gamma job"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("job_name", ["alpha", "beta", "gamma job"]),
        ("create_time", ["beta", "alpha", "gamma job"]),
        ("duration", ["gamma job", "beta", "alpha"]),
        ("version_count", ["beta", "alpha", "gamma job"]),
        ("status", ["alpha", "gamma job", "beta"]),
        ("job_desc", ["beta", "alpha", "gamma job"]),
    ],
)
def test_jobs_can_be_sorted(caller: Caller, key: str, expected: list[str]) -> None:
    assert names(caller, f"sortBy={key}&order=asc") == expected
    descending = names(caller, f"sortBy={key}&order=desc")
    assert sorted(map(str, descending)) == sorted(expected)
    if key in ("job_name", "create_time", "duration", "version_count"):
        assert descending == expected[::-1]


@pytest.mark.usefixtures("three")
def test_equal_jobs_come_by_id_in_either_direction(caller: Caller) -> None:
    assert names(caller, "sortBy=job_desc&order=desc") == ["beta", "alpha", "gamma job"]


@pytest.mark.usefixtures("three")
def test_pages_are_cut_from_the_sorted_list(caller: Caller) -> None:
    assert names(caller, "per_page=2&page=1") == ["alpha", "beta"]
    assert names(caller, "per_page=2&page=2") == ["gamma job"]
    assert names(caller, "per_page=2&page=3") == []
    assert caller.fields("GET", f"{JOBS}?per_page=1")["job_total_count"] == 3


def test_ten_jobs_make_a_page_unless_asked_otherwise(service: Service, caller: Caller) -> None:
    for number in range(12):
        service.project.add_job(f"job-{number:02}")
    assert len(caller.rows(JOBS, "jobs")) == 10


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("space", ["+", "%20"])
def test_a_search_finds_part_of_a_name_in_any_case(caller: Caller, space: str) -> None:
    assert names(caller, f"search_content=A{space}JoB") == ["gamma job"]


@pytest.mark.usefixtures("three")
def test_a_status_finds_jobs_whose_newest_version_has_it(caller: Caller) -> None:
    assert names(caller, "status=12") == ["beta"]
    assert names(caller, "status=11") == []


def test_a_status_filter_follows_the_versions(three: Service, caller: Caller) -> None:
    job = next(job for job in three.project.jobs.values() if job.name == "beta")
    assert names(caller, "status=8") == []
    three.project.add_version(job, status=RUNNING)
    assert names(caller, "status=8") == ["beta"]


def test_jobs_are_listed_by_workspace(service: Service, caller: Caller) -> None:
    service.project.workspaces["w1"] = WorkspaceRecord("w1", "one")
    service.project.add_job("here", workspace_id="w1")
    service.project.add_job("there")
    assert names(caller, "workspace_id=w1") == ["here"]
    assert names(caller, "") == ["there"]
    assert names(caller, "workspace_id=0") == ["there"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("per_page=0", "0104"),
        ("per_page=1001", "0104"),
        ("per_page=ten", "0107"),
        ("per_page=-1", "0107"),
        ("page=0", "0104"),
        ("page=65536", "0104"),
        ("status=3,5", "0107"),
        ("sortBy=engine_type", "0104"),
        ("order=up", "0104"),
        (f"search_content={'x' * 65}", "0104"),
        ("workspace_id=nowhere", "0102"),
    ],
)
def test_values_out_of_bounds_are_refused(caller: Caller, query: str, code: str) -> None:
    answer = caller.ask("GET", f"{JOBS}?{query}")
    assert answer.status == 400
    body = answer.json()
    assert isinstance(body, dict)
    assert (body["is_success"], body["error_code"]) == (False, f"ModelArts.{code}")
    assert body["error_message"]


def test_a_failure_can_come_under_200_with_the_other_key(service: Service, caller: Caller) -> None:
    service.rules.failure = FAILS_UNDER_200
    answer = caller.ask("GET", f"{JOBS}?order=up")
    assert answer.status == 200
    body = answer.json()
    assert isinstance(body, dict)
    assert set(body) == {"is_success", "error_code", "error_msg"}


def test_the_longest_search_is_accepted(caller: Caller) -> None:
    assert caller.ask("GET", f"{JOBS}?search_content={quote('长' * 64)}").status == 200


def test_a_description_is_changed_at_once(three: Service, caller: Caller) -> None:
    job_id = next(iter(three.project.jobs))
    body = json.dumps({"job_desc": "新的描述"}).encode()
    assert caller.fields("PUT", f"{JOBS}/{job_id}", body) == {"is_success": True}
    assert three.requests[-1].acted
    assert [r["job_desc"] for r in caller.rows(f"{JOBS}?search_content=beta", "jobs")] == [
        "新的描述"
    ]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"job_desc": 3}', b"[" * 100_000])
def test_a_description_that_is_none_is_refused(three: Service, caller: Caller, body: bytes) -> None:
    job_id = next(iter(three.project.jobs))
    assert caller.fields("PUT", f"{JOBS}/{job_id}", body)["error_code"] == "ModelArts.0104"
    assert not three.requests[-1].acted


def test_a_description_may_have_256_characters(three: Service, caller: Caller) -> None:
    job_id = next(iter(three.project.jobs))
    for length, is_fine in ((256, True), (257, False)):
        body = json.dumps({"job_desc": "x" * length}).encode()
        assert caller.fields("PUT", f"{JOBS}/{job_id}", body)["is_success"] is is_fine


def test_overridden_fields_go_out_as_they_are(three: Service, caller: Caller) -> None:
    job = next(iter(three.project.jobs.values()))
    hostile = {"job_name": "[/x]\x1b[2J\ud800", "status": None, "user": 3}
    three.project.override(job, hostile)
    row = next(r for r in caller.rows(JOBS, "jobs") if r["job_id"] == job.job_id)
    assert {key: row[key] for key in hostile} == hostile


def test_a_huge_project_is_walked_page_by_page(clock: ManualClock) -> None:
    service = bulk_service(jobs=2500, clock=clock)
    caller = Caller(service)
    found = [
        row["job_id"]
        for page in (1, 2, 3)
        for row in caller.rows(f"{JOBS}?per_page=1000&page={page}&sortBy=create_time", "jobs")
    ]
    assert sorted(service.project.jobs) == found

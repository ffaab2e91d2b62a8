"""The record of what was asked, the truth, and what importing it costs."""

import subprocess
import sys

import pytest

from mtui.simulator import DEMO_PROJECT_ID, ManualClock, RequestRecord, Service
from tests.simulator.caller import JOBS, Caller


def test_every_request_is_on_record(service: Service, caller: Caller, clock: ManualClock) -> None:
    job = service.project.add_job("one")
    version = service.project.add_version(job)
    target = f"{JOBS}/{job.job_id}/versions/{version.version_id}"
    caller.ask("GET", f"{JOBS}?page=1")
    clock.advance(1)
    caller.ask("DELETE", target)
    caller.headers = {}
    caller.ask("DELETE", target)
    start = clock() - 1
    assert service.requests == [
        RequestRecord(1, start, "GET", JOBS, "page=1", "demo-user", "ok", 200, acted=False),
        RequestRecord(2, start + 1, "DELETE", target, "", "demo-user", "ok", 200, acted=True),
        RequestRecord(3, start + 1, "DELETE", target, "", "", "APIGW.0301", 401, acted=False),
    ]


def test_time_alone_is_no_act(service: Service, caller: Caller, clock: ManualClock) -> None:
    service.project.submit(service.project.add_job("one"), clock())
    clock.advance(3600)
    caller.ask("GET", JOBS)
    assert not service.requests[-1].acted


def test_the_record_is_searched_by_method_and_path(service: Service, caller: Caller) -> None:
    for method, path in (("GET", JOBS), ("DELETE", f"{JOBS}/1"), ("DELETE", f"{JOBS}/2")):
        caller.ask(method, path)
    assert [r.path for r in service.received("DELETE")] == [f"{JOBS}/1", f"{JOBS}/2"]
    assert [r.number for r in service.received(path=r"/2$")] == [3]
    assert len(service.received()) == 3


def test_the_truth_takes_ids_as_text_and_as_numbers(demo: Service) -> None:
    assert demo.version_exists("182626", "278813")
    assert demo.version_exists(182626, 278813, DEMO_PROJECT_ID)
    assert not demo.version_exists(182626, 1)
    assert demo.job_exists("182626")
    assert not demo.job_exists(1, DEMO_PROJECT_ID)


def test_a_service_without_a_project_has_none() -> None:
    with pytest.raises(LookupError):
        _ = Service().project


def test_the_absolute_form_of_a_proxied_request_is_understood(demo: Service) -> None:
    answer = Caller(demo).ask("GET", f"http://modelarts.example.com{JOBS}?per_page=1")
    assert answer.status == 200


def test_a_header_that_is_no_text_harms_nothing(demo: Service) -> None:
    caller = Caller(demo)
    caller.headers = {
        "Authorization": "SDK-HMAC-SHA256 Access=\udcff, SignedHeaders=host, Signature=00"
    }
    assert caller.ask("GET", JOBS).status == 401


def test_the_core_needs_neither_httpx_nor_a_socket() -> None:
    code = (
        "import sys, mtui.simulator as s; s.demo_service();"
        "print(*{'httpx', 'asyncio', 'textual'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""

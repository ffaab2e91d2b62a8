"""The demo's jobs of the second generation: plausible, complete, the same every time."""

import json

from mtui.simulator import DEMO_NOW_S, ManualClock, Service, bulk_service, demo_service
from mtui.simulator.v2.records import JobRecord
from tests.simulator.caller import Caller
from tests.simulator.v2 import JOBS, search

AUTUMN_2026_S = 1_795_000_000.0


def jobs_of(service: Service) -> list[JobRecord]:
    return list(service.project.v2.jobs.values())


def test_there_are_about_30_jobs_in_three_workspaces(demo: Service) -> None:
    assert 28 <= len(jobs_of(demo)) <= 34
    assert {job.workspace_id for job in jobs_of(demo)} == set(demo.project.workspaces)


def test_every_phase_is_there_and_one_that_nobody_knows(demo: Service) -> None:
    assert {job.phase for job in jobs_of(demo)} == {
        *("Creating", "Pending", "Running", "Terminating"),
        *("Completed", "Failed", "Terminated", "Abnormal", "Suspended"),
    }


def test_ids_are_uuids_and_the_same_every_time(demo: Service, clock: ManualClock) -> None:
    ids = [job.job_id for job in jobs_of(demo)]
    assert ids == [job.job_id for job in jobs_of(demo_service(clock=clock))]
    assert len(set(ids)) == len(ids)
    assert all([len(part) for part in job_id.split("-")] == [8, 4, 4, 4, 12] for job_id in ids)


def test_times_lead_up_to_the_clock() -> None:
    service = demo_service(clock=ManualClock(AUTUMN_2026_S))
    for job in jobs_of(service):
        assert 1_672_531_200_000 < job.created_ms <= AUTUMN_2026_S * 1000
        assert (job.started_ms or job.created_ms) + job.duration_ms <= AUTUMN_2026_S * 1000


def test_some_have_nodes_experiments_exit_codes_and_secrets(demo: Service) -> None:
    jobs = jobs_of(demo)
    assert max(job.nodes for job in jobs) >= 16
    assert len({job.experiment for job in jobs if job.experiment}) > 3
    assert {code for job in jobs for code in job.exit_codes} > {0, 1, 137}
    assert sum(job.has_endpoints for job in jobs) == 2
    assert any(sign >= "\u4e00" for job in jobs for sign in job.description)


def test_every_job_can_be_shown(demo: Service) -> None:
    caller = Caller(demo)
    for job in jobs_of(demo):
        fields = caller.fields("GET", f"{JOBS}/{job.job_id}")
        assert json.dumps(fields)
        assert len(job.exit_codes) in (0, job.nodes)


def test_a_huge_project_is_searched_page_by_page(clock: ManualClock) -> None:
    service = bulk_service(jobs=0, v2_jobs=120, clock=clock, now_s=DEMO_NOW_S)
    caller = Caller(service)
    found = []
    for page in range(3):
        items = search(caller, limit=50, offset=page)["items"]
        assert isinstance(items, list)
        found += [item["metadata"]["id"] for item in items]
    assert sorted(found) == sorted(service.project.v2.jobs)

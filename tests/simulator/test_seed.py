"""The demo's data: plausible, complete, and the same every time."""

from mtui.simulator import DEMO_NOW_S, ManualClock, Service, bulk_service, demo_service
from mtui.simulator.records import COMPLETED, KILLED, QUEUED, RUNNING, VersionRecord
from tests.simulator.caller import JOBS, Caller


def versions_of(service: Service) -> list[VersionRecord]:
    return [v for job in service.project.jobs.values() for v in job.versions.values()]


def test_there_are_about_40_jobs_and_150_versions(demo: Service) -> None:
    assert len(demo.project.jobs) == 40
    assert 145 <= len(versions_of(demo)) <= 165


def test_every_status_is_there(demo: Service) -> None:
    assert {version.status for version in versions_of(demo)} == set(range(23))


def test_the_vendors_example_is_there(demo: Service) -> None:
    job = demo.project.jobs[182626]
    assert [v.name for v in job.versions.values() if v.version_id == 278813] == ["V0003"]
    assert "花卉" in job.description


def test_ids_and_times_grow_together(demo: Service) -> None:
    for rows in (
        [(job.created_ms, job.job_id) for job in demo.project.jobs.values()],
        [(version.created_ms, version.version_id) for version in versions_of(demo)],
    ):
        assert sorted(rows) == sorted(rows, key=lambda row: row[1])
        assert len({number for _, number in rows}) == len(rows)


def test_times_lie_between_2020_and_the_end_of_v1(demo: Service) -> None:
    for version in versions_of(demo):
        assert 1_577_836_800_000 < version.created_ms < DEMO_NOW_S * 1000
        ended = (version.started_ms or version.created_ms) + version.duration_ms
        assert ended <= DEMO_NOW_S * 1000
        assert (version.started_ms is None) == (
            version.duration_ms == 0 and version.status != RUNNING
        )


def test_parents_are_older_versions_of_the_same_job(demo: Service) -> None:
    parents = 0
    for version in versions_of(demo):
        if version.pre_version_id is not None:
            parents += 1
            assert version.pre_version_id in version.job.versions
            assert version.pre_version_id < version.version_id
    assert parents == len(versions_of(demo)) - len(demo.project.jobs)


def test_jobs_lie_in_three_workspaces(demo: Service) -> None:
    used = {job.workspace_id for job in demo.project.jobs.values()}
    assert used == set(demo.project.workspaces)
    assert len(used) == 3


def test_names_are_what_the_service_would_accept(demo: Service) -> None:
    names = [job.name for job in demo.project.jobs.values()]
    assert len(set(names)) == len(names)
    assert all(1 <= len(n) <= 64 and n.isascii() for n in names)
    assert max(map(len, names)) >= 60


def test_every_row_and_detail_can_be_asked_for(demo: Service) -> None:
    caller = Caller(demo)
    for job in demo.project.jobs.values():
        rows = caller.rows(f"{JOBS}/{job.job_id}/versions", "versions")
        assert len(rows) == len(job.versions)
        for version_id in job.versions:
            assert caller.ask("GET", f"{JOBS}/{job.job_id}/versions/{version_id}").status == 200


def test_the_data_are_the_same_every_time(clock: ManualClock) -> None:
    first, second = (
        Caller(demo_service(clock=clock)).ask("GET", f"{JOBS}?per_page=1000").body for _ in range(2)
    )
    assert first == second


def test_the_data_can_lead_up_to_another_moment() -> None:
    later = demo_service(clock=ManualClock(DEMO_NOW_S + 1e8), now_s=DEMO_NOW_S + 1e8)
    earlier = demo_service(clock=ManualClock())
    shifts = {
        a.created_ms - b.created_ms
        for a, b in zip(versions_of(later), versions_of(earlier), strict=True)
    }
    assert shifts == {100_000_000_000}


def test_what_waits_or_runs_goes_on_by_itself(demo: Service, clock: ManualClock) -> None:
    alive = [v for v in versions_of(demo) if v.status in (QUEUED, RUNNING)]
    assert len(alive) == 2
    clock.advance(demo.rules.queue_s + demo.rules.run_s)
    demo.job_exists(182626)
    assert [v.status for v in alive] == [COMPLETED, COMPLETED]


def test_old_data_too_have_something_that_runs_and_can_be_stopped() -> None:
    clock = ManualClock(DEMO_NOW_S + 1e8)
    service = demo_service(clock=clock)
    service.job_exists(182626)
    (running,) = (v for v in versions_of(service) if v.status == RUNNING)
    assert running.ran_ms(int(clock() * 1000)) < 24 * 3_600_000
    caller = Caller(service)
    path = f"{JOBS}/{running.job.job_id}/versions/{running.version_id}/stop"
    assert caller.ask("POST", path).status == 200
    clock.advance(service.rules.stop_s)
    service.job_exists(182626)
    assert running.status == KILLED


def test_a_bulk_project_is_as_big_as_asked() -> None:
    service = bulk_service(jobs=500, versions=3, clock=ManualClock())
    assert len(service.project.jobs) == 500
    assert {len(job.versions) for job in service.project.jobs.values()} == {3}
    assert len({job.name for job in service.project.jobs.values()}) == 500

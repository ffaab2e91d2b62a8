"""The pace of a whole run under limits of every kind, in virtual time."""

from __future__ import annotations

import itertools
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mtui.domain.events import RunSlowed
from mtui.domain.jobs import DEFAULT_WORKSPACE
from mtui.domain.targets import target_of_job
from mtui.simulator import RateLimit, effects
from mtui.simulator.seed import plant_bulk

if TYPE_CHECKING:
    from mtui.simulator import Request
    from tests.services.stage import Stage

COMPLETED = 10


class WindowLimit(RateLimit):
    """So many requests in each window of the clock, as gateways count by the second or minute."""

    def __init__(self, count: int, window_s: float, retry_after_s: int | None = None) -> None:
        super().__init__(count / window_s, retry_after_s=retry_after_s)
        self._count = count
        self._window_s = window_s
        self._seen: dict[int, int] = {}

    def refuses(self, request: Request, now_s: float) -> bool:
        del request
        window = int(now_s / self._window_s)
        self._seen[window] = self._seen.get(window, 0) + 1
        is_over = self._seen[window] > self._count
        self.refused += is_over
        return is_over


class Limited(NamedTuple):
    """A limit, and what a run of 400 deletions may make of it."""

    name: str
    limit: RateLimit
    per_s: float
    most: float
    """How many times the ideal time it may take."""
    most_refused: int


LIMITS = (
    Limited("20/s, a bucket of 20", RateLimit(20), 20, 1.1, 60),
    Limited("20/s, a bucket of 60", RateLimit(20, burst=60), 20, 1.1, 60),
    Limited("20/s, a bucket of 2", RateLimit(20, burst=2), 20, 1.3, 60),
    Limited("20/s, Retry-After 1 s", RateLimit(20, retry_after_s=1), 20, 1.3, 60),
    Limited("20/s of deletions alone", RateLimit(20, method="DELETE"), 20, 1.1, 60),
    Limited("20 in each second", WindowLimit(20, 1), 20, 1.3, 80),
    Limited("100 in each 5 s", WindowLimit(100, 5), 20, 1.3, 200),
    Limited("2/s", RateLimit(2), 2, 1.25, 120),
)


@pytest.mark.parametrize("case", LIMITS, ids=lambda case: case.name)
async def test_a_limit_is_learned_and_nothing_is_lost(stage: Stage, case: Limited) -> None:
    stage.policy = replace(stage.policy, concurrency=8)
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 400))
    stage.service.rate_limit = deepcopy(case.limit)
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * 400
    sent = stage.sent()
    assert sent[-1].at_s - sent[0].at_s < case.most * 400 / case.per_s
    assert stage.service.rate_limit.refused < case.most_refused


@pytest.mark.parametrize("keeps_empty_jobs", [True, False])
async def test_a_bucket_of_one_leaves_no_job_unconfirmed(
    stage: Stage, *, keeps_empty_jobs: bool
) -> None:
    stage.service.rules.keeps_empty_jobs = keeps_empty_jobs
    for number in range(4):
        stage.add_job(*[COMPLETED] * number, name=f"resnet-{number}")
    targets = await stage.jobs()
    stage.service.rate_limit = RateLimit(4, burst=1)
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * 4


async def test_a_bucket_of_one_leaves_no_version_unconfirmed(stage: Stage) -> None:
    targets = await stage.versions(*(stage.add_job(*[COMPLETED] * 3) for _ in range(4)))
    stage.service.rate_limit = RateLimit(4, burst=1)
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * 12


async def test_a_bucket_of_one_holds_for_the_survey_of_many_jobs_too(stage: Stage) -> None:
    plant_bulk(stage.service.project, jobs=2100, versions=1, now_s=stage.service.clock())
    targets = (await stage.jobs())[-20:]
    stage.service.rate_limit = RateLimit(4, burst=1)
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * 20


@pytest.mark.parametrize("count", [3, 130])
async def test_a_bucket_of_one_leaves_no_job_without_versions_unconfirmed(
    stage: Stage, count: int
) -> None:
    for number in range(count):
        stage.service.project.v2.add(f"job-{number}", created_ms=1_600_000_000_000 + number)
    catalog = (await stage.session()).v2_catalog
    targets = [
        target_of_job(job) async for chunk in catalog.jobs(DEFAULT_WORKSPACE) for job in chunk.jobs
    ]
    stage.service.rate_limit = RateLimit(4, burst=1)
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * count


async def test_without_a_limit_requests_follow_each_other_at_once(stage: Stage) -> None:
    stage.policy = replace(stage.policy, concurrency=8)
    targets = await stage.versions(*(stage.add_job(*[COMPLETED] * 10) for _ in range(40)))
    await stage.run(targets)
    sent = stage.sent()
    assert sent[-1].at_s - sent[0].at_s < 1.05 * 400 * 0.05 / 8


async def test_looks_leave_the_budget_to_deletions(stage: Stage) -> None:
    targets = await stage.versions(*(stage.add_job(*[COMPLETED] * 40) for _ in range(10)))
    stage.service.rate_limit = RateLimit(20)
    await stage.run(targets)
    last = max(record.number for record in stage.sent())
    looks = [record for record in stage.service.received("GET") if record.number < last]
    assert len(looks) < 0.1 * 400


async def test_one_burst_of_refusals_slows_down_once(stage: Stage) -> None:
    stage.policy = replace(stage.policy, concurrency=6)
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 40))
    stage.service.faults.add(effects.throttled(), method="DELETE", skip=10, times=3)
    run = await stage.run(targets)
    assert sum(line.startswith("slowed") for line in run.story) == 1
    assert run.kinds == ["gone"] * 40


async def test_the_wait_that_the_service_asks_for_is_kept(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    stage.service.faults.add(effects.throttled(30), method="DELETE", skip=6)
    await stage.run(targets)
    moments = [record.at_s for record in stage.service.requests]
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert 29.9 < max(gaps) < 31


async def test_a_wait_of_half_an_hour_is_kept_and_no_patience_is_lost_by_it(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    stage.service.rules.delete_s = 1900
    stage.service.faults.add(effects.throttled(1800), method="DELETE", skip=6)
    stage.policy = replace(stage.policy, concurrency=1)
    run = await stage.run(targets[:7])
    assert run.kinds == ["gone"] * 6 + ["unconfirmed"]  # the last one left after the wait
    moments = [record.at_s for record in stage.service.requests]
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert 1799.9 < max(gaps) < 1801
    (slowed,) = [event for event in run.events if isinstance(event, RunSlowed)]
    assert slowed.is_long


async def test_after_a_long_wait_targets_are_compared_anew(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    stage.service.faults.add(effects.throttled(30), method="DELETE", skip=1)
    plan_id = await stage.start(targets)
    await stage.until(plan_id, RunSlowed)
    stage.set_status(278000, 8)
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 11 + ["skipped"]

"""Deletion of 1,000 versions at 50 ms a request, against what the line alone would take."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtui.domain.jobs import DEFAULT_WORKSPACE, JobId
from mtui.domain.targets import Action, Target, target_of_job, targets_of_listing
from mtui.services.policy import RunPolicy
from mtui.services.session import Session, Surroundings, open_session
from mtui.services.timing import Timing
from mtui.simulator import RateLimit, Service, TickingClock, bulk_service
from mtui.simulator.transport import SimulatorTransport
from tests.bench.figures import Figure
from tests.services.stage import PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 1000
LATENCY_S = 0.05
CONCURRENCY = 8
PER_S = 20


class Shape(NamedTuple):
    """How the targets are spread."""

    name: str
    jobs: int
    versions: int
    as_jobs: bool = False
    v2_jobs: int = 0
    """Jobs without versions, which go in batches."""


SHAPES = (
    Shape("100 jobs × 10 versions", 100, 10),
    Shape("1 job × 1,000 versions", 1, 1000),
    Shape("1,000 whole jobs", 1000, 1, as_jobs=True),
    Shape("1,000 jobs in batches", 0, 0, v2_jobs=1000),
)
LIMITED = Shape("20 jobs × 50 versions", 20, 50)
"""For the limit: each job costs a listing beside its deletions, and that counts too."""


def run() -> Iterator[Figure]:
    """Measure without a limit, then with one, which counts every kind of request."""
    floor_s = COUNT * LATENCY_S / CONCURRENCY
    for shape in SHAPES:
        yield from _figures(shape, floor_s, 1.15)
    yield from _figures(LIMITED, COUNT / PER_S, 1.1, per_s=PER_S)


def _figures(
    shape: Shape, floor_s: float, budget: float, per_s: float | None = None
) -> Iterator[Figure]:
    taken = asyncio.run(measure(shape, per_s))
    name = shape.name if per_s is None else f"{shape.name}, {per_s:g} requests/s"
    yield Figure(f"{name}: lost", taken.lost, "", 0)
    yield Figure(f"{name}: all answered, of {floor_s:g} s", taken.answered_s / floor_s, "×", budget)
    yield Figure(f"{name}: all known to be gone", taken.settled_s / floor_s, "×")
    yield Figure(f"{name}: CPU", taken.cpu_s, "s")
    yield Figure(f"{name}: requests that delete", taken.deletes, "")
    yield Figure(f"{name}: other requests", taken.looks, "")


class Taken(NamedTuple):
    """What a run took."""

    answered_s: float
    """Until the last request that deletes was answered, in seconds."""
    settled_s: float
    """Until all was known, in seconds."""
    cpu_s: float
    deletes: int
    looks: int
    lost: int
    """How many targets were not seen to be gone."""


async def measure(shape: Shape, per_s: float | None = None) -> Taken:
    """Delete everything once, in real time, with a journal on the disk."""
    service = bulk_service(
        jobs=shape.jobs,
        versions=shape.versions,
        v2_jobs=shape.v2_jobs + 1,  # one stays: nobody empties a workspace every day
        clock=TickingClock(),
    )
    with tempfile.TemporaryDirectory() as folder:
        around = Surroundings(
            state_path=Path(folder),
            environ={},
            timing=Timing(now=service.clock),
            policy=RunPolicy(concurrency=CONCURRENCY),
            transport=SimulatorTransport(service, latency_s=LATENCY_S),
        )
        async with open_session(PROFILE, {}, around) as session:
            targets = await _targets(session, service, shape)
            service.requests.clear()
            if per_s is not None:
                service.rate_limit = RateLimit(per_s)
            return await _delete(session, service, targets)


async def _targets(session: Session, service: Service, shape: Shape) -> list[Target]:
    if shape.as_jobs or shape.v2_jobs:
        catalog = session.v2_catalog if shape.v2_jobs else session.catalog
        chunks = catalog.jobs(DEFAULT_WORKSPACE)
        found = [target_of_job(job) async for chunk in chunks for job in chunk.jobs]
        return found[:COUNT]
    listings = [await session.catalog.versions(JobId(str(job))) for job in service.project.jobs]
    return [target for listing in listings for target in targets_of_listing(listing.listing)]


async def _delete(session: Session, service: Service, targets: list[Target]) -> Taken:
    deletions = session.deletions
    plan = deletions.plan(Action.DELETE, targets, read_ms=int(service.clock() * 1000))
    began, cpu_began = time.perf_counter(), time.process_time()
    began_s = service.clock()
    plan_id = await deletions.start(plan, plan.confirmation.phrase)
    async for _ in deletions.watch(plan_id):
        pass
    settled_s = time.perf_counter() - began
    cpu_s = time.process_time() - cpu_began
    sent = service.received("DELETE") + service.received("POST", "/batch-delete$")
    return Taken(
        answered_s=sent[-1].at_s - began_s + LATENCY_S / 2,
        settled_s=settled_s,
        cpu_s=cpu_s,
        deletes=len(sent),
        looks=len(service.requests) - len(sent),
        lost=sum(service.version_exists(t.job_id, t.version_id) for t in targets if t.version_id)
        + sum(service.job_exists(t.job_id) for t in targets if not t.version_id),
    )

"""What the service filters itself: every row that the filter shows comes, and fewer others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.domain.jobs import DEFAULT_WORKSPACE, Generation
from mtui.domain.query import parse_query
from mtui.simulator import seed
from mtui.simulator.v2 import seed as v2_seed

if TYPE_CHECKING:
    from mtui.domain.jobs import TrainingJob
    from mtui.domain.query import ServerFilter
    from tests.services.stage import Stage

V1, V2 = Generation.V1, Generation.V2


async def listed(
    stage: Stage, generation: Generation, only: ServerFilter | None = None
) -> list[TrainingJob]:
    session = await stage.session()
    catalog = session.catalog if generation is V1 else session.v2_catalog
    return [job async for chunk in catalog.jobs(DEFAULT_WORKSPACE, only) for job in chunk.jobs]


@pytest.mark.parametrize(
    ("generation", "text"),
    [
        (V1, "status:10"),
        (V1, "status:11 dur>1h"),
        (V1, "status:running status:8"),
        (V1, "name:2"),
        (V1, "name:2 status:10 nas"),
        (V2, "status:failed"),
        (V2, "status:failed,killed !age<1d"),
        (V2, "age>3d"),
        (V2, "age>9000d"),
        (V2, "age<=1h30m"),
        (V2, "age>1d age<9d status:completed"),
        (V2, "name:3 status:completed"),
    ],
)
async def test_the_same_rows_are_shown_however_little_is_asked_for(
    stage: Stage, generation: Generation, text: str
) -> None:
    now_s = stage.service.clock()
    seed.plant(stage.service.project, now_s, now_s)
    v2_seed.plant(stage.service.project.v2, [DEFAULT_WORKSPACE] * 9, now_s)
    query = parse_query(text)
    only = query.server_filter(generation)
    assert only is not None
    passes = query.job_predicate(int(now_s * 1000))
    whole, part = await listed(stage, generation), await listed(stage, generation, only)
    assert [job.job_id for job in part if passes(job)] == [
        job.job_id for job in whole if passes(job)
    ]
    assert len(part) < len(whole)


async def test_jobs_that_grow_old_enough_while_they_are_shown_were_asked_for(stage: Stage) -> None:
    now_ms = int(stage.service.clock() * 1000)
    hour_ms = 3_600_000
    stage.service.project.v2.add("soon", created_ms=now_ms - 71 * hour_ms)
    stage.service.project.v2.add("late", created_ms=now_ms - hour_ms)
    query = parse_query("age>3d")
    part = await listed(stage, V2, query.server_filter(V2))
    assert [job.name for job in part] == ["soon"]
    assert not query.job_predicate(now_ms)(part[0])
    assert query.job_predicate(now_ms + 2 * hour_ms)(part[0])

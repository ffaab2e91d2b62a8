"""Gone is what the service says is gone: no listing that shows nothing at all is taken for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects, json_response
from tests.services.both import COMPLETED, GENERATIONS, Side

if TYPE_CHECKING:
    from mtui.domain.targets import Target
    from mtui.simulator import Response
    from tests.services.stage import Stage

NOTHING = {
    "v1": {"is_success": True, "job_id": 182000, "version_count": 0, "versions": []},
    "v2": {"total": 0, "count": 0, "items": []},
}
LISTING = {"v1": ("GET", "/versions$"), "v2": ("POST", "searches$")}
BY_ID = {"v1": r"/versions/\d+$", "v2": r"/training-jobs/[0-9a-f-]{36}$"}
COUNT = 10
STAY = (3, 6)
"""Neither first, nor last, nor in the middle."""


@pytest.fixture(params=GENERATIONS)
def side(request: pytest.FixtureRequest, stage: Stage) -> Side:
    stage.service.rules.serves_batches = False
    return Side(stage, request.param)


def keep(side: Side, target: Target) -> None:
    """Let the service accept its deletion and never carry it out."""
    answer = (
        json_response(200, {"is_success": True}) if target.version_id else json_response(202, {})
    )
    path = f"/{target.version_id or target.job_id}$"
    side.stage.service.faults.add(effects.canned(answer), method="DELETE", path=path, times=None)


def lie(side: Side, when: int = COUNT) -> None:
    """Let listings be empty once so many deletions came, whatever there is."""
    service = side.stage.service

    def run(act: effects.Act) -> Response:
        is_time = len(service.received("DELETE")) >= when
        return json_response(200, NOTHING[side.generation]) if is_time else act()

    method, path = LISTING[side.generation]
    service.faults.add(effects.Effect("lie", run), method=method, path=path, times=None)


def asked_by_id(side: Side) -> int:
    return len(side.stage.service.received("GET", BY_ID[side.generation]))


async def test_an_empty_listing_makes_none_gone_that_is_there(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * COUNT)
    for index in STAY:
        keep(side, targets[index])
    lie(side)
    run = await side.stage.run(targets)
    there = [index for index, target in enumerate(targets) if side.stage.is_there(target)]
    assert there == list(STAY)
    assert [run.kinds[index] for index in there] == ["unconfirmed"] * 2
    assert run.kinds.count("gone") == COUNT - 2


async def test_those_that_are_gone_are_asked_for_once(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * COUNT)
    keep(side, targets[STAY[0]])
    lie(side)
    await side.stage.run(targets)
    for index, target in enumerate(targets):
        path = f"/{target.version_id or target.job_id}$"
        count = len(side.stage.service.received("GET", path))
        assert count > 5 if index == STAY[0] else count <= 2


async def test_where_others_are_left_a_listing_is_enough(side: Side) -> None:
    targets = await side.make(*[COMPLETED] * (COUNT + 1))
    run = await side.stage.run(targets[:COUNT])
    assert run.kinds == ["gone"] * COUNT
    assert asked_by_id(side) <= 3


@pytest.mark.parametrize("keeps_empty_jobs", [True, False])
async def test_what_the_service_says_of_an_emptied_job_is_enough(
    stage: Stage, *, keeps_empty_jobs: bool
) -> None:
    stage.service.rules.keeps_empty_jobs = keeps_empty_jobs
    side = Side(stage, "v1")
    run = await stage.run(await side.make(*[COMPLETED] * 30))
    assert run.kinds == ["gone"] * 30
    assert asked_by_id(side) == 0
    assert len(stage.service.received("GET", "/training-jobs$")) <= 2


async def test_a_search_that_shows_another_day_is_enough_for_an_emptied_one(stage: Stage) -> None:
    side = Side(stage, "v2")
    stage.service.project.v2.add("another", created_ms=1_700_000_000_000)
    run = await stage.run(await side.make(*[COMPLETED] * 30))
    assert run.kinds == ["gone"] * 30
    assert asked_by_id(side) <= 3


async def test_where_the_last_jobs_of_all_go_each_is_asked_for(stage: Stage) -> None:
    side = Side(stage, "v2")
    run = await stage.run(await side.make(*[COMPLETED] * 30))
    assert run.kinds == ["gone"] * 30
    assert asked_by_id(side) <= 30


@pytest.mark.parametrize("has_others", [True, False])
async def test_two_empty_listings_make_no_whole_job_gone(stage: Stage, *, has_others: bool) -> None:
    job = stage.add_job(10, 10)
    if has_others:
        stage.add_job(10)
    service = stage.service
    accepted = json_response(200, {"is_success": True})
    service.faults.add(effects.canned(accepted), method="DELETE", times=None)
    nothing = {"is_success": True, "job_total_count": 0, "jobs": []}
    for path, body in (("/versions$", NOTHING["v1"]), ("/training-jobs$", nothing)):
        empty = json_response(200, body)

        def run(act: effects.Act, empty: Response = empty) -> Response:
            return empty if service.received("DELETE") else act()

        service.faults.add(effects.Effect("lie", run), method="GET", path=path, times=None)
    target = next(each for each in await stage.jobs() if each.job_id == job)
    run_of_it = await stage.run([target])
    assert stage.is_there(target)
    assert run_of_it.kinds == ["unconfirmed"]

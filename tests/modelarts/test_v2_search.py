"""Walking through a search whatever ``offset`` means, and however the list moves meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import JobId, WorkspaceId
from mtui.modelarts import JobSearch, SearchFilter
from mtui.modelarts.v2_search import Walk

if TYPE_CHECKING:
    from collections.abc import Callable


class Shelf:
    """A service with so many jobs, newest first."""

    def __init__(self, count: int, *, skips_records: bool, cap: int = 50) -> None:
        self.ids = [JobId(f"j{number}") for number in range(count)]
        self.skips_records = skips_records
        self.cap = cap
        self.asked: list[int] = []

    def page(self, offset: int, limit: int) -> list[JobId]:
        limit = min(limit, self.cap)
        self.asked.append(offset)
        start = offset if self.skips_records else offset * limit
        return self.ids[start : start + limit]

    def walk(
        self,
        limit: int = 50,
        *,
        tells_count: bool = True,
        meanwhile: Callable[[int], None] = lambda _: None,
    ) -> list[JobId]:
        walk = Walk(limit)
        found: list[JobId] = []
        while not walk.is_over:
            assert len(self.asked) < 10 + 10 * (len(self.ids) // limit + 1), "it never ends"
            rows = self.page(walk.offset, limit)
            total = len(self.ids) if tells_count else None
            found += walk.advance(set(rows), len(rows), total)
            meanwhile(len(self.asked))
        return found


@given(
    count=st.integers(0, 130),
    limit=st.integers(1, 50),
    skips_records=st.booleans(),
    tells_count=st.booleans(),
)
def test_every_job_comes_once_by_either_reading(
    count: int, limit: int, *, skips_records: bool, tells_count: bool
) -> None:
    shelf = Shelf(count, skips_records=skips_records)
    found = shelf.walk(limit, tells_count=tells_count)
    assert sorted(found) == sorted(shelf.ids)


@pytest.mark.parametrize("skips_records", [False, True])
def test_the_wrong_reading_costs_one_request(*, skips_records: bool) -> None:
    shelf = Shelf(200, skips_records=skips_records)
    shelf.walk()
    assert shelf.asked == ([0, 1, 51, 101, 151] if skips_records else [0, 1, 2, 3])


@pytest.mark.parametrize("skips_records", [False, True])
def test_smaller_pages_than_asked_for_are_walked_too(*, skips_records: bool) -> None:
    shelf = Shelf(95, skips_records=skips_records, cap=20)
    assert sorted(shelf.walk()) == sorted(shelf.ids)


@pytest.mark.parametrize("skips_records", [False, True])
def test_jobs_that_move_up_while_others_are_deleted_are_not_missed(*, skips_records: bool) -> None:
    shelf = Shelf(160, skips_records=skips_records)

    def delete(asked: int) -> None:
        if asked == 1:
            del shelf.ids[:20]

    assert set(shelf.walk(meanwhile=delete)) >= set(shelf.ids)


@pytest.mark.parametrize("skips_records", [False, True])
def test_jobs_that_move_down_while_others_are_made_come_once(*, skips_records: bool) -> None:
    shelf = Shelf(160, skips_records=skips_records)

    def make(asked: int) -> None:
        if asked == 1:
            shelf.ids[:0] = [JobId(f"new{number}") for number in range(30)]

    found = shelf.walk(meanwhile=make)
    assert len(found) == len(set(found))
    assert set(found) >= {job_id for job_id in shelf.ids if not job_id.startswith("new")}


def test_a_service_that_ignores_offset_is_not_asked_for_ever() -> None:
    walk = Walk(50)
    rows = {JobId(f"j{number}") for number in range(50)}
    asked = 0
    while not walk.is_over:
        asked += 1
        walk.advance(rows, 50, 5000)
    assert asked == 3


def test_a_count_that_is_never_reached_ends_all_the_same() -> None:
    shelf = Shelf(120, skips_records=False)
    walk = Walk(50)
    while not walk.is_over:
        rows = shelf.page(walk.offset, 50)
        walk.advance(set(rows), len(rows), 999)
    assert len(shelf.asked) <= 8


def test_unreadable_rows_do_not_keep_it_walking() -> None:
    walk = Walk(50)
    assert walk.advance({JobId("a")}, 3, 3) == {"a"}
    assert walk.is_over


def test_a_search_says_all_that_it_means() -> None:
    search = JobSearch(
        workspace_id=WorkspaceId("w1"),
        filters=(
            SearchFilter("name", "like", ("训练",)),
            SearchFilter("create_time", "between", ("1", "")),
        ),
        train_type="job",
        tags=(("team", ("cv", "nlp")),),
        host_ips=("192.168.0.1",),
        group_by="kind",
        sort_by="name",
        order="asc",
        limit=7,
    )
    assert json.loads(search.body(3)) == {
        "offset": 3,
        "limit": 7,
        "sort_by": "name",
        "order": "asc",
        "group_by": "kind",
        "workspace_id": "w1",
        "train_type": "job",
        "tags": [{"key": "team", "values": ["cv", "nlp"]}],
        "host_ips": ["192.168.0.1"],
        "filters": [
            {"key": "name", "operator": "like", "value": ["训练"]},
            {"key": "create_time", "operator": "between", "value": ["1", ""]},
        ],
    }


def test_a_plain_search_names_order_and_workspace() -> None:
    assert json.loads(JobSearch().body(0)) == {
        "offset": 0,
        "limit": 50,
        "sort_by": "create_time",
        "order": "desc",
        "workspace_id": "0",
        "filters": [],
    }


@pytest.mark.parametrize(
    ("key", "operator", "values"),
    [
        ("colour", "in", ("red",)),
        ("name", "between", ("a", "b")),
        ("create_time", "in", ("1",)),
        ("create_time", "between", ("1",)),
    ],
)
def test_a_filter_that_the_service_does_not_take_cannot_be_made(
    key: str, operator: str, values: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"filter|create_time"):
        SearchFilter(key, operator, values)  # type: ignore[arg-type]  # a person's text


@pytest.mark.parametrize("limit", [0, 51])
def test_pages_are_no_longer_than_the_service_takes(limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        JobSearch(limit=limit)

"""A long search is read several pages at once, and no job that stays is lost or doubled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import JobId, TrainingJob
from mtui.domain.status import status_from_code
from mtui.modelarts.decode import JobRows
from mtui.modelarts.paging import AT_ONCE
from mtui.modelarts.v2_paging import found_pages
from mtui.modelarts.v2_search import Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.domain.jobs import Page

LIMIT = 10


class Shelf:
    """A search that can find other jobs with every answer."""

    def __init__(
        self, count: int, *, skips_records: bool = False, tells_count: bool = True, cap: int = LIMIT
    ) -> None:
        self.ids = list(range(count, 0, -1))
        self.asked: list[int] = []
        self.in_flight = self.most_in_flight = self.answered = 0
        self.before_answer: Callable[[int], None] = lambda _: None
        self.turns: Callable[[int], int] = lambda _: 1
        """How long an answer takes, by its offset."""
        self._skips_records = skips_records
        self._tells_count = tells_count
        self.cap: Callable[[int], int] = lambda _: cap
        """How many rows an answer has at most, by its offset."""

    async def read(self, offset: int) -> JobRows:
        self.asked.append(offset)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            for _ in range(self.turns(offset)):
                await asyncio.sleep(0)
        finally:
            self.in_flight -= 1
        self.answered += 1
        self.before_answer(self.answered)
        cap = self.cap(offset)
        start = offset if self._skips_records else offset * cap
        rows = tuple(map(job, self.ids[start : start + cap]))
        return JobRows(rows, len(rows), len(self.ids) if self._tells_count else None)

    async def walk(self) -> list[Page[TrainingJob]]:
        return [page async for page in found_pages(self.read, Walk(LIMIT))]


def job(number: int) -> TrainingJob:
    return TrainingJob(JobId(f"j{number}"), f"job-{number}", status_from_code("Failed"))


def ids(pages: list[Page[TrainingJob]]) -> list[int]:
    return [int(each.job_id[1:]) for page in pages for each in page.items]


@pytest.mark.parametrize("skips_records", [False, True])
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 40, 95, 100])
async def test_all_come_once_and_in_order_and_the_end_is_told_once(
    count: int, *, skips_records: bool
) -> None:
    shelf = Shelf(count, skips_records=skips_records)
    pages = await shelf.walk()
    assert ids(pages) == shelf.ids
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize(
    ("skips_records", "offsets"),
    [(False, [0, 1, 2, 3, 4, 5, 6]), (True, [0, 1, 11, 21, 31, 41, 51, 61])],
)
async def test_two_answers_show_where_pages_begin_and_then_several_are_asked_for(
    offsets: list[int], *, skips_records: bool
) -> None:
    shelf = Shelf(70, skips_records=skips_records)
    listing = found_pages(shelf.read, Walk(LIMIT))
    await anext(listing)
    await anext(listing)
    assert shelf.asked == [0, 1]
    await anext(listing)
    assert shelf.asked == offsets[: 2 + AT_ONCE]
    assert [page.number async for page in listing] == list(range(4, len(offsets) + 1))
    assert shelf.asked == offsets  # none past the end
    assert shelf.most_in_flight == AT_ONCE


async def test_answers_that_come_out_of_turn_are_handed_on_in_order() -> None:
    shelf = Shelf(100)
    shelf.turns = lambda offset: 50 - 4 * offset
    assert ids(await shelf.walk()) == shelf.ids


async def test_without_a_count_pages_come_one_by_one() -> None:
    shelf = Shelf(45, tells_count=False)
    assert ids(await shelf.walk()) == shelf.ids
    assert shelf.most_in_flight == 1


@pytest.mark.parametrize("skips_records", [False, True])
async def test_a_service_that_sends_fewer_rows_than_asked_for_is_read_to_its_end(
    *, skips_records: bool
) -> None:
    shelf = Shelf(43, skips_records=skips_records, cap=4)
    assert ids(await shelf.walk()) == shelf.ids
    assert shelf.most_in_flight == AT_ONCE


async def test_where_pages_differ_in_length_no_more_are_under_way_at_once() -> None:
    shelf = Shelf(300, skips_records=True)
    shelf.cap = lambda offset: 10 - offset // 10 % 3
    wanted = {0, 1}
    while max(wanted) < 300:
        wanted.add(max(wanted) + shelf.cap(max(wanted)))
    shelf.turns = lambda offset: 1 if offset in wanted else 10_000
    assert ids(await shelf.walk()) == shelf.ids
    assert shelf.most_in_flight == AT_ONCE


async def test_an_answer_that_fails_ends_the_listing_and_leaves_nothing_under_way() -> None:
    shelf = Shelf(200)

    def fail(count: int) -> None:
        if count == 7:
            raise OSError("the connection broke")

    shelf.before_answer = fail
    listing = found_pages(shelf.read, Walk(LIMIT))
    found = [await anext(listing) for _ in range(6)]
    with pytest.raises(OSError, match="the connection broke"):
        await anext(listing)
    assert ids(found) == shelf.ids[:60]
    assert not asyncio.all_tasks() - {asyncio.current_task()}
    assert shelf.in_flight == 0


async def test_leaving_early_leaves_nothing_under_way() -> None:
    shelf = Shelf(200)
    shelf.turns = lambda offset: 1 + 5 * offset
    listing = found_pages(shelf.read, Walk(LIMIT))
    for _ in range(3):
        await anext(listing)
    assert shelf.in_flight
    await listing.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert shelf.in_flight == 0


@given(
    count=st.integers(11, 130),
    deletions=st.dictionaries(
        st.integers(1, 20), st.lists(st.integers(1, 130), max_size=12), max_size=2
    ),
    turns=st.dictionaries(st.integers(0, 13), st.integers(1, 9), max_size=6),
    skips_records=st.booleans(),
)
async def test_what_stays_is_found_once_whatever_goes_meanwhile(
    count: int, deletions: dict[int, list[int]], turns: dict[int, int], *, skips_records: bool
) -> None:
    shelf = Shelf(count, skips_records=skips_records)
    shelf.turns = lambda offset: turns.get(offset // (LIMIT if skips_records else 1), 1)
    stays = set(shelf.ids) - {each for gone in deletions.values() for each in gone}

    def delete(number: int) -> None:
        gone = set(deletions.get(number, ()))
        shelf.ids = [each for each in shelf.ids if each not in gone]

    shelf.before_answer = delete
    pages = await shelf.walk()
    found = ids(pages)
    assert len(found) == len(set(found))
    assert stays <= set(found)
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert shelf.in_flight == 0

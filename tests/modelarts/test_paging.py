"""A long list is read several pages at once, in order, and no row that stays is lost or doubled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import JobId, TrainingJob
from mtui.domain.status import status_from_code
from mtui.modelarts.decode import JobRows
from mtui.modelarts.paging import AT_ONCE, job_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.domain.jobs import Page

PER_PAGE = 10


class Shelf:
    """A job list that can change with every page that is read from it."""

    def __init__(self, count: int, *, tells_total: bool = True, most: int = PER_PAGE) -> None:
        self.ids = list(range(count, 0, -1))
        self.reads: list[int] = []
        self.in_flight = self.most_in_flight = self.answered = 0
        self.before_read: Callable[[int], None] = lambda _: None
        self._tells_total = tells_total
        self._most = most

    async def read(self, number: int) -> JobRows:
        self.reads.append(number)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        self.answered += 1
        self.before_read(self.answered)
        start = (number - 1) * self._most
        rows = tuple(map(job, self.ids[start : start + self._most]))
        return JobRows(rows, len(rows), len(self.ids) if self._tells_total else None)


def job(number: int) -> TrainingJob:
    return TrainingJob(JobId(str(number)), f"job-{number}", status_from_code("10"))


async def walk(shelf: Shelf) -> list[Page[TrainingJob]]:
    return [page async for page in job_pages(shelf.read, per_page=PER_PAGE)]


def ids(pages: list[Page[TrainingJob]]) -> list[int]:
    return [int(each.job_id) for page in pages for each in page.items]


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 40, 95, 100])
async def test_all_come_once_and_in_order_and_the_end_is_told_once(count: int) -> None:
    shelf = Shelf(count)
    pages = await walk(shelf)
    assert ids(pages) == shelf.ids
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


async def test_the_first_page_comes_alone_and_then_several_at_once() -> None:
    shelf = Shelf(200)
    listing = job_pages(shelf.read, per_page=PER_PAGE)
    await anext(listing)
    assert shelf.reads == [1]
    await anext(listing)
    assert shelf.reads == [1, 2, 3, 4, 5]
    assert [page.number async for page in listing] == list(range(3, len(shelf.reads) + 1))
    assert shelf.most_in_flight == AT_ONCE


async def test_without_a_total_pages_come_one_by_one() -> None:
    shelf = Shelf(45, tells_total=False)
    assert ids(await walk(shelf)) == shelf.ids
    assert shelf.most_in_flight == 1


async def test_a_service_that_sends_fewer_rows_than_asked_for_is_read_to_its_end() -> None:
    shelf = Shelf(43, most=4)
    assert ids(await walk(shelf)) == shelf.ids
    assert shelf.most_in_flight == AT_ONCE


async def test_a_page_that_fails_ends_the_listing_and_leaves_nothing_under_way() -> None:
    shelf = Shelf(200)

    def fail(count: int) -> None:
        if count == 7:
            raise OSError("the connection broke")

    shelf.before_read = fail
    listing = job_pages(shelf.read, per_page=PER_PAGE)
    found = [await anext(listing) for _ in range(6)]
    with pytest.raises(OSError, match="the connection broke"):
        await anext(listing)
    assert ids(found) == shelf.ids[:60]
    assert not asyncio.all_tasks() - {asyncio.current_task()}


async def test_leaving_early_leaves_nothing_under_way() -> None:
    listing = job_pages(Shelf(200).read, per_page=PER_PAGE)
    await anext(listing)
    await anext(listing)
    await listing.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert not asyncio.all_tasks() - {asyncio.current_task()}


@given(
    st.integers(11, 130),
    st.dictionaries(st.integers(2, 20), st.lists(st.integers(1, 130), max_size=12), max_size=4),
    st.dictionaries(st.integers(2, 20), st.integers(1, 3), max_size=2),
)
async def test_what_stays_is_found_once_whatever_goes_or_comes_meanwhile(
    count: int, deletions: dict[int, list[int]], additions: dict[int, int]
) -> None:
    shelf = Shelf(count)
    stays = set(shelf.ids) - {each for gone in deletions.values() for each in gone}

    changed_at = 0

    def change(number: int) -> None:
        nonlocal changed_at
        if number in deletions or number in additions:
            changed_at = number
        gone = set(deletions.get(number, ()))
        shelf.ids = [each for each in shelf.ids if each not in gone]
        new = additions.get(number, 0)
        shelf.ids[:0] = range(1000 * number + new, 1000 * number, -1)

    shelf.before_read = change
    pages = await walk(shelf)
    found = ids(pages)
    assert len(found) == len(set(found))
    pages_of_a_reading = max(shelf.reads)
    if changed_at <= len(shelf.reads) - pages_of_a_reading:  # the last reading met no change
        assert stays <= set(found)
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]


async def test_a_list_that_never_stays_the_same_comes_to_an_end() -> None:
    shelf = Shelf(60)
    shelf.before_read = lambda number: shelf.ids.insert(0, 1000 + number)
    pages = await walk(shelf)
    assert pages[-1].is_last
    assert len(shelf.reads) < 40

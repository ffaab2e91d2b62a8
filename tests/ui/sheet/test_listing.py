"""The cursor and the window while rows come, go and change places."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from mtui.ui.sheet.listing import Listing
from tests.ui.widgets.listings import Item, items, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

HEIGHT = 10
FILTERS: tuple[Callable[[Item], bool], ...] = (
    lambda item: (item.size or 0) % 5 != 1,
    lambda item: (item.size or 0) > 20,
    lambda item: item.key.endswith("7"),
)


def by_size(item: Item) -> int | None:
    return item.size


def listing_of(count: int) -> Listing[Item]:
    listing = Listing(key_of)
    listing.window.resize(HEIGHT)
    listing.set_rows(items(count))
    return listing


def cursor_key(listing: Listing[Item]) -> str | None:
    row = listing.cursor_row
    return None if row is None else row.key


def window_keys(listing: Listing[Item]) -> list[str]:
    window = listing.window
    return [row.key for row in listing.model.visible[window.top : window.top + window.height]]


def expected_key(before: list[str], cursor: str | None, after: list[str]) -> str | None:
    """The cursor's key, or that of the next surviving row, told without the code under test."""
    if not after:
        return None
    if cursor is None:
        return after[0]
    place = before.index(cursor)
    candidates = [*before[place:], *reversed(before[:place])]
    surviving = set(after)
    return next((key for key in candidates if key in surviving), after[0])


def expected_line(line: int, index: int, count: int) -> int:
    """The screen line before, except where a list's end would leave lines empty."""
    fewest_above = max(0, index - max(0, count - HEIGHT))
    return max(fewest_above, min(line, index))


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_random_changes_leave_the_cursor_on_its_row_and_line(seed: int) -> None:
    rng = random.Random(seed)
    listing = listing_of(40)
    rows = list(listing.model.visible)
    marked: set[str] = set()
    next_key = 1_000

    for _ in range(1_000):
        before = [row.key for row in listing.model.visible]
        cursor, line = cursor_key(listing), listing.window.screen_line
        match rng.choice(["insert", "remove", "sort", "filter", "unfilter", "move", "mark"]):
            case "insert":
                fresh = [Item(str(next_key + n), size=rng.randrange(50)) for n in range(4)]
                next_key += 4
                place = rng.randrange(len(rows) + 1)
                rows[place:place] = fresh
                listing.set_rows(tuple(rows))
            case "remove":
                gone = set(rng.sample(rows, min(len(rows), rng.randrange(8))))
                rows = [row for row in rows if row not in gone]
                listing.set_rows(tuple(rows))
            case "sort":
                key = rng.choice([None, by_size, key_of])
                listing.sort_by(key, is_descending=rng.random() < 0.5)
            case "filter":
                listing.filter_by(rng.choice(FILTERS))
            case "unfilter":
                listing.filter_by(None)
            case "move":
                listing.move_to(rng.randrange(len(rows) + 1))
                before, cursor = [row.key for row in listing.model.visible], cursor_key(listing)
                line = listing.window.screen_line
            case _:
                listing.toggle_mark()
                marked ^= set() if cursor is None else {cursor}

        after = [row.key for row in listing.model.visible]
        assert cursor_key(listing) == expected_key(before, cursor, after)
        marked &= {row.key for row in rows}
        assert listing.model.marks == marked
        if cursor is not None and after:
            index = listing.window.cursor
            assert listing.window.screen_line == expected_line(line, index, len(after))
        if after:
            assert cursor_key(listing) in window_keys(listing)


def test_when_its_row_goes_the_cursor_is_on_the_next_one_below_else_above() -> None:
    listing = listing_of(5)
    listing.move_to(3)

    listing.set_rows(items(3) + items(1, start=4))
    assert cursor_key(listing) == "4"
    listing.set_rows(items(2))
    assert cursor_key(listing) == "1"
    listing.set_rows(())
    assert cursor_key(listing) is None
    assert listing.position == (0, 0)


def test_removing_rows_above_moves_neither_row_nor_line() -> None:
    listing = listing_of(100)
    listing.move_to(50)
    line = listing.window.screen_line

    listing.set_rows(items(80, start=20))

    assert cursor_key(listing) == "50"
    assert listing.window.screen_line == line


def test_while_pages_come_a_cursor_nobody_moved_stays_on_top() -> None:
    listing = Listing(key_of)
    listing.window.resize(HEIGHT)
    listing.sort_by(lambda item: item.size, is_descending=True)

    listing.set_rows(items(10), is_complete=False)
    listing.set_rows(items(20), is_complete=False)
    assert cursor_key(listing) == "19"
    listing.move_to(1)
    listing.set_rows(items(30), is_complete=False)
    assert cursor_key(listing) == "18"


def test_a_refresh_does_not_put_another_row_under_a_cursor_nobody_moved() -> None:
    listing = listing_of(10)

    listing.set_rows((Item("new"), *items(10)))

    assert cursor_key(listing) == "0"
    assert listing.position == (2, 11)


def test_a_cursor_that_leaves_the_window_takes_it_along_by_half_a_window() -> None:
    listing = listing_of(100)
    tops = set()
    for index in range(40):
        listing.move_to(index)
        tops.add(listing.window.top)
        assert cursor_key(listing) in window_keys(listing)

    assert len(tops) <= 8


def test_pages_keep_the_cursor_on_its_line_and_end_on_the_last_row() -> None:
    listing = listing_of(35)
    listing.move_to(4)

    listing.page(HEIGHT)
    assert (cursor_key(listing), listing.window.screen_line) == ("14", 4)
    listing.page(HEIGHT)
    listing.page(HEIGHT)
    listing.page(HEIGHT)
    assert cursor_key(listing) == "34"
    assert window_keys(listing)[-1] == "34"
    for _ in range(4):
        listing.page(-HEIGHT)
    assert (cursor_key(listing), listing.window.top) == ("0", 0)


def test_the_wheel_moves_the_window_and_takes_the_cursor_along_at_its_edge() -> None:
    listing = listing_of(30)

    listing.scroll(3)
    assert (listing.window.top, cursor_key(listing)) == (3, "3")
    listing.move_to(8)
    listing.scroll(3)
    assert (listing.window.top, cursor_key(listing)) == (6, "8")
    listing.scroll(-100)
    assert (listing.window.top, cursor_key(listing)) == (0, "8")
    listing.scroll(100)
    assert (listing.window.top, cursor_key(listing)) == (20, "20")


def test_a_smaller_window_keeps_the_cursor_in_sight() -> None:
    listing = listing_of(30)
    listing.move_to(9)

    listing.window.resize(4)

    assert "9" in window_keys(listing)
    assert len(window_keys(listing)) == 4


@pytest.mark.parametrize("row", [0, 3, 29])
def test_a_window_that_was_shut_opens_on_the_cursor(row: int) -> None:
    listing = listing_of(30)
    listing.window.resize(0)
    listing.move_to(row)
    listing.set_rows(items(30, start=1))
    key = cursor_key(listing)

    listing.window.resize(HEIGHT)

    assert key in window_keys(listing)
    assert len(window_keys(listing)) == HEIGHT


def test_a_range_goes_from_the_last_mark_to_the_cursor_in_either_direction() -> None:
    listing = listing_of(20)
    listing.move_to(5)
    listing.toggle_mark()
    listing.move_to(3)
    listing.mark_range()
    assert listing.model.marks == {"3", "4", "5"}
    listing.move_to(1)
    listing.mark_range()
    assert listing.model.marks == {"1", "2", "3", "4", "5"}


def test_a_range_without_a_beginning_marks_the_row_with_the_cursor() -> None:
    listing = listing_of(5)
    listing.move_to(2)
    listing.mark_range()
    assert listing.model.marks == {"2"}


def test_the_cursor_goes_to_a_key_that_is_visible() -> None:
    listing = listing_of(50)

    assert listing.move_to_key("33")
    assert cursor_key(listing) == "33"
    assert "33" in window_keys(listing)
    assert not listing.move_to_key("no such row")
    assert cursor_key(listing) == "33"

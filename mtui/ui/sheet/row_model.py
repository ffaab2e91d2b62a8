"""The rows behind a table: kept by key, sorted, filtered, marked. Pure, with no screen in sight."""

from __future__ import annotations

import operator
from bisect import bisect_left
from functools import cmp_to_key
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

R = TypeVar("R")

_MERGING_PAYS = 4
"""Rows that there must be for each new one, for merging to be faster than sorting anew."""


class RowModel(Generic[R]):
    """All rows, and the visible ones among them in order.

    Nothing that a single key press needs takes time in proportion to the number of rows, except
    sorting, filtering and marking all.
    """

    def __init__(self, key: Callable[[R], str]) -> None:
        self.key = key
        self._given: tuple[R, ...] = ()
        self._by_key: dict[str, R] = {}
        self._sort_value: Callable[[R], Any] | None = None
        self._is_descending = False
        self._predicate: Callable[[R], bool] | None = None
        self._ordered: list[R] = []
        self._visible: list[R] = []
        self._marks: dict[str, R] = {}
        self._hidden_marks = 0

    @property
    def visible(self) -> Sequence[R]:
        """The rows that pass the filter, in order."""
        return self._visible

    @property
    def total(self) -> int:
        """How many rows there are, filtered out or not."""
        return len(self._by_key)

    @property
    def marks(self) -> frozenset[str]:
        """The keys of all marked rows, filtered out or not."""
        return frozenset(self._marks)

    @property
    def mark_count(self) -> int:
        """How many rows are marked, filtered out or not."""
        return len(self._marks)

    @property
    def hidden_mark_count(self) -> int:
        """How many of the marked rows the filter hides."""
        return self._hidden_marks

    def row(self, key: str) -> R | None:
        """Return the row with this key, filtered out or not."""
        return self._by_key.get(key)

    def is_marked(self, key: str) -> bool:
        """Return whether the row with this key is marked."""
        return key in self._marks

    def marked_rows(self) -> list[R]:
        """Return the marked rows, in the order in which they were marked."""
        return [self._by_key[key] for key in self._marks if key in self._by_key]

    def locate(self, before: Sequence[R], index: int) -> int:
        """Return where the row that was at `index` of `before` is now.

        When it is not visible any more, its next surviving neighbour counts: the first one below
        it, else the last one above it; 0 when none is left.
        """
        visible = self._visible
        if not visible or not before:
            return 0
        key = self.key
        if index < len(visible) and key(visible[index]) == key(before[index]):
            return index
        places = {key(row): place for place, row in enumerate(visible)}
        for old in chain(range(index, len(before)), range(index - 1, -1, -1)):
            place = places.get(key(before[old]))
            if place is not None:
                return place
        return 0

    def set_rows(self, rows: Sequence[R], *, is_complete: bool = True) -> tuple[R, ...]:
        """Take these rows instead of the ones before; return the marked rows that vanished.

        Rows that are added behind the ones before, as pages are, cost little: the others are
        recognised by being the same objects.

        Args:
            rows: all rows; of two with one key the later counts.
            is_complete: whether a key that is missing is gone for good. Before the last page
                came it is not, and its mark waits for it.
        """
        given = tuple(rows)
        known = len(self._given)
        if 0 < known <= len(given) and all(map(operator.is_, self._given, given)):
            self._append(given[known:])
        else:
            self._by_key = {self.key(row): row for row in given}
            self._sort()
        self._given = given
        dropped = self._update_marks(is_complete=is_complete)
        self._count_hidden_marks()
        return dropped

    def sort_by(self, value: Callable[[R], Any] | None, *, is_descending: bool = False) -> None:
        """Order by a value, then by key; rows whose value is None come last either way.

        Args:
            value: None keeps the order in which the rows were given.
            is_descending: the largest value first.
        """
        self._sort_value = value
        self._is_descending = is_descending
        self._sort()

    def filter_by(self, predicate: Callable[[R], bool] | None) -> None:
        """Show only the rows for which the predicate holds; None shows all."""
        self._predicate = predicate
        self._filter()
        self._count_hidden_marks()

    def mark(self, rows: Iterable[R]) -> None:
        """Mark visible rows."""
        self._marks.update((self.key(row), row) for row in rows)

    def unmark(self, keys: Iterable[str]) -> None:
        """Unmark rows, hidden ones too."""
        for key in keys:
            self._marks.pop(key, None)
        self._count_hidden_marks()

    def toggle_mark(self, row: R) -> bool:
        """Mark a visible row or unmark it; return whether it is marked now."""
        key = self.key(row)
        if self._marks.pop(key, None) is None:
            self._marks[key] = row
        return key in self._marks

    def invert_marks(self) -> None:
        """Swap marked and unmarked among the visible rows."""
        for row in self._visible:
            self.toggle_mark(row)

    def clear_marks(self) -> None:
        """Unmark every row, hidden ones too."""
        self._marks.clear()
        self._hidden_marks = 0

    def _append(self, rows: Sequence[R]) -> None:
        """Add rows behind those given before; cheap when they also sort behind them."""
        fresh = {self.key(row): row for row in rows}
        is_disjoint = fresh.keys().isdisjoint(self._by_key)
        self._by_key |= fresh
        tail = self._in_order(fresh)
        if not is_disjoint or len(tail) * _MERGING_PAYS > len(self._ordered):
            self._sort()
        elif tail and self._sort_value and self._compare(self._ordered[-1], tail[0]) > 0:
            self._merge(tail)
            self._filter()
        else:
            self._ordered.extend(tail)
            self._visible.extend(filter(self._predicate, tail) if self._predicate else tail)

    def _merge(self, rows: list[R]) -> None:
        """Put rows that are in order among those that are, without looking at all of these."""
        rank = cmp_to_key(self._compare)
        merged: list[R] = []
        start = 0
        for row in rows:
            place = bisect_left(self._ordered, rank(row), lo=start, key=rank)
            merged += self._ordered[start:place]
            merged.append(row)
            start = place
        self._ordered = merged + self._ordered[start:]

    def _compare(self, one: R, other: R) -> int:
        """Return below 0 when `one` belongs before `other`, above 0 when behind it."""
        assert self._sort_value is not None  # noqa: S101 - without it nothing is compared
        value, other_value = self._sort_value(one), self._sort_value(other)
        if value == other_value:
            key, other_key = self.key(one), self.key(other)
            return -1 if (len(key), key) < (len(other_key), other_key) else 1
        if value is None or other_value is None:
            return 1 if value is None else -1
        return -1 if (value < other_value) != self._is_descending else 1

    def _sort(self) -> None:
        self._ordered = self._in_order(self._by_key)
        self._filter()

    def _in_order(self, by_key: dict[str, R]) -> list[R]:
        """Return rows by value, those without one last, and among equals key 9 before 10.

        Every pass is a stable sort by plain strings or numbers, for which Python has fast paths
        that it lacks for tuples.
        """
        if self._sort_value is None:
            return list(by_key.values())
        keys = sorted(by_key)
        keys.sort(key=len)
        rows = [by_key[key] for key in keys]
        values = [self._sort_value(row) for row in rows]
        places = [place for place, value in enumerate(values) if value is not None]
        places.sort(key=values.__getitem__, reverse=self._is_descending)
        places += [place for place, value in enumerate(values) if value is None]
        return [rows[place] for place in places]

    def _filter(self) -> None:
        predicate = self._predicate
        self._visible = [*filter(predicate, self._ordered)] if predicate else [*self._ordered]

    def _update_marks(self, *, is_complete: bool) -> tuple[R, ...]:
        """Let marks hold the rows of now; return those whose row is gone for good."""
        marks = self._marks
        marks.update((key, self._by_key[key]) for key in marks if key in self._by_key)
        if not is_complete:
            return ()
        vanished = [key for key in marks if key not in self._by_key]
        return tuple(marks.pop(key) for key in vanished)

    def _count_hidden_marks(self) -> None:
        """Count marked rows that the filter hides; marks of rows not loaded yet are not hidden."""
        if self._predicate is None or not self._marks:
            self._hidden_marks = 0
            return
        predicate = self._predicate
        self._hidden_marks = sum(not predicate(row) for row in self.marked_rows())

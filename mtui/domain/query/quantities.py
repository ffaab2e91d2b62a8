"""Spans of time and counts as a person types them, and comparisons with them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.domain.query.refusal import QueryError, shown

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY_MS = 86_400_000
_YEAR_MS = 31_556_952_000
_UNITS_MS = {
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": _DAY_MS,
    "w": 7 * _DAY_MS,
    "mo": _YEAR_MS // 12,
    "y": _YEAR_MS,
}
_SPAN_PART = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)(mo|[smhdwy])")
_COUNT = re.compile(r"[0-9]{1,12}")

PLAUSIBLE_MS = 100 * _YEAR_MS
"""Times further off than a hundred years are the service's mistakes: they count as not known."""

_OPPOSITES = {">": "<=", "<=": ">", "<": ">=", ">=": "<", "=": "!=", "!=": "="}


@frozen
class Comparison:
    """A comparison with a whole number; what is not known compares as false, never as true."""

    operator: str
    """One of ``<``, ``<=``, ``>``, ``>=``, ``=``, ``!=``."""
    value: int

    @property
    def opposite(self) -> Comparison:
        """The comparison that holds for every other number."""
        return Comparison(_OPPOSITES[self.operator], self.value)

    def bounds(self, lowest: int, highest: int) -> tuple[int, int]:
        """Return the least and the greatest number between two for which an order holds.

        Raises:
            ValueError: it compares for equality, not for order.
        """
        match self.operator:
            case "<":
                return lowest, min(highest, self.value - 1)
            case "<=":
                return lowest, min(highest, self.value)
            case ">":
                return max(lowest, self.value + 1), highest
            case ">=":
                return max(lowest, self.value), highest
            case _:
                raise ValueError(f"{self.operator} is not an order")

    def test(self) -> Callable[[int | None], bool]:
        """Return what a number must pass."""
        value = self.value
        match self.operator:
            case "<":
                return lambda number: number is not None and number < value
            case "<=":
                return lambda number: number is not None and number <= value
            case ">":
                return lambda number: number is not None and number > value
            case ">=":
                return lambda number: number is not None and number >= value
            case "=":
                return lambda number: number == value
            case _:
                return lambda number: number is not None and number != value


def parse_span(text: str, position: int) -> int:
    """Return a span of time such as ``30d``, ``1.5h`` or ``1d12h`` in milliseconds.

    Raises:
        QueryError: it is none, or has no unit.
    """
    total = Fraction(0)
    at = 0
    while at < len(text):
        part = _SPAN_PART.match(text, at)
        if part is None:
            break
        total += Fraction(part[1]) * _UNITS_MS[part[2]]
        at = part.end()
    if at == len(text) and text:
        return int(total)
    if _COUNT.fullmatch(text):
        raise QueryError(f"{text} needs a unit: s, m, h, d, w, mo or y, such as {text}d.", position)
    raise QueryError(f"{shown(text)} is not a time; write it like 90s, 30m, 1.5h or 7d.", position)


def parse_count(text: str, position: int) -> int:
    """Return a whole number from 0.

    Raises:
        QueryError: it is none.
    """
    if not _COUNT.fullmatch(text):
        raise QueryError(f"{shown(text)} is not a whole number.", position)
    return int(text)

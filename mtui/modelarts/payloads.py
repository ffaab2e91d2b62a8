"""Lists in answers, read with tolerance, yet never so that nothing passes for "nothing there"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.modelarts.bodies import JsonValue, is_success

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias, TypeVar

    T = TypeVar("T")
    Record: TypeAlias = dict[str, JsonValue]


class UnreadableError(ValueError):
    """A payload in which nothing can be understood; the message says what is wrong."""


def rows_of(payload: Record, name: str, count_name: str) -> list[JsonValue]:
    """Return a list's rows; it may be null or missing when all else says it is a list.

    An empty object must not pass for "nothing there": a deletion is verified by that.

    Raises:
        UnreadableError: there is no such list.
    """
    rows = payload.get(name)
    if rows is None:
        if name in payload or count_name in payload or is_success(payload):
            return []
        raise UnreadableError(f"the answer holds no {name}")
    if not isinstance(rows, list):
        raise UnreadableError(f"{name} is not a list")
    return rows


def readable_rows(
    rows: list[JsonValue], decode: Callable[[Record], T | None], noun: str
) -> tuple[T, ...]:
    """Return the rows that can be decoded.

    Raises:
        UnreadableError: there are rows, and none can.
    """
    decoded = (decode(row) for row in rows if isinstance(row, dict))
    readable = tuple(value for value in decoded if value is not None)
    if rows and not readable:
        raise UnreadableError(f"no {noun} in the answer has a usable id")
    return readable

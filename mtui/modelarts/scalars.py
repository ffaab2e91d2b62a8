"""Single wire values to Python's, tolerant of every type that may come instead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mtui.domain.jobs import parse_numeric_id
from mtui.domain.status import JobStatus, status_from_code
from mtui.modelarts.bodies import clean_text

if TYPE_CHECKING:
    from mtui.modelarts.bodies import JsonValue

_EARLIEST_MS = 946_684_800_000  # 2000-01-01
_LATEST_MS = 4_102_444_800_000  # 2100-01-01
_LONGEST_MS = 100 * 366 * 86_400_000
_LONGEST_STATUS = 64
_UNREADABLE = "(not readable)"


def text(value: JsonValue) -> str:
    """Return a value as text: null as nothing, structures as JSON."""
    if isinstance(value, str):
        return clean_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return clean_text(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))
    except (ValueError, RecursionError):  # an int beyond 4,300 digits, or nested too deeply
        return _UNREADABLE


def whole_number(value: JsonValue) -> int | None:
    """Return a count that is not negative, from a number or numeric text; else None."""
    if isinstance(value, str):
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 19):
            return None
        return int(digits)
    if isinstance(value, float):
        # From 2**53 on, several numbers have the same float: one id would pass for another.
        if not (value.is_integer() and value < 2**53):
            return None
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 10**19 else None


def identifier(value: JsonValue) -> str | None:
    """Return a first-generation id in its one spelling; None where there is none."""
    number = whole_number(value)
    try:
        return None if number is None else parse_numeric_id(str(number))
    except ValueError:
        return None


def epoch_ms(value: JsonValue) -> int | None:
    """Return a time in epoch milliseconds; None for one outside the years 2000 to 2099."""
    number = whole_number(value)
    return number if number is not None and _EARLIEST_MS <= number < _LATEST_MS else None


def duration_ms(value: JsonValue) -> int | None:
    """Return a duration in milliseconds; None for one of more than a hundred years."""
    number = whole_number(value)
    return number if number is not None and number <= _LONGEST_MS else None


def status(value: JsonValue) -> JobStatus:
    """Return a status from a number, numeric text or whatever else stands there."""
    number = whole_number(value)
    if number is not None:
        return status_from_code(number)
    return status_from_code(text(value)[:_LONGEST_STATUS])

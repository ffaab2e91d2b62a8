"""Times and durations in a few characters."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.ui.presentation.ages import age, duration, exact_time

NOW_MS = 1_700_000_000_000
S = 1_000
M = 60 * S
H = 60 * M
D = 24 * H


@pytest.mark.parametrize(
    ("ago_ms", "shown"),
    [
        (0, "0s"),
        (12 * S + 999, "12s"),
        (59 * S, "59s"),
        (M, "1m"),
        (42 * M, "42m"),
        (H + 20 * M, "1h 20m"),
        (5 * H + 2 * M, "5h 02m"),
        (3 * D + 4 * H, "3d 04h"),
        (30 * D, "30d 00h"),
        (31 * D, "1mo"),
        (364 * D, "11mo"),
        (366 * D, "1y 0mo"),
        (1004 * D + D, "2y 9mo"),
        (1160 * D, "3y 2mo"),
        (-5 * M, "0s"),
    ],
)
def test_an_age_is_told_in_two_units_at_most(ago_ms: int, shown: str) -> None:
    assert age(NOW_MS - ago_ms, NOW_MS) == shown


@pytest.mark.parametrize("created_ms", [None, 0, -1, 2**63, 10**15])
def test_an_age_that_cannot_be_is_a_dash(created_ms: int | None) -> None:
    assert age(created_ms, NOW_MS) == "–"


@pytest.mark.parametrize(
    ("duration_ms", "shown"),
    [
        (0, "0s"),
        (12 * S, "12s"),
        (80 * M, "1h 20m"),
        (3 * D + 4 * H, "3d 04h"),
        (99 * D + 23 * H, "99d 23h"),
        (412 * D + 5 * H, "412d"),
        (None, "–"),
        (-1, "–"),
        (2**63 - 1, "–"),
    ],
)
def test_a_duration_is_told_in_two_units_at_most(duration_ms: int | None, shown: str) -> None:
    assert duration(duration_ms) == shown


@given(st.integers(-(2**64), 2**64), st.integers(0, 2**53))
def test_no_age_and_no_duration_outgrows_its_column(moment_ms: int, now_ms: int) -> None:
    assert len(age(moment_ms, now_ms)) <= 8
    assert len(duration(moment_ms)) <= 7


def test_a_plain_dash_can_stand_for_nothing() -> None:
    assert age(None, NOW_MS, nothing="-") == "-"
    assert duration(None, nothing="-") == "-"
    assert exact_time(None, nothing="-") == "-"


def test_an_exact_time_is_told_in_the_zone_that_is_asked_for() -> None:
    assert exact_time(1_694_686_927_000, UTC) == "2023-09-14 10:22:07"
    assert exact_time(1_694_686_927_999, timezone(timedelta(hours=8))) == "2023-09-14 18:22:07"


@pytest.mark.parametrize("moment_ms", [None, 0, -5, 10**17, 2**63])
def test_a_time_that_no_calendar_holds_is_a_dash(moment_ms: int | None) -> None:
    assert exact_time(moment_ms, UTC) == "–"


def test_the_last_second_of_the_calendar_does_not_overflow_in_another_zone() -> None:
    assert exact_time(253_402_300_799_000, timezone(timedelta(hours=14))) == "–"

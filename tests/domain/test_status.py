from __future__ import annotations

import pytest

from mtui.domain.status import StatusFamily, all_statuses, status_from_code


def codes(family: StatusFamily) -> list[int]:
    return [int(status.code) for status in all_statuses() if status.family is family]


def test_the_table_holds_the_vendors_codes_once_each() -> None:
    assert [int(status.code) for status in all_statuses()] == list(range(23))
    assert len({status.word for status in all_statuses()}) == 23
    assert all(status.is_known for status in all_statuses())


def test_families_split_the_table() -> None:
    assert codes(StatusFamily.UNKNOWN) == [0]
    assert codes(StatusFamily.WAITING) == [1, 2, 4, 7, 18]
    assert codes(StatusFamily.RUNNING) == [8, 15, 19]
    assert codes(StatusFamily.ENDING) == [9]
    assert codes(StatusFamily.COMPLETED) == [10, 20]
    assert codes(StatusFamily.FAILED) == [3, 5, 6, 11, 14, 16, 17, 21, 22]
    assert codes(StatusFamily.KILLED) == [12, 13]


def test_only_what_is_over_counts_as_settled() -> None:
    settled = {int(status.code) for status in all_statuses() if status.is_settled}
    assert settled == {3, 5, 6, 10, 11, 12, 13, 14, 16, 17, 20, 21, 22}


def test_one_status_each_can_be_stopped_is_cancelled_and_failed_to_be_deleted() -> None:
    assert [s.code for s in all_statuses() if s.can_stop] == ["8"]
    assert [s.code for s in all_statuses() if s.is_being_cancelled] == ["9"]
    assert [s.code for s in all_statuses() if s.is_delete_failed] == ["6"]


@pytest.mark.parametrize("code", [8, "8", " 8 "])
def test_numbers_and_numeric_strings_are_alike(code: int | str) -> None:
    assert status_from_code(code) is status_from_code(8)
    assert status_from_code(code).word == "running"


@pytest.mark.parametrize(
    ("code", "kept", "word"),
    [
        (99, "99", "99"),
        ("PAUSED", "PAUSED", "PAUSED"),
        (None, "", "?"),
        ("  ", "", "?"),
        (-1, "-1", "-1"),
    ],
)
def test_a_code_that_nobody_knows_is_kept_and_shown(
    code: int | str | None, kept: str, word: str
) -> None:
    status = status_from_code(code)
    assert (status.code, status.word) == (kept, word)
    assert status.family is StatusFamily.UNKNOWN
    assert not status.is_known
    assert not status.is_settled
    assert not status.can_stop

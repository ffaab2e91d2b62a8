"""What a person is told to do, and how long to wait."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from mtui.domain import errors
from mtui.modelarts import hints
from tests.modelarts.answers import coded, refusal
from tests.modelarts.wire import NOW_S


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [(3600, "60 min behind"), (-3600, "60 min ahead of"), (240, ""), (-240, "")],
)
def test_a_clock_that_is_off_is_named(offset_s: int, words: str) -> None:
    headers = {"date": formatdate(NOW_S + offset_s, usegmt=True)}
    error = refusal(coded("APIGW.0301", "signature expired"), 401, headers=headers)
    assert (words in error.hint) if words else ("clock" not in error.hint)
    assert "lock" in error.hint  # 0301 always warns


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2023 99:99:99 GMT", "\udc80"])
def test_a_date_that_cannot_be_read_says_nothing_about_the_clock(date: str) -> None:
    assert hints.clock_skew({"date": date}, now_s=NOW_S) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30", 30.0),
        ("0", 0.0),
        (formatdate(NOW_S + 90, usegmt=True), 90.0),
        (formatdate(NOW_S - 90, usegmt=True), 0.0),
        ("999999999", 86_400.0),
        ("9" * 400, None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("later", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, expected: float | None) -> None:
    error = refusal(coded("ModelArts.2799"), 429, headers={"retry-after": value})
    assert error.retry_after_s == expected


def test_a_redirect_names_the_host_alone() -> None:
    location = "https://user:pw@login.example.com/x?ticket=secret"
    error = refusal(b"", 302, headers={"location": location})
    assert type(error) is errors.MalformedAnswerError
    assert "login.example.com" in error.hint
    assert "secret" not in str(error)
    assert "pw" not in error.hint
    assert (
        type(refusal(b"", 301, headers={"location": "http://[::1"})) is errors.MalformedAnswerError
    )


@pytest.mark.parametrize("location", ["http://xn--a/", "http://[::1", "http:", "", "x" * 70_000])
def test_a_redirect_to_no_host_at_all_names_none(location: str) -> None:
    assert hints.redirect(location).startswith("The endpoint redirects: ")

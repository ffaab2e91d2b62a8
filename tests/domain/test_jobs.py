from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import JobId, VersionListing, parse_numeric_id
from tests.domain.samples import version


@pytest.mark.parametrize(
    ("text", "expected"),
    [("182626", "182626"), (" 10\n", "10"), ("007", "7"), ("9" * 19, "9" * 19)],
)
def test_an_id_has_one_spelling(text: str, expected: str) -> None:
    assert parse_numeric_id(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "0", "000", "-1", "+1", "1.0", "1e3", "1_0", "x", "٣", "²", "1 2", "9" * 20]
)
def test_what_is_no_id_is_refused_and_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="an id is a positive number"):
        parse_numeric_id(text)


@given(st.integers(min_value=1, max_value=10**19 - 1))
def test_every_positive_number_of_at_most_19_digits_is_an_id(number: int) -> None:
    assert parse_numeric_id(str(number)) == str(number)


@pytest.mark.parametrize(("said", "is_complete"), [(None, True), (1, True), (2, True), (3, False)])
def test_a_listing_is_complete_when_it_holds_what_the_service_counts(
    said: int | None, is_complete: bool
) -> None:
    versions = (version(version_id="1"), version(version_id="2"))
    assert VersionListing(JobId("7"), "lab", "", said, versions).is_complete is is_complete

"""Which names are protected: what a pattern means, and names that were made to slip through."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.protection import Protection
from mtui.domain.query import QueryError


@pytest.mark.parametrize(
    ("pattern", "name", "is_covered"),
    [
        ("^prod-", "prod-a", True),
        ("^prod-", "my-prod-a", False),
        ("^prod-", "Prod-a", False),
        ("^Prod-", "prod-a", False),
        ("[Pp]rod", "a-Prod", True),
        ("-release$", "a-release", True),
        ("-release$", "a-release-2", False),
        ("^a.*z$", "abcz", True),
    ],
)
def test_a_pattern_is_found_as_it_is_spelled(pattern: str, name: str, is_covered: bool) -> None:
    assert Protection(pattern).covers(name) is is_covered


@pytest.mark.parametrize(
    "name", ["prod", "prod\n", "prod\nx", "x\nprod", "x\r\nprod\r\ny", "x\u2028prod", "x" * 513]
)
def test_no_line_break_and_no_length_takes_a_name_out_of_protection(name: str) -> None:
    assert Protection("^prod$").covers(name)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)*b", r"^(\w+\s?)*$", "(?i)^prod", "(a"])
def test_a_pattern_whose_cost_is_not_known_is_refused(pattern: str) -> None:
    with pytest.raises(QueryError):
        Protection(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|aa)*b", ".*.*.*a"])
def test_what_only_looks_costly_is_taken_for_what_it_means(pattern: str) -> None:
    assert Protection(pattern).covers("bab")


@given(
    st.text("ab.^$-[]*+?|AB", max_size=8),
    st.text("abAB-\n", max_size=12),
)
def test_whatever_the_bare_expression_finds_is_covered(pattern: str, name: str) -> None:
    try:
        protection = Protection(pattern)
    except QueryError:
        return
    if re.search(pattern, name):
        assert protection.covers(name)

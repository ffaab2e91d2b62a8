from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtui.domain.query import QueryError, parse_query
from mtui.domain.query.patterns import compile_pattern
from tests.domain.samples import NOW_MS, job, version

OVERLAP = (
    "The pattern has repetitions that overlap and could take very long; use several conditions."
)


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("^res.*lab$", "resnet-lab", True),
        ("^net", "resnet-lab", False),
        ("resnet", "ResNet", True),
        ("ResNet", "resnet", False),
        (r"\Wlab", "RES-LAB", True),
        (r"v\d+\.\d+\.\d+", "bert-v1.12.3", True),
        ("a b", "a b", True),
        (r"a\/b", "a/b", True),
        ("^(bert|gpt)-", "gpt-2", True),
        (".*", "", True),
        ("每.*行", "每晚运行", True),
        ("a.*b.*c.*d.*e", "a1b2c3d4e", True),
        ("a.*b.*c.*d.*e", "a1b2d4c3e", False),
    ],
)
def test_a_pattern_is_found_anywhere_with_smart_case(
    pattern: str, name: str, expected: bool
) -> None:
    assert parse_query(f"name:/{pattern}/").job_predicate(NOW_MS)(job(name)) is expected


def test_each_text_of_a_row_is_matched_by_itself() -> None:
    passes = parse_query("/^deep$/").job_predicate(NOW_MS)
    assert passes(job(description="Deep"))
    assert not passes(job("deeper", description="so deep"))
    assert parse_query("/^p100$/").version_predicate(NOW_MS)(version(flavor="P100"))


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("[", "The pattern is not valid: unterminated character set."),
        ("[[", "The pattern is not valid: unterminated character set."),
        ("a(", "The pattern is not valid: missing ), unterminated subpattern."),
        ("a)", "The pattern is not valid: unbalanced parenthesis."),
        ("a**", "The pattern is not valid: multiple repeat."),
        ("x{99999999999}", "The pattern is too large."),
        ("^(?!prod)", "The pattern may have groups (…) and (?:…), no other (?…)."),
        (r"(a)\1", r"The pattern may not refer back with \1 and the like."),
        ("xa++b", "The pattern may not have possessive repetitions."),
        ("x(a+)+y", "The pattern may not repeat a group that itself repeats or varies."),
        ("x(a|ab)*y", "The pattern may not repeat a group that itself repeats or varies."),
        ("xa{300}b", "The pattern may repeat at most 256 times."),
        ("(a|b)(c|d)(e|f)(g|h)(i|j)(k|l)(m|n)", "The pattern has too many alternatives."),
        ("xa?a?a?a?a?a?a?y", "The pattern has too many alternatives."),
        (
            r"x\w+\d+$",
            OVERLAP,
        ),
        (
            r"x\w+_\d+$",
            OVERLAP,
        ),
        (
            r"x(ab)+ab\d+c",
            OVERLAP,
        ),
        ("x(a+b+)y", "The pattern has more than one repetition in a group."),
        ("[a--b]", r"The pattern must have [ and doubled - & ~ | in a set written as \[."),
        ("a" * 129, "A pattern has at most 128 characters."),
    ],
)
def test_a_pattern_that_is_wrong_or_could_take_long_is_explained(
    pattern: str, sentence: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(f"lab /{pattern}/")
    assert caught.value.sentence == sentence
    assert caught.value.position == 4


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "^(a|a)*b",
        ".*.*.*.*b",
        r"\w+\w+b",
        "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaab",
        "(a*)*b",
        "(a|aa)+$",
        "x*x*x*b",
        r"^(\w+\s?)*$",
        "(?:){9999}b",
    ],
)
def test_what_makes_the_matcher_hang_is_refused_or_ends_soon(pattern: str) -> None:
    try:
        passes = parse_query(f"/{pattern}/").job_predicate(NOW_MS)
    except QueryError:
        return
    for text in ("a" * 511 + "!", "ab" * 255 + "!", "x" * 10_000):
        for _ in range(20):
            passes(job(text, description=text))


def test_only_the_beginning_of_an_endless_text_is_matched() -> None:
    passes = parse_query("name:/end/").job_predicate(NOW_MS)
    assert passes(job("x" * 509 + "end"))
    assert not passes(job("x" * 510 + "end"))


PIECES = st.tuples(
    st.sampled_from(
        [
            "a",
            "b",
            "1",
            "_",
            ".",
            r"\d",
            r"\w",
            "[ab]",
            "[^a]",
            "(a)",
            "(a|b)",
            "(?:ab)",
            "(a|ab)",
            "$",
            "^",
            r"\b",
            r"\B",
            "(a+)",
            "(a?b)",
            "(^|-)",
            "()",
            r"\s",
            "|",
            "(b|)",
            "{",
            r"\n",
        ]
    ),
    st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "{,2}"]),
).map("".join)


@given(st.lists(PIECES, max_size=7).map("".join), st.text("ab1_- \n", max_size=14))
@example("(ab1_|b1).*_", "ab1_")
@example("a.*b|^1", "1")
@example(r"a+.*\b1+", "ba\n1")
@example("(?:ab)+1", "abab1")
def test_taking_repetitions_out_never_changes_the_answer(pattern: str, text: str) -> None:
    try:
        found = compile_pattern(pattern, 0)
    except QueryError:
        return
    assert found(text) is (re.search(pattern, text, re.DOTALL) is not None)

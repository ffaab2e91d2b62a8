"""Foreign text on its way to the screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mtui.ui.presentation.text import LONGEST_TEXT, cut_end, cut_middle, fit, folded, safe

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("resnet50-sweep", "resnet50-sweep"),
        ("[red]not markup[/x]", "[red]not markup[/x]"),
        ("bert-finetune-中文", "bert-finetune-中文"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Hgone", "gone"),
        ("\x9b31mred", "red"),
        ("\x1b]0;a new window title\x07name", "name"),
        ("\x1b]52;c;cm0gLXJm\x1b\\name", "name"),
        ("\x1b]no end", "no end"),
        ("\x1bP+q544e\x1b\\name", "name"),
        ("\x1b", ""),
        ("bell\x07 back\x08 null\x00 del\x7f", "bell back null del"),
        ("one\r\ntwo\nthree\u2028four", "one␤two␤three␤four"),
        ("tab\tbed", "tab bed"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("a\u2066b\u2069c\u200fd", "abcd"),
        ("zero\u200bwidth\u200d\ufeff", "zerowidth"),
        ("heart\ufe0f", "heart"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("e\u0301", "e\u0301"),
        ("z\u0301\u0302\u0303\u0304\u0305", "z\u0301\u0302"),
        ("\u0301x", "x"),
    ],
)
def test_foreign_text_keeps_what_can_be_read_and_nothing_else(given_text: str, shown: str) -> None:
    assert safe(given_text) == shown


def test_text_beyond_the_limit_is_cut_and_says_so() -> None:
    assert safe("x" * 5, limit=5) == "xxxxx"
    assert safe("x" * 6, limit=5) == "xxxx…"
    assert len(safe("y" * (LONGEST_TEXT * 3))) == LONGEST_TEXT


@given(ANY_TEXT)
def test_whatever_comes_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    shown = safe(text)

    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in shown)
    assert safe(shown) == shown


@given(ANY_TEXT, st.integers(0, 20))
def test_cut_text_never_takes_more_cells_than_it_was_given(text: str, width: int) -> None:
    shown = safe(text)

    assert cell_len(cut_end(shown, width)) <= width
    assert cell_len(cut_middle(shown, width)) <= width


@pytest.mark.parametrize(
    ("text", "width", "at_end", "in_middle"),
    [
        ("resnet50", 8, "resnet50", "resnet50"),
        ("resnet50", 7, "resnet…", "res…t50"),
        ("中文中文", 8, "中文中文", "中文中文"),
        ("中文中文", 7, "中文中…", "中…中文"),
        ("中文中文", 6, "中文…", "中…文"),
        ("中文中文", 2, "…", "…"),
        ("resnet50", 1, "…", "…"),
        ("resnet50", 0, "", ""),
    ],
)
def test_a_cut_splits_no_wide_character(text: str, width: int, at_end: str, in_middle: str) -> None:
    assert cut_end(text, width) == at_end
    assert cut_middle(text, width) == in_middle


@given(ANY_TEXT, st.integers(2, 30), st.integers(-3, 30))
def test_a_folded_text_fits_and_is_whole(text: str, width: int, first: int) -> None:
    shown = safe(text)
    lines = folded(shown, width, first=first)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines[1:])
    assert cell_len(lines[0]) <= max(first, 0)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("of job ab", 20, ["of job ab"]),
        ("of job ab (101)", 10, ["of job ab", "(101)"]),
        ("of job resnet50-flowers-finetune", 12, ["of job resne", "t50-flowers-", "finetune"]),
        ("job 中文中文", 7, ["job 中", "文中文"]),
        ("", 7, [""]),
    ],
)
def test_short_words_are_folded_whole_and_long_names_take_no_more_lines_than_they_need(
    text: str, width: int, lines: list[str]
) -> None:
    assert folded(text, width) == lines


def test_a_cut_can_use_a_plain_sign() -> None:
    assert cut_middle("resnet50-sweep", 9, "~") == "resn~weep"


def test_padding_counts_cells_not_characters() -> None:
    assert fit("中", 4) == "中  "
    assert fit("中", 4, align_right=True) == "  中"
    assert fit("wider", 3) == "wider"

"""What the terminal does by itself is left out of painted lines, and nothing else."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from mtui.ui.lean_styles import LeanStyles

ANYTHING = Color(0, 0, 0)


def lean(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    segments = [Segment(text, Style.parse(style)) for text, style in parts]
    return [
        (segment.text, "" if segment.style is None else str(segment.style))
        for segment in LeanStyles().apply(segments, ANYTHING)
    ]


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("default on default", ""),
        ("bold default on default", "bold"),
        ("dim green on default", "dim green"),
        ("default on red", "default on red"),
        ("#102030 on #405060", "#102030 on #405060"),
        ("reverse default", "reverse"),
    ],
)
def test_only_the_terminals_own_colours_go(style: str, kept: str) -> None:
    [(_, left)] = lean(("text", style))
    assert Style.parse(left) == Style.parse(kept.replace("default on red", "on red"))


def test_neighbours_that_look_alike_become_one() -> None:
    assert lean(("a", "default on default"), ("b", ""), ("c", "bold"), ("d", "bold default")) == [
        ("ab", ""),
        ("cd", "bold"),
    ]


def test_what_a_click_means_is_kept() -> None:
    style = Style.from_meta({"row": 7}) + Style.parse("default on default")
    [segment] = LeanStyles().apply([Segment("text", style)], ANYTHING)
    assert segment.style is not None
    assert segment.style.meta == {"row": 7}

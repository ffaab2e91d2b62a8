"""The display draws what a terminal draws and shows nothing that a terminal hides."""

from __future__ import annotations

import pytest

from tests.terminal.display import Display


@pytest.fixture
def display() -> Display:
    return Display(columns=20, rows=3)


@pytest.mark.parametrize(
    "hidden",
    [
        b"\x1b[?2026$p",
        b"\x1b[?2048$p",
        b"\x1b[>1u",
        b"\x1b[<u",
        b"\x1b[?u",
        b"\x1b[=1;1u",
        b"\x1b[>4;2m",
        b"\x1b[4:3m",
        b"\x1b[18t",
        b"\x1b[c",
        b"\x1b[ q",
        b"\x1b]0;title\x07",
        b"\x1b]52;c;aGk=\x1b\\",
        b"\x1bPtmux;word\x1b\\",
        b"\x1b_Gpixels\x1b\\",
        b"\x1b(B",
        b"\x1b=",
        b"\x1b[?1000h\x1b[?1006h\x1b[?2004h",
    ],
)
def test_sequences_that_draw_nothing_leave_no_text(display: Display, hidden: bytes) -> None:
    display.feed(b"a" + hidden + b"b")
    assert display.lines() == ["ab", "", ""]


def test_a_sequence_cut_anywhere_is_still_one(display: Display) -> None:
    for byte in b"\x1b[2;3Hhere\x1b]0;title\x1b\\\x1b[?2026$p\x1b[1mbold":
        display.feed(bytes([byte]))
    assert display.lines() == ["", "  herebold", ""]
    assert display.cell(6, 1).bold
    assert not display.cell(5, 1).bold


@pytest.mark.parametrize("broken", [b"\x1b\x1b[1;1H", b"\x1b[3\x1b[1;1H", b"\x1b]0;t\x1b[1;1H"])
def test_a_sequence_broken_off_by_another_does_not_swallow_it(
    display: Display, broken: bytes
) -> None:
    display.feed(b"xxxx" + broken + b"top")
    assert display.lines()[0] == "topx"


def test_a_wide_character_takes_two_cells_and_reads_as_one(display: Display) -> None:
    display.feed("中文|".encode())
    assert display.lines()[0] == "中文|"
    assert display.cursor == (5, 0)


def test_position_requests_are_answered_from_where_they_stand(display: Display) -> None:
    assert display.feed(b"\x1b[2;4H\x1b[6n...\x1b[6n") == b"\x1b[2;4R\x1b[2;7R"


def test_leaving_the_alternate_screen_brings_the_primary_one_back(display: Display) -> None:
    display.feed(b"$ mtui\x1b[?1049h\x1b[Hfull screen")
    assert display.is_alternate
    assert display.lines()[0] == "full screen"
    display.feed(b"\x1b[?1049l bye")
    assert not display.is_alternate
    assert display.lines()[0] == "$ mtui bye"

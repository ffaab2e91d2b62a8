"""What the canvas lets through draws the same picture as what it was given, with fewer bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtui.ui.canvas import Canvas
from tests.terminal.display import Display

COLUMNS, ROWS = 24, 4

STYLES = ["", "39;49", "1;39;49", "2", "32", "1;31;49", "38;5;39", "48;2;39;49;0", "7"]
TEXT = st.text(st.sampled_from("ab  ✓…中文e\u0301#"), max_size=COLUMNS)


def padded(parts: list[tuple[str, str]]) -> str:
    """A whole line, as Textual writes it: each part in its style, cut and filled to the width."""
    line, room = "", COLUMNS
    for text, style in [*parts, (" " * COLUMNS, "39;49")]:
        kept = ""
        for character in text:
            width = 2 if character in "中文" else 0 if character == "\u0301" else 1
            if width > room or (width == 0 and not kept):
                continue
            kept += character
            room -= width
        if kept:
            line += f"\x1b[{style}m{kept}\x1b[0m" if style else kept
    return line


LINES = st.lists(st.tuples(TEXT, st.sampled_from(STYLES)), max_size=4).map(padded)
FRAMES = st.dictionaries(st.integers(1, ROWS), LINES, min_size=1, max_size=ROWS)


def frame(lines: dict[int, str]) -> str:
    return "\n".join(f"\x1b[{y};1H{line}" for y, line in sorted(lines.items())) + "\x1b[2;3H"


def pictures(display: Display) -> list[tuple[object, ...]]:
    return [
        (cell.data, cell.fg, cell.bg, cell.bold, cell.reverse)
        for y in range(ROWS)
        for cell in [display.cell(x, y) for x in range(COLUMNS)]
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAMES, min_size=1, max_size=8))
def test_every_frame_looks_as_it_would_have(frames: list[dict[int, str]]) -> None:
    canvas = Canvas()
    asked, sent = Display(COLUMNS, ROWS), Display(COLUMNS, ROWS)
    for display in (asked, sent):
        display.feed(b"\x1b[?7l")  # as Textual does: no wrapping at the end of a line
    for lines in frames:
        output = frame(lines)
        asked.feed(output.encode())
        sent.feed(canvas.reduce(output).encode())
        assert pictures(sent) == pictures(asked)
        assert sent.cursor == asked.cursor


@given(FRAMES)
def test_the_same_frame_again_sends_nothing(lines: dict[int, str]) -> None:
    canvas = Canvas()
    canvas.reduce(frame(lines))
    assert canvas.reduce(frame(lines)) == ""


def test_only_the_cells_that_differ_are_sent() -> None:
    canvas = Canvas()
    canvas.reduce("\x1b[1;1H\x1b[39;49m  one row    1/20\x1b[0m\x1b[1;1H")
    assert canvas.reduce("\x1b[1;1H\x1b[39;49m  one row    2/20\x1b[0m\x1b[1;1H") == (
        "\x1b[1;14H2\r"
    )


def test_a_part_of_a_line_is_compared_with_what_stands_there() -> None:
    canvas = Canvas()
    canvas.reduce("\x1b[1;1Habcdef\x1b[1;1H")
    assert canvas.reduce("\x1b[1;4Hdef\x1b[1;1H") == ""
    assert canvas.reduce("\x1b[1;4HdEf\x1b[1;1H") == "\x1b[1;5HE\r"


def test_nothing_is_sent_for_cells_that_are_not_known() -> None:
    canvas = Canvas()
    assert canvas.reduce("\x1b[1;5Hab\x1b[1;1H") == "\x1b[1;5Hab\x1b[1H"
    assert canvas.reduce("\x1b[2;5H中\x1b[1;1H") == "\x1b[2;5H中\x1b[1H"
    assert "\0" not in canvas.reduce("\x1b[1;5HaB\x1b[1;1H")


def test_a_part_of_a_line_erases_nothing_behind_it() -> None:
    canvas = Canvas()
    canvas.width = 40
    assert "\x1b[K" not in canvas.reduce(f"\x1b[1;1Hx{' ' * 19}\x1b[1;1H")


def test_asking_for_the_cursor_forgets_nothing() -> None:
    canvas = Canvas()
    canvas.reduce("\x1b[1;1Habc\x1b[1;1H")
    assert canvas.reduce("\x1b[6n") == "\x1b[6n"
    assert canvas.reduce("\x1b[1;1Habc\x1b[1;1H") == ""


def test_blanks_at_the_end_of_a_line_are_erased() -> None:
    canvas = Canvas()
    canvas.reduce(f"\x1b[1;1H{'x' * 20}\x1b[1;1H")
    assert canvas.reduce(f"\x1b[1;1Hx{' ' * 19}\x1b[1;1H") == "\x1b[1;2H\x1b[K\b"


def test_coloured_blanks_are_not_erased() -> None:
    canvas = Canvas()
    canvas.reduce(f"\x1b[1;1H{'x' * 20}\x1b[1;1H")
    assert f"\x1b[44m{' ' * 20}" in canvas.reduce(f"\x1b[1;1H\x1b[44m{' ' * 20}\x1b[0m\x1b[1;1H")


def test_a_line_with_wide_characters_is_drawn_whole_when_it_changes() -> None:
    canvas = Canvas()
    canvas.reduce("\x1b[1;1H中文 1\x1b[1;1H")
    assert canvas.reduce("\x1b[1;1H中文 2\x1b[1;1H") == "\x1b[1H中文 2\x1b[1H"


@pytest.mark.parametrize("column", [2, 3, 4, 5])
def test_half_of_a_wide_character_that_is_drawn_over_is_blank(column: int) -> None:
    canvas = Canvas()
    sent = Display(8, 1)
    for output in ("\x1b[1;1Ha中文bc\x1b[1;1H", f"\x1b[1;{column}H##\x1b[1;1H"):
        sent.feed(canvas.reduce(output).encode())
    expected = {2: "a##文bc", 3: "a ## bc", 4: "a中##bc", 5: "a中 ##c"}
    assert sent.lines() == [expected[column]]


@pytest.mark.parametrize(
    "other", ["\x1b[?1049h", "\x1b[?1049l", "\x1b[2J", "text alone", "\x1b[1;1Hx\x1b[?1049l"]
)
def test_after_anything_but_a_frame_all_is_sent_again(other: str) -> None:
    canvas = Canvas()
    canvas.reduce("\x1b[1;1Habc\x1b[1;1H")
    assert canvas.reduce(other) == other
    assert "abc" in canvas.reduce("\x1b[1;1Habc\x1b[1;1H")


@pytest.mark.parametrize("other", ["\x1b]52;c;aGk=\x07", "\x1b]0;mtui\x1b\\", "\x07", "\x1b[?25l"])
def test_what_changes_no_cell_is_sent_and_nothing_is_forgotten(other: str) -> None:
    canvas = Canvas()
    canvas.reduce("\x1b[1;1Habc\x1b[1;1H")
    assert canvas.reduce(other) == other
    assert canvas.reduce("\x1b[1;1Habc\x1b[1;1H") == ""


def test_synchronisation_stands_around_a_frame_that_is_sent_and_around_no_other() -> None:
    canvas = Canvas()

    def write(line: str) -> str:
        outputs = ("\x1b[?2026h", f"\x1b[1;1H{line}\x1b[1;1H", "\x1b[?2026l")
        return "".join(map(canvas.reduce, outputs))

    assert write("abc") == "\x1b[?2026h\x1b[1Habc\x1b[1H\x1b[?2026l"
    assert write("abc") == ""
    assert write("abd") == "\x1b[?2026h\x1b[1;3Hd\x1b[1H\x1b[?2026l"

"""What a terminal shows: bytes in, two screens and a terminal's own answers out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from pyte.screens import Char

_SEQUENCE = re.compile(
    rb"""\x1b(?:
        \[ [0-?]* [ -/]* [@-~]                              # CSI
      | \[ [ -?]* (?=[^ -~])                                # CSI, broken off
      | \] [^\x07\x1b]* (?: \x07 | \x1b\\ | (?=\x1b[^\\]) ) # OSC
      | [PX^_] [^\x1b]* (?: \x1b\\ | (?=\x1b[^\\]) )        # DCS, SOS, PM, APC
      | [ -/]+ [0-~]                                        # character sets
      | [0-OQ-WYZ\\`-~]                                     # two bytes
      | (?=\x1b)                                            # Escape, alone
    )""",
    re.VERBOSE,
)
_DRAWABLE_CSI = re.compile(rb"\x1b\[(?:[0-9;]*[@-~]|\?[0-9;]+[hl])")
_STRING = re.compile(rb"\x1b[\]PX^_]")
_CURSOR_POSITION_REQUEST = b"\x1b[6n"
_ALTERNATE_SCREEN = {b"\x1b[?1049h": True, b"\x1b[?1049l": False}


class Display:
    """An xterm-like display with a primary and an alternate screen.

    pyte draws. It is given only the sequences that it understands: queries, keyboard
    protocols, and operating system commands would otherwise end up on its screen as text.

    Args:
        columns: Width in cells.
        rows: Height in cells.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._primary = pyte.Screen(columns, rows)
        self._alternate = pyte.Screen(columns, rows)
        self._pending = b""
        self._show(self._primary)

    def _show(self, screen: pyte.Screen) -> None:
        self._screen = screen
        self._stream = pyte.ByteStream(screen)

    @property
    def is_alternate(self) -> bool:
        """Whether a full-screen program has the display."""
        return self._screen is self._alternate

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        return self._screen.cursor.x, self._screen.cursor.y

    def cell(self, column: int, row: int) -> Char:
        """The character at a place and its colours, columns and rows from 0."""
        return self._screen.buffer[row][column]

    def lines(self) -> list[str]:
        """The rows as text, without the spaces at their ends.

        The second cell of a wide character holds nothing, so it adds nothing.
        """
        columns = range(self._screen.columns)
        return [
            "".join(self._screen.buffer[row][column].data for column in columns).rstrip()
            for row in range(self._screen.lines)
        ]

    def resize(self, columns: int, rows: int) -> None:
        """Change both screens' size in cells."""
        for screen in (self._primary, self._alternate):
            screen.resize(lines=rows, columns=columns)

    def feed(self, data: bytes) -> bytes:
        """Draw what a program wrote.

        Returns:
            What a terminal answers to the cursor-position requests in it, each with the
            place where the cursor stood when the request came.
        """
        data = self._pending + data
        self._pending = b""
        answers = b""
        at = 0
        while (escape := data.find(b"\x1b", at)) >= 0:
            self._stream.feed(data[at:escape])
            sequence = _SEQUENCE.match(data, escape)
            if sequence is None:
                self._pending = data[escape:]
                return answers
            answers += self._obey(sequence.group())
            at = sequence.end()
        self._stream.feed(data[at:])
        return answers

    def _obey(self, sequence: bytes) -> bytes:
        if sequence == _CURSOR_POSITION_REQUEST:
            column, row = self.cursor
            return b"\x1b[%d;%dR" % (row + 1, column + 1)
        if sequence in _ALTERNATE_SCREEN:
            self._alternate.reset()
            self._show(self._alternate if _ALTERNATE_SCREEN[sequence] else self._primary)
        elif sequence.startswith(b"\x1b["):
            if _DRAWABLE_CSI.fullmatch(sequence):
                self._stream.feed(sequence)
        elif len(sequence) > 1 and not _STRING.match(sequence):
            self._stream.feed(sequence)
        return b""

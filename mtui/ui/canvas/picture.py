"""What stands on the terminal, and what has to be sent for it to show something else."""

from __future__ import annotations

import re
from functools import lru_cache

from mtui.ui.canvas.ascii import in_ascii
from mtui.ui.canvas.pen import NOWHERE, Pen
from mtui.ui.canvas.row import Row, differences, known_spans, tail_of

_TOKEN = re.compile(
    r"""
      \x1b\[ (?P<row>\d+) ; (?P<column>\d+) H   # go to a cell, both from 1
    | \x1b\[ (?P<style>[\d;]*) m                # what follows looks like this
    | (?P<text>[^\x00-\x1f\x7f-\x9f]+)
    | (?P<newline>\n)                           # Textual's habit before it goes to the next line
    """,
    re.VERBOSE,
)
_HARMLESS = re.compile(
    r"""(?:
      \x1b\[\? (?:25|100[036]|1015) [hl]        # the cursor's look, the mouse
    | \x1b\] [^\x07\x1b]* (?:\x07|\x1b\\)       # titles, the clipboard
    | \x1bP (?:[^\x1b]|\x1b[^\\])* \x1b\\       # the same through tmux or screen
    | \x1b\[6n                                  # the question where the cursor is
    | \x07                                      # the bell
    )*""",
    re.VERBOSE,
)
"""What may stand among frames without changing the picture."""
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""What stands around a frame, each in a write of its own, where the terminal can draw at once."""

_COLOURS = frozenset(str(code) for start in (30, 40, 90, 100) for code in range(start, start + 8))
"""The sixteen colours of text and background; others begin with 38 or 48."""

_TAIL = 4
"""Blanks at a line's end from which on it is cheaper to erase them."""


class Canvas:
    """Takes frames as Textual writes them and returns the least that shows the same.

    Args:
        has_colour: whether any colour may be sent; weight always is.
        has_unicode: whether anything but ASCII may be sent.
    """

    def __init__(self, *, has_colour: bool = True, has_unicode: bool = True) -> None:
        self.width: int | None = None
        """How many columns the terminal has, where that is known."""
        self._has_colour = has_colour
        self._has_unicode = has_unicode
        self._rows: dict[int, Row] = {}
        self._cursor = NOWHERE
        self._has_begun = False
        self._is_held = False
        self._last_frame = ""
        """What was reduced last, if it was a frame: Textual often paints the same one again."""

    def forget(self) -> None:
        """Know nothing of what stands on the terminal any more: all is sent again."""
        self._rows.clear()
        self._cursor = NOWHERE
        self._last_frame = ""

    def hold(self) -> None:
        """Let no frame through, so that what stands on the terminal stays there for a while."""
        self._is_held = True

    def release(self) -> bool:
        """Let frames through again; return whether they were held."""
        was_held, self._is_held = self._is_held, False
        return was_held

    def reduce(self, output: str) -> str:
        """Return what has to be sent for an output to be seen.

        What is not a frame is returned as it is, and all is forgotten unless it is harmless.
        """
        if output == _BEGIN:
            self._has_begun = True
            return ""
        if output == _END:
            has_drawn, self._has_begun = not self._has_begun, False
            return output if has_drawn else ""
        reduced = self._reduce_frame(output)
        if reduced and self._has_begun:
            self._has_begun = False
            return _BEGIN + reduced
        return reduced

    def _reduce_frame(self, output: str) -> str:
        if output == self._last_frame:
            return ""
        frame = self._read(output)
        if frame is None:
            if not _HARMLESS.fullmatch(output):
                self.forget()
            return output
        if self._is_held:
            return ""
        self._last_frame = output
        rows, cursor = frame
        pen = Pen()
        for y, row in rows.items():
            self._draw(pen, y, row)
        if pen.has_drawn or cursor != self._cursor:
            pen.look("")
            pen.go(*cursor)
            self._cursor = cursor
        return pen.sent()

    def _read(self, output: str) -> tuple[dict[int, Row], tuple[int, int]] | None:
        """Return the rows that an output touches, and where it leaves the cursor (both from 0)."""
        rows: dict[int, Row] = {}
        y = x = -1
        style = ""
        at = 0
        while at < len(output):
            token = _TOKEN.match(output, at)
            if token is None:
                return None
            at = token.end()
            kind = token.lastgroup
            if kind == "text":
                if y < 0:
                    return None
                if y not in rows:
                    known = self._rows.get(y)
                    rows[y] = Row() if known is None else known.copy()
                text = token["text"] if self._has_unicode else in_ascii(token["text"])
                x = rows[y].put(x, text, style)
            elif kind == "style":
                style = _lean(token["style"], self._has_colour)
            elif kind == "newline":
                y = -1
            else:
                y, x = int(token["row"]) - 1, int(token["column"]) - 1
        return (rows, (y, x)) if y >= 0 else None

    def _draw(self, pen: Pen, y: int, row: Row) -> None:
        """Draw where a row differs from the one that stands there, and remember it."""
        known = self._rows.get(y)
        self._rows[y] = row
        if known is None:
            known = Row()
        if known.cells == row.cells and known.styles == row.styles:
            return
        if known.is_plain and row.is_plain:
            spans = list(differences(known, row))
        else:
            # Terminals disagree on some widths: such a line is drawn whole, so that it is right
            # again whatever the last one did to it.
            spans = list(known_spans(row))
        is_to_the_end = self.width is None or len(row.cells) >= self.width
        tail = tail_of(row) if is_to_the_end else len(row.cells)
        for start, end in spans:
            if end - max(start, tail) >= _TAIL:
                pen.draw(y, row, start, max(start, tail))
                pen.erase(y, max(start, tail))
                return
            pen.draw(y, row, start, end)


@lru_cache(maxsize=256)
def _lean(parameters: str, has_colour: bool) -> str:
    """Return a style without the default colours, which are there after every reset.

    Args:
        parameters: as they stand in the sequence.
        has_colour: whether colours are kept.
    """
    kept: list[str] = []
    codes = iter(parameters.split(";"))
    for code in codes:
        if code in {"38", "48"}:
            mode = next(codes, "")
            count = {"5": 1, "2": 3}.get(mode, 0)
            colour = [code, mode, *(next(codes, "") for _ in range(count))]
            kept += colour if has_colour else []
        elif code in {"", "0"}:
            kept.clear()
        elif code in {"39", "49"}:
            continue
        elif has_colour or code not in _COLOURS:
            kept.append(code)
    return ";".join(kept)

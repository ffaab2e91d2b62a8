"""Foreign text made fit for a terminal: nothing that moves the cursor, hides or reorders.

Widths are counted in cells with the table that the painter uses, so that a line is never wider
than it was measured to be.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

LONGEST_TEXT = 10_000
"""How many characters of foreign text are looked at, at most."""

_SHORT = 16
"""Words of so many cells are not broken between two lines where they fit into the next one."""

_ESCAPE_SEQUENCE = re.compile(
    r"""
      (?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?              # CSI: colours, cursor movements
    | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])        # OSC, DCS, SOS, PM, APC …
      [^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)           # … up to their terminator
    | \x1b[ -/]*[0-~]?                               # every other escape, and one without end
    """,
    re.VERBOSE,
)
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# C0 and C1 controls, soft hyphen, bidi marks, overrides and isolates, zero-width characters,
# fillers, variation selectors, tags, surrogates and noncharacters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MOST_MARKS = 2
"""Combining characters kept on one letter: enough to write with, too few to draw with."""


def safe(text: str, limit: int = LONGEST_TEXT) -> str:
    """Return foreign text as one harmless line of at most `limit` characters.

    Line breaks become ``␤``, tabs a space; controls, escape sequences, bidi overrides and
    zero-width characters vanish. What exceeds the limit is cut and ends in ``…``.
    """
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    is_cut = len(text) > limit
    line = _ESCAPE_SEQUENCE.sub("", text[:limit])
    line = _LINE_BREAK.sub("␤", line).replace("\t", " ")
    line = _UNPRINTABLE.sub("", line)
    if not line.isascii():
        line = _thin_out_marks(line)
    return f"{line[: limit - 1]}…" if is_cut else line


def width_of(text: str) -> int:
    """Return how many cells the text takes."""
    return cell_len(text)


def cut_end(text: str, width: int, ellipsis: str = "…") -> str:
    """Return the text cut at its end to at most `width` cells; no wide character is split."""
    if len(text) <= width and text.isascii():
        return text
    if cell_len(text) <= width:
        return text
    mark = ellipsis if cell_len(ellipsis) <= width else ""
    return _head(text, width - cell_len(mark)) + mark


def cut_middle(text: str, width: int, ellipsis: str = "…") -> str:
    """Return the text cut in its middle to at most `width` cells; no wide character is split.

    Names of a family begin alike, so the end keeps as much as the beginning.
    """
    if len(text) <= width and text.isascii():
        return text
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 2:
        return cut_end(text, width, ellipsis)
    head = _head(text, (room + 1) // 2)
    return head + ellipsis + _tail(text, room - cell_len(head))


def folded(text: str, width: int, *, first: int | None = None) -> list[str]:
    """Return the whole text in lines of at most `width` cells; nothing of it is left out.

    Short words go to the next line as a whole; long ones, as names are, are broken where the
    line ends, so that they take no more lines than they need.

    Args:
        text: one line without line breaks.
        width: cells of a line.
        first: cells of the first line, where these are fewer.
    """
    width = max(width, 2)  # a wide character must fit
    room = width if first is None else first
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        rest = f" {word}" if line else word
        if line and cell_len(line + rest) > room and cell_len(word) <= min(_SHORT, width):
            lines.append(line)
            line, rest, room = "", word, width
        while cell_len(line + rest) > room:
            head = _head(rest, room - cell_len(line))
            lines.append((line + head).rstrip(" "))
            line, rest, room = "", rest[len(head) :].lstrip(" "), width
        line += rest
    return [*lines, line]


def fit(text: str, width: int, *, align_right: bool = False) -> str:
    """Return the text padded with spaces to `width` cells; wider text is returned as it is."""
    padding = " " * (width - cell_len(text))
    return padding + text if align_right else text + padding


def _head(text: str, width: int) -> str:
    """Return the longest beginning that takes at most `width` cells."""
    used = 0
    for index, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width:
            return text[:index]
    return text


def _tail(text: str, width: int) -> str:
    """Return the longest end that takes at most `width` cells and starts with a whole letter."""
    used = 0
    start = len(text)
    for index in range(len(text) - 1, -1, -1):
        size = get_character_cell_size(text[index])
        used += size
        if used > width:
            break
        if size:
            start = index
    return text[start:]


def _thin_out_marks(text: str) -> str:
    """Drop combining characters with nothing to sit on and all but a few on each letter."""
    kept: list[str] = []
    marks = _MOST_MARKS
    for character in text:
        is_mark = get_character_cell_size(character) == 0
        marks = marks + 1 if is_mark else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)

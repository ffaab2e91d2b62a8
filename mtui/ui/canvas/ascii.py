"""Text for terminals that show nothing but ASCII, at the same width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import get_character_cell_size

_STAND_INS = {
    "·": "-",
    "›": ">",
    "‹": "<",
    "…": "~",
    "–": "-",
    "—": "-",
    "─": "-",
    "━": "-",
    "│": "|",
    "┃": "|",
    "×": "x",
    "⏎": "^",
    "↑": "^",
    "↓": "v",
    "←": "<",
    "→": ">",
    "⌫": "<",
    "█": "#",
    "▌": ">",
    "●": "*",
    "✓": "+",
    "✗": "!",
}
"""What stands in for the signs that mtui itself draws."""


@lru_cache(maxsize=1024)
def in_ascii(text: str) -> str:
    """Return text that takes as many cells: accents are dropped, the rest is shown as ``?``."""
    return text if text.isascii() else "".join(map(_stand_in, text))


def _stand_in(character: str) -> str:
    if character.isascii():
        return character
    known = _STAND_INS.get(character)
    if known is not None:
        return known
    width = get_character_cell_size(character)
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if width == 1 and plain.isascii() and plain.isprintable() else "?" * width

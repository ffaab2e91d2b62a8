"""Pictures as small and as self-contained as they can be, and the same in every viewer."""

from __future__ import annotations

import re

_CELL = 12.2
"""The width of a cell in Rich's pictures, in user units."""
_SPACE = "&#160;"

_TEXT = re.compile(
    r'(?P<head><text class="[^"]*") x="(?P<x>[\d.]+)"(?P<y> y="[\d.]+")'
    r' textLength="(?P<length>[\d.]+)"(?P<tail>[^>]*>)(?P<text>[^<]*)</text>'
)
_REMOTE_FONT = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)


def tidied(svg: str) -> str:
    """Return a picture of Rich's without remote fonts, and without spaces around its texts.

    Some viewers drop the spaces that a text begins with, and shift what follows.
    """
    svg = _TEXT.sub(_trimmed, _REMOTE_FONT.sub("", svg))
    return "\n".join(line.strip() for line in svg.splitlines() if line.strip()) + "\n"


def _trimmed(text: re.Match[str]) -> str:
    """Return a text that begins and ends with something to see; nothing if there is nothing."""
    words = text["text"]
    after_start = words
    while after_start.startswith(_SPACE):
        after_start = after_start.removeprefix(_SPACE)
    seen = after_start
    while seen.endswith(_SPACE):
        seen = seen.removesuffix(_SPACE)
    if not seen:
        return ""
    left = (len(words) - len(after_start)) // len(_SPACE)
    right = (len(after_start) - len(seen)) // len(_SPACE)
    x = round(float(text["x"]) + left * _CELL, 1)
    length = round(float(text["length"]) - (left + right) * _CELL, 1)
    return f'{text["head"]} x="{x}"{text["y"]} textLength="{length}"{text["tail"]}{seen}</text>'

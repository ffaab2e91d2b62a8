"""The sequence by which a terminal's clipboard is set, from inside tmux or screen too.

Nobody answers it: whether the text arrived is known to the terminal alone.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 75_000
"""Terminals drop a longer sequence without a word; counted in base64."""
_SCREENS_MOST = 700
"""GNU screen passes strings of at most 768 bytes on."""


class TooLongError(ValueError):
    """The text is longer than terminals take."""


def set_clipboard(text: str, environ: Mapping[str, str]) -> str:
    """Return the sequence (OSC 52) for this text, wrapped for what stands in between.

    Inside tmux it is sent twice: as it is, which ``set-clipboard on`` takes and hands on, and
    wrapped, which ``allow-passthrough on`` lets through. By default tmux has neither.

    Raises:
        TooLongError: terminals would drop it.
    """
    payload = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if len(payload) > MOST_BYTES:
        raise TooLongError
    sequence = f"\x1b]52;c;{payload}\x07"
    if environ.get("TMUX"):
        inner = sequence.replace("\x1b", "\x1b\x1b")
        return f"{sequence}\x1bPtmux;{inner}\x1b\\"
    if environ.get("STY") or environ.get("TERM", "").startswith("screen"):
        parts = range(0, len(sequence), _SCREENS_MOST)
        return "".join(f"\x1bP{sequence[at : at + _SCREENS_MOST]}\x1b\\" for at in parts)
    return sequence

"""What Textual reads from the environment when it is imported, set for slow links.

A variable that the person set is left as it is. Nothing here may import Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

THEME = "ansi-dark"
"""The terminal's own sixteen colours: half the bytes of truecolor, and they suit its background."""

_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")

_EVERYWHERE = {
    "TEXTUAL_THEME": THEME,
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}
_NEARBY = {
    # Frames per second: the most that a key waits for its paint. Nothing is painted without need.
    "TEXTUAL_FPS": "240",
}
_OVER_A_LINK = {
    # Milliseconds: the rest of an arrow key's sequence may come 150 ms after its Escape.
    "ESCDELAY": "400",
    # What a held key paints in between is never seen, yet it is sent.
    "TEXTUAL_FPS": "30",
}


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set what the person left open; to be called before Textual is imported."""
    for name, value in defaults(environ).items():
        environ.setdefault(name, value)


def defaults(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that suit this terminal."""
    return _EVERYWHERE | (_OVER_A_LINK if is_remote(environ) else _NEARBY)


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is at the other end of a link."""
    return any(environ.get(name) for name in _REMOTE)

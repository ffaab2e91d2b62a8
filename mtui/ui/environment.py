"""What Textual reads from the environment when it is imported, set for slow links.

A variable that the person set is left as it is. Nothing here may import Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

THEME = "ansi-dark"
"""The terminal's own sixteen colours: half the bytes of truecolor, and they suit its background."""

_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")

_ASCII_TERMINALS = ("linux", "dumb")
"""Their fonts have few signs, or nobody knows which."""
_COLOURLESS_TERMINALS = ("dumb",)

_EVERYWHERE = {
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


@frozen
class Abilities:
    """What the terminal can show."""

    has_colour: bool = True
    """False where there is none, or where the person wants none (``NO_COLOR``)."""
    has_unicode: bool = True
    """False where it shows ASCII alone."""


def abilities(environ: Mapping[str, str]) -> Abilities:
    """Return what the variables say of the terminal; to be called before ``prepare``."""
    terminal = environ.get("TERM", "")
    return Abilities(
        has_colour=not environ.get("NO_COLOR") and terminal not in _COLOURLESS_TERMINALS,
        has_unicode=terminal not in _ASCII_TERMINALS and _speaks_utf8(environ),
    )


def _speaks_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the locale has UTF-8; where none is set, as in many containers, it counts as so."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    # Python itself turns an LC_CTYPE of "C" into this one when it starts (PEP 538).
    if locale == "C.UTF-8" and not environ.get("LC_ALL"):
        locale = environ.get("LANG") or locale
    return not locale or "utf8" in locale.lower().replace("-", "")


def prepare(environ: MutableMapping[str, str], theme: str = THEME) -> None:
    """Set what the person left open; to be called before Textual is imported."""
    if not environ.get("NO_COLOR"):
        environ.pop("NO_COLOR", None)  # empty, it asks for nothing (no-color.org)
    for name, value in defaults(environ, theme).items():
        environ.setdefault(name, value)


def defaults(environ: Mapping[str, str], theme: str = THEME) -> dict[str, str]:
    """Return the variables that suit this terminal."""
    link = _OVER_A_LINK if is_remote(environ) else _NEARBY
    shown = theme if abilities(environ).has_colour else THEME
    return {"TEXTUAL_THEME": shown} | _EVERYWHERE | link


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is at the other end of a link."""
    return any(environ.get(name) for name in _REMOTE)

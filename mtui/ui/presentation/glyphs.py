"""The few signs that mtui draws, and their stand-ins for terminals that cannot show them."""

from __future__ import annotations

from mtui.domain.frozen import frozen


@frozen
class Glyphs:
    """One set of signs; each takes one cell, except where said otherwise."""

    cursor: str
    """Beside the row that keys act on."""
    mark: str
    """Beside a marked row."""
    ellipsis: str
    """Where text was cut."""
    ascending: str
    descending: str
    nothing: str
    """In the place of a value that is missing."""
    times: str
    completed: str
    running: str
    waiting: str
    failed: str
    killed: str
    deleting: str
    unknown: str
    bar_full: str
    """Done, in a progress bar."""
    bar_empty: str


UNICODE = Glyphs(
    cursor="▌",
    mark="●",
    ellipsis="…",
    ascending="↑",
    descending="↓",
    nothing="–",
    times="×",
    completed="✓",
    running="▶",
    waiting="…",
    failed="✗",
    killed="■",
    deleting="◌",
    unknown="?",
    bar_full="█",
    bar_empty="░",
)

ASCII = Glyphs(
    cursor=">",
    mark="*",
    ellipsis="~",
    ascending="^",
    descending="v",
    nothing="-",
    times="x",
    completed="+",
    running=">",
    waiting=".",
    failed="!",
    killed="#",
    deleting="o",
    unknown="?",
    bar_full="#",
    bar_empty=".",
)


def glyphs_for(*, has_unicode: bool) -> Glyphs:
    """Return the signs that a terminal can show."""
    return UNICODE if has_unicode else ASCII

"""How a list stands, as the words of its title and of the view in its place."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from mtui.domain.errors import ApiError
from mtui.domain.frozen import frozen
from mtui.domain.jobs import other_generation
from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.notices import asked, error_headline
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.errors import MtuiError
    from mtui.domain.jobs import Generation
    from mtui.ui.presentation.cells import Part
    from mtui.ui.presentation.glyphs import Glyphs
    from mtui.ui.sheet import Sheet

_LONGEST = 60
_KEY = "bold $accent"
_WARNING = "bold $warning"


JOBS_HEADING = ("Jobs", "bold")
"""What the list of jobs is called."""


class LoadState(Enum):
    """How the list's data stand."""

    LOADING = "loading"
    LOADED = "loaded"
    FAILED = "failed"


@frozen
class Standing:
    """Everything that a list's title and its empty view depend on."""

    noun: str
    """What one row is."""
    state: LoadState
    shown: int
    """How many rows the filter shows."""
    total: int
    """How many rows there are."""
    total_hint: int | None
    """How many there will be, as far as the service tells."""
    is_part: bool
    """Whether only what the filter shows was asked for, so that there are others."""
    query: str
    marked: int
    hidden_marks: int
    loaded_ms: int | None
    """When the list was last read, in epoch milliseconds; None before the first time."""
    error: MtuiError | None
    """Why the last reading failed."""

    @property
    def has_nothing_yet(self) -> bool:
        """Whether it waits for its first rows."""
        return self.state is LoadState.LOADING and self.total == 0

    @property
    def has_failed(self) -> bool:
        """Whether there is nothing to show because reading failed."""
        return self.state is LoadState.FAILED and self.total == 0


def context_ends(
    names: Sequence[str], badges: Sequence[tuple[str, str]], refreshed_ms: int | None
) -> tuple[list[Part], list[Part]]:
    """Return the left and the right end of the line that says where the person is.

    Args:
        names: profile, region, workspace.
        badges: words with their styles.
        refreshed_ms: when the list was last read, in epoch milliseconds.
    """
    shown = [safe(name, _LONGEST) for name in names if name]
    left: list[Part] = [" "]
    for index, name in enumerate(shown):
        left += [(" · ", "dim")] if index else []
        left.append((name, "bold" if index == 0 else ""))
    right: list[Part] = []
    for badge in badges:
        right += [badge, "  "]
    if refreshed_ms is not None:
        right.append((exact_time(refreshed_ms)[11:16], "dim"))
    right.append(" ")
    return left, right


def count_words(standing: Standing, plain: str) -> str:
    """Return how many rows there are; ``plain`` says it where there is nothing to add."""
    if standing.state is LoadState.LOADING and standing.loaded_ms is None:
        return "loading…"
    if standing.has_failed:
        return "not loaded"
    hint = standing.total_hint
    if standing.query:
        total = hint or standing.total if standing.is_part else standing.total
        return f"{standing.shown:,} of {total:,}"
    if standing.state is LoadState.LOADING and hint and hint > standing.total:
        return f"{standing.total:,} of {hint:,}"
    return plain


def title_parts(standing: Standing, heading: list[Part], plain_count: str) -> list[Part]:
    """Return the title: what it is, how many, the filter, the marks, and what is wrong."""
    parts: list[Part] = [" ", *heading, "  ", count_words(standing, plain_count)]
    if standing.marked:
        words = f"{standing.marked:,} marked"
        if standing.hidden_marks:
            words += f" ({standing.hidden_marks:,} hidden)"
        parts += ["  ", (words, _WARNING)]
    if standing.query:
        parts += ["  ", (safe(standing.query, _LONGEST), "$accent")]
    if standing.total and standing.state is LoadState.LOADING:
        parts += ["  ", ("loading…", "dim")]
    if standing.total and standing.state is LoadState.FAILED:
        since = exact_time(standing.loaded_ms)[11:16]
        parts += ["  ", (f"stale since {since}", _WARNING)]
    return parts


def order_parts(sheet: Sheet[Any], glyphs: Glyphs) -> list[Part]:
    """Return the title's right end: the order and the cursor's place."""
    row, count = sheet.listing.position
    arrow = glyphs.descending if sheet.view.is_descending else glyphs.ascending
    column = sheet.view.sort_column
    order: list[Part] = [(f"{column} {arrow}   ", "dim")] if column else []
    return [*order, f"{row}/{count} "]


def generation_parts(shown: Generation, key: str) -> list[Part]:
    """Return which generation is shown, and which key shows the other."""
    return [shown, (f" ({key}: {other_generation(shown)})   ", "dim")]


def standing_badges(standing: Standing) -> list[tuple[str, str]]:
    """Return what of it stands beside the time of reading, with styles."""
    return [("only matches read", "$accent")] if standing.is_part else []


def blank_lines(
    standing: Standing, empty_words: tuple[str, str], ways_on: Sequence[tuple[str, str]]
) -> list[list[Part]]:
    """Return what stands in the place of the rows: why there are none, and which key helps.

    Args:
        standing: how the list stands.
        empty_words: what to say when there really is nothing, and the keys that help then.
        ways_on: keys that help after a failure, each with what it does.
    """
    if standing.has_nothing_yet:
        return [[f"Reading {standing.noun}s from the service…"]]
    if standing.has_failed and standing.error is not None:
        return [*_failure_lines(standing.error), [], keys_parts(ways_on)]
    if standing.query and (standing.total or standing.is_part):
        words = f"No {standing.noun} matches {safe(standing.query, _LONGEST)!r}."
        return [[words], [("esc", _KEY), " shows all again"]]
    words, keys = empty_words
    return [[words], [(keys, "dim")]]


def _failure_lines(error: MtuiError) -> list[list[Part]]:
    lines: list[list[Part]] = [[(error_headline(error), "bold $error")]]
    if isinstance(error, ApiError):
        lines.append([(asked(error.answer), "dim")])
    if error.hint:
        lines.append([safe(error.hint)])
    return lines


def keys_parts(keys: Sequence[tuple[str, str]]) -> list[Part]:
    """Return keys with what each does, in one line."""
    return [part for key, words in keys for part in ((key, _KEY), f" {words}   ")]

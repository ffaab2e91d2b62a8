"""How a list stands, as the words of its title and of the view in its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from mtui.domain.errors import ApiError
from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.notices import asked, error_headline
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.errors import MtuiError
    from mtui.ui.presentation.cells import Part

_LONGEST = 60
_KEY = "bold $accent"
_WARNING = "bold $warning"


class LoadState(Enum):
    """How the list's data stand."""

    LOADING = "loading"
    LOADED = "loaded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
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


def count_words(standing: Standing, plain: str) -> str:
    """Return how many rows there are; ``plain`` says it where there is nothing to add."""
    if standing.state is LoadState.LOADING and standing.loaded_ms is None:
        return "loading…"
    if standing.has_failed:
        return "not loaded"
    if standing.query:
        return f"{standing.shown:,} of {standing.total:,}"
    hint = standing.total_hint
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
    if standing.query and standing.total:
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

"""How much of a list is asked for and at hand: all of it, or only what a filter lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtui.domain.query import ServerFilter


class Extent:
    """Knows what was asked of the service, so that nothing is missed that was not asked for.

    Wherever it says what is asked for or at hand, None stands for all.
    """

    def __init__(self) -> None:
        self.asked: ServerFilter | None = None
        """What the newest load asks for."""
        self.total: int | None = None
        """How many rows there are in all, as far as the service tells."""
        self._held: ServerFilter | None = None
        self._holds = False
        self._is_long = False
        self._takes_filters = True

    @property
    def is_part(self) -> bool:
        """Whether there are rows that are neither at hand nor on their way."""
        return (self._held if self._holds else self.asked) is not None

    def allowed(self, only: ServerFilter | None) -> ServerFilter | None:
        """Return what to ask for, for these rows to come: these alone only where that saves.

        It saves nothing where all rows come in one answer.
        """
        return only if self._is_long and self._takes_filters else None

    def misses(self, only: ServerFilter | None) -> bool:
        """Return whether rows that pass this filter were not asked for."""
        return _is_wanting(self.asked, only)

    def begin(self, only: ServerFilter | None) -> bool:
        """Note that a load asks for these; return whether its rows are to be shown as they come.

        So it is where some of them are missing. Else they change all at once, in the end.
        """
        self._holds = self._holds and not _is_wanting(self._held, only)
        self.asked = only
        return not self._holds

    def measured(self, *, is_long: bool) -> None:
        """Note whether there is more than the first answer of a load brought."""
        if self.asked is None:
            self._is_long = is_long

    def told(self, total: int | None) -> None:
        """Note how many rows there are, as an answer to the load has it."""
        if self.asked is None:
            self.total = total

    def lost(self, count: int) -> None:
        """Note that so many rows are gone."""
        if self.total is not None:
            self.total = max(0, self.total - count)

    def end(self) -> None:
        """Note that the load brought all that it asked for."""
        self._held, self._holds = self.asked, True

    def failed(self) -> None:
        """Note that it did not."""
        if self._holds:
            self.asked = self._held

    def refused(self) -> bool:
        """Note that the service refused the load; return whether a load of all may do better."""
        is_new = self.asked is not None
        self._takes_filters = self._takes_filters and not is_new
        return is_new


def _is_wanting(held: ServerFilter | None, only: ServerFilter | None) -> bool:
    return held is not None and (only is None or not held.covers(only))

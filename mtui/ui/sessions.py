"""The sessions that are open: one is at work, those that were left may still be closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.services.portal import close_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.services.portal import Portal
    from mtui.services.session import Session

_SOON_S = 0.5
"""How long leaving takes at most without a word, in seconds."""
_CLOSE_S = 6.0
"""How long leaving waits for requests in flight, in seconds."""


class Sessions:
    """Holds every portal until its session is closed."""

    def __init__(self) -> None:
        self._at_work: Portal[Session] | None = None
        self._open: tuple[Portal[Session], ...] = ()

    @property
    def portal(self) -> Portal[Session]:
        """The way to the session at work.

        Raises:
            RuntimeError: there is none.
        """
        if self._at_work is None:
            raise RuntimeError("no profile is open")
        return self._at_work

    @property
    def is_any_at_work(self) -> bool:
        """Whether a profile is open."""
        return self._at_work is not None

    @property
    def has_failed(self) -> bool:
        """Whether the session at work could not be opened."""
        return self._at_work is not None and self._at_work.has_failed

    def leave(self) -> None:
        """Begin to close the session at work; ``close`` waits for those that are not done then."""
        self._at_work = None
        self._open = tuple(each for each in self._open if not each.close(0))

    def work_with(self, portal: Portal[Session]) -> None:
        """Put a session to work."""
        self._open = (*self._open, portal)
        self._at_work = portal

    def close(self, tell: Callable[[str], None]) -> None:
        """Close every session, in any thread; requests in flight are awaited a moment.

        Args:
            tell: says to a person what is waited for, if that takes long.
        """
        self._at_work = None
        if not close_all(self._open, _SOON_S):
            tell("waiting for the requests under way; Ctrl+C leaves at once, the journal has them")
            close_all(self._open, _CLOSE_S)

"""Whether a person can have seen what is on the screen.

A terminal answers a request for the cursor's position only once it has drawn all that came
before the request. Whatever was typed before that answer was typed without having seen it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from mtui.ui.news import News

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.timer import Timer

_ASK = "\x1b[6n"
_PATIENCE = 4
"""So many times the time to read passes before a silent terminal is asked again, or believed."""


class Sight:
    """The terminal's answers, which come in the order of the requests.

    Args:
        owner: who is told when one comes.
        write: sends to the terminal.
        is_drained: whether the terminal has taken all that was sent to it.
    """

    def __init__(
        self, owner: DOMNode, write: Callable[[str], None], is_drained: Callable[[], bool]
    ) -> None:
        self.answered: News[int] = News(owner, "drawn")
        """Tells how many requests are answered now."""
        self.is_drained = is_drained
        """Whether the terminal has taken all that was sent to it; it may not have drawn it."""
        self._write = write
        self._asked = 0
        self._answered = 0

    @property
    def has_answered(self) -> bool:
        """Whether this terminal is one that answers."""
        return self._answered > 0

    def ask(self) -> int:
        """Ask the terminal to answer once all before is drawn; return the request's number."""
        self._asked += 1
        self._write(_ASK)
        return self._asked

    def take_answer(self) -> None:
        """Note that the terminal answered; some function keys look the same and count no more."""
        if self._answered < self._asked:
            self._answered += 1
            self.answered.publish(self._answered)


class Glance:
    """Whether what a screen shows now was drawn, and has stood there long enough to be read."""

    def __init__(self, screen: Screen[Any], sight: Sight, read_s: float) -> None:
        """Create it; nothing counts as seen before ``begin``.

        Args:
            screen: what is to be seen; it must be mounted.
            sight: the terminal's answers.
            read_s: how long it takes to read, in seconds.
        """
        self._screen = screen
        self._sight = sight
        self._read_s = read_s
        self._request = 0
        self._read_at = float("inf")
        self._is_drawn = False
        self._patience: Timer | None = None
        sight.answered.subscribe(screen, self._answered)

    def begin(self) -> None:
        """Begin anew, because something else is shown from now on."""
        self._request = 0
        self._read_at = float("inf")
        self._is_drawn = False
        if self._patience is not None:
            self._patience.stop()
        self._screen.call_after_refresh(self._painted)

    def was_over(self, moment: float) -> bool:
        """Return whether it had been seen at that moment, on the monotonic clock."""
        return self._is_drawn and moment >= self._read_at

    def _painted(self) -> None:
        self._request = self._sight.ask()
        self._read_at = time.monotonic() + self._read_s
        self._wait()

    def _wait(self) -> None:
        if self._patience is not None:
            self._patience.stop()
        self._patience = self._screen.set_timer(_PATIENCE * self._read_s, self._waited)

    def _waited(self) -> None:
        """Believe a terminal that never answered, once it took everything; ask any other again."""
        if self._is_drawn:
            return
        if not self._sight.is_drained():
            # It can be read from the next look on at the earliest.
            self._read_at = time.monotonic() + (_PATIENCE + 1) * self._read_s
            self._wait()
        elif self._sight.has_answered:
            self._sight.ask()  # an answer may have been lost; the next one stands for it
            self._wait()
        else:
            self._is_drawn = True

    def _answered(self, count: int) -> None:
        if self._is_drawn or not 0 < self._request <= count:
            return
        now = time.monotonic()
        if now > self._read_at:
            self._read_at = now + self._read_s  # it was drawn late
        self._is_drawn = True

"""Keys act one after the other: each has done its work before the next is looked at.

Textual hands every key to the widget that has the focus at that moment, and looks for bindings
once the key has come back. Over a slow link several keys come in one packet: all of them would
go to the widget that had the focus before the first one acted.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.dom import DOMNode
    from textual.events import Key, Paste
    from textual.screen import Screen

_PATIENCE_S = 0.1
"""How long a key may hold the next one up, in seconds: its widget may have gone with it."""

_REMEMBERED = 16
"""So many keys are remembered with the screen that they were meant for."""


class KeyTurns:
    """Lets keys and pastes act in their order.

    Args:
        app: where they come from and come back to.
        hand_on: lets Textual handle one.
    """

    def __init__(self, app: App[None], hand_on: Callable[[Key | Paste], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Key | Paste] = deque()
        self._current: Key | Paste | None = None
        self._since = 0.0
        self._meant: deque[tuple[Key | Paste, ref[Screen[Any]]]] = deque(maxlen=_REMEMBERED)
        self._is_watched = False

    async def take(self, event: Key | Paste) -> None:
        """Let it act, now or when it is its turn."""
        if self._current is None:
            self._begin(event)
            await self._act(event)
        else:
            self._waiting.append(event)
            self._watch()

    def has_strayed(self, event: Key) -> bool:
        """Return whether another screen has come before the one that a key was meant for.

        What waits behind such a key is dropped with it.
        """
        screen = self._app.screen
        has_strayed = any(each is event and meant() is not screen for each, meant in self._meant)
        if has_strayed:
            self._waiting.clear()  # the rest of its packet would mean something else without it
        return has_strayed

    async def _act(self, event: Key | Paste) -> None:
        screen = self._app.screen
        if not screen.is_mounted:
            # What is called later on it is called once it is there.
            screen.call_later(self._app.call_later, self._act, event)
            return
        self._since = time.monotonic()
        self._meant.append((event, ref(screen)))
        receiver = self._app.focused or screen
        await self._hand_on(event)
        if event.is_forwarded:
            self._follow(receiver, event)
        else:
            self._end(event)

    def _follow(self, node: DOMNode, event: Key | Paste) -> None:
        """Go after it from widget to widget: what is called later is called once it was there."""
        if not node.call_later(self._has_passed, node, event):
            self._end(event)

    def _has_passed(self, node: DOMNode, event: Key | Paste) -> None:
        above = node.parent
        # What comes from the app goes back to it, though it is marked as stopped just before.
        is_stopped = event._stop_propagation and above is not self._app  # noqa: SLF001
        if is_stopped or above is None:
            self._end(event)
        else:
            self._follow(above, event)

    def _end(self, event: Key | Paste) -> None:
        """Let the next one act, unless it did because this one took too long."""
        if event is self._current:
            self._current = None
            if self._waiting:
                following = self._waiting.popleft()
                self._begin(following)
                self._app.call_later(self._act, following)

    def _begin(self, event: Key | Paste) -> None:
        self._current = event
        self._since = time.monotonic()

    def _watch(self) -> None:
        if not self._is_watched:
            self._is_watched = True
            self._app.set_timer(_PATIENCE_S, self._lose_patience)

    def _lose_patience(self) -> None:
        self._is_watched = False
        is_late = time.monotonic() - self._since >= _PATIENCE_S
        if self._current is not None and is_late and self._app.screen.is_mounted:
            self._end(self._current)
        if self._waiting:
            self._watch()

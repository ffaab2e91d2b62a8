"""The newest answers of the service and of mtui itself, for the status pane and its history."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.ui.news import News
from mtui.ui.presentation.cells import Tone

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from mtui.domain.answers import ApiAnswer

_KEPT = 1000


@frozen
class Notice:
    """One thing that a person should read; it stays until dismissed."""

    tone: Tone
    headline: str
    """What happened: an error code and message, or what was achieved."""
    detail: str = ""
    """What was asked, HTTP status, request id."""
    hint: str = ""
    """What to do about it."""
    at_ms: int = 0
    """When, in epoch milliseconds."""
    answer: ApiAnswer | None = None
    """The service's answer that it is about, if it is about one."""

    @property
    def is_bad(self) -> bool:
        """Whether something went wrong."""
        return self.tone is Tone.BAD


class NoticeLog:
    """All notices, newest last, and the one that the status pane shows."""

    def __init__(self, owner: DOMNode) -> None:
        self.changed: News[Notice | None] = News(owner, "notice")
        self._history: deque[Notice] = deque(maxlen=_KEPT)
        self._shown: Notice | None = None

    @property
    def history(self) -> tuple[Notice, ...]:
        """All notices, newest first."""
        return tuple(reversed(self._history))

    @property
    def shown(self) -> Notice | None:
        """The notice in the status pane; None once it was dismissed."""
        return self._shown

    def add(self, notice: Notice) -> None:
        """Show a notice and keep it in the history."""
        self._history.append(notice)
        self._shown = notice
        self.changed.publish(notice)

    def dismiss(self) -> None:
        """Clear the status pane; the history keeps the notice."""
        self._shown = None
        self.changed.publish(None)

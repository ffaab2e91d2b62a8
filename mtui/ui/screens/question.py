"""A question with few answers, each behind a key of its own; Enter and Space answer nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.domain.frozen import frozen
from mtui.ui.screens.once import Once
from mtui.ui.sight import Glance
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.app import MtuiApp
    from mtui.ui.presentation.cells import Part


@frozen
class Answer:
    """One way to answer."""

    key: str
    words: str
    """What the key does, after the key."""


class QuestionModal(Once[str | None], ModalScreen[str | None]):
    """Returns the key of the answer, None if the person went away.

    No key answers before the terminal has drawn the question and it has stood there long enough
    to be read.
    """

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="question.cancel", tooltip="Change nothing")
    ]

    app: MtuiApp

    def __init__(
        self,
        question: str,
        lines: Sequence[Part],
        answers: Sequence[Answer],
        *,
        escape_words: str,
    ) -> None:
        """Create it.

        Args:
            question: what is asked.
            lines: what to know before answering.
            answers: how to answer.
            escape_words: what Escape does.
        """
        super().__init__()
        self._question = question
        self._lines = tuple(lines)
        self._answers = tuple(answers)
        self._escape_words = escape_words

    def compose(self) -> ComposeResult:
        """The question, what to know, and the answers."""
        with Vertical(id="dialog"):
            yield Static(Content.styled(self._question, "bold"), id="question")
            yield Static(
                Content("\n").join(Content.assemble(line) for line in self._lines), id="lines"
            )
            yield TextLine(id="answers")

    def on_mount(self) -> None:
        """Say what the keys do; nothing can be answered yet."""
        parts: list[Part] = []
        for answer in self._answers:
            parts += [(answer.key, "bold $error"), f" {answer.words}   "]
        parts += [("esc", "bold"), f" {self._escape_words}"]
        self.query_one("#answers", TextLine).show(parts)
        self._glance = Glance(self, self.app.sight, self.app.launch.seen_s)

    def on_resize(self) -> None:
        """After every change of size the question must be seen anew."""
        self._glance.begin()

    def on_key(self, event: events.Key) -> None:
        """Take an answer."""
        if event.key.startswith("alt+"):
            event.stop()
            self.dismiss(None)  # an Escape whose next key came in the same packet
        elif event.character in {answer.key for answer in self._answers}:
            event.stop()
            if self._glance.was_over(event.time):
                self.dismiss(event.character)

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)

"""What went wrong: the service's own words first, then what is documented of its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.domain.error_codes import explain
from mtui.ui.screens.once import Once
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.notices import Notice

_KEYS_HEIGHT = 2
"""The line with the key, and the blank one above it."""


class ExplainModal(Once[None], ModalScreen[None]):
    """Explains one thing that went wrong."""

    CSS_PATH = "explain.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,e,enter", "back", "back", id="explain.back", tooltip="Back")
    ]

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice

    def compose(self) -> ComposeResult:
        """One block of text, and below it the way back."""
        with Vertical(id="dialog"):
            with VerticalScroll():
                yield Static(self._text(), markup=False)
            yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Say how to leave."""
        self.query_one("#keys", TextLine).show((("esc back", "dim"),))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the way back in sight."""
        self.query_one(VerticalScroll).styles.max_height = event.size.height - _KEYS_HEIGHT

    def _text(self) -> Content:
        notice = self._notice
        lines = [Content.styled(notice.headline, "bold $error")]
        lines += [Content.styled(notice.detail, "dim")] if notice.detail else []
        lines += [Content(notice.hint)] if notice.hint else []
        lines += _known(notice.answer.error_code if notice.answer else "")
        return Content("\n").join(lines)

    def action_back(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)


def _known(code: str) -> list[Content]:
    """Return what the vendor's tables say of a code."""
    if not code:
        return []
    known = explain(code)
    if known is None:
        return [Content(""), Content("This code stands in none of the vendor's tables.")]
    return [
        Content(""),
        _fact("What it means", known.cause),
        _fact("Does trying again help", known.retry),
        _fact("Who can mend it", known.fixer),
        _fact("Documentation", known.link),
    ]


def _fact(name: str, value: str) -> Content:
    return Content.assemble((f"{name}: ", "bold"), value)

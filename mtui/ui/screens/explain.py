"""What an error code means: the service's own words first, then what is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.domain.error_codes import explain
from mtui.ui.presentation.notices import asked
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.domain.answers import ApiAnswer


class ExplainModal(ModalScreen[None]):
    """Explains one answer of the service."""

    CSS_PATH = "explain.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,e,enter", "back", "back", id="explain.back", tooltip="Back")
    ]

    def __init__(self, answer: ApiAnswer) -> None:
        super().__init__()
        self._answer = answer

    def compose(self) -> ComposeResult:
        """One block of text."""
        with VerticalScroll(id="dialog"):
            yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        answer = self._answer
        lines = [
            Content.styled(safe(answer.error_code), "bold $error"),
            Content(safe(answer.error_msg) or "The service gave no message."),
            Content.styled(asked(answer), "dim"),
            Content(""),
        ]
        known = explain(answer.error_code)
        if known is None:
            lines.append(Content("This code stands in none of the vendor's tables."))
        else:
            lines += [
                _fact("What it means", known.cause),
                _fact("Does trying again help", known.retry),
                _fact("Who can mend it", known.fixer),
                _fact("Documentation", known.link),
            ]
        lines += [Content(""), Content.styled("esc back", "dim")]
        return Content("\n").join(lines)

    def action_back(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)


def _fact(name: str, value: str) -> Content:
    return Content.assemble((f"{name}: ", "bold"), value)

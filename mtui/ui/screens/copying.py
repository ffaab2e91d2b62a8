"""What to copy, and the text alone for terminals whose clipboard cannot be set."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.ui.screens.choose import Choice, ChooseModal
from mtui.ui.screens.once import Once
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.presentation.copying import Offer


class CopyModal(ChooseModal):
    """Returns the number of what is to be copied, None for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "view", "view", id="copy.view", tooltip="Show the text alone, to select it")
    ]

    def __init__(self, offers: Sequence[Offer]) -> None:
        choices = [
            Choice(str(number), offer.label, offer.text) for number, offer in enumerate(offers)
        ]
        super().__init__("Copy", choices, None)
        self.wants_view = False
        """Whether the text is to be shown instead."""

    def keys_words(self, open_key: str) -> str:
        """Return what the keys do."""
        view = self.app.key_name("copy.view", CopyModal)
        return f" {open_key} send to the terminal's clipboard  {view} view  esc cancel"

    def action_view(self) -> None:
        """Show the text instead of sending it."""
        self.wants_view = True
        self.dismiss(self.query_one(ResourceTable).cursor_key)


class PlainScreen(Once[None], ModalScreen[None]):
    """A text and nothing beside it, so that the terminal's own selection gets it alone."""

    CSS_PATH = "copying.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,c,v", "back", "back", id="plain.back", tooltip="Back")
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, and how to leave in the last line."""
        with VerticalScroll():
            yield Static(self._text, markup=False)
        yield TextLine()

    def on_mount(self) -> None:
        """Say how to leave."""
        self.query_one(TextLine).show((("esc back", "dim"),))

    def action_back(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)

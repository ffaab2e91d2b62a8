"""The way out of a dialog that destroys: it has the focus from the beginning."""

from __future__ import annotations

from mtui.ui.widgets.text_line import TextLine


class CancelButton(TextLine, can_focus=True):
    """Has the focus from the beginning; Enter on it cancels."""

    def on_focus(self) -> None:
        """Show that Enter acts here."""
        self.show((("[ Cancel ]", "reverse"),))

    def on_blur(self) -> None:
        """Show that Enter acts elsewhere."""
        self.show(("[ Cancel ]",))

    def on_click(self) -> None:
        """Cancel."""
        self.screen.dismiss(None)

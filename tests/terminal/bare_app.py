"""The least that a Textual program can be: the yardstick for start-up time."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Yield the one widget."""
        yield Static("bare and ready")


if __name__ == "__main__":
    BareApp().run()

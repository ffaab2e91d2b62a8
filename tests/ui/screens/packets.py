"""What a terminal delivers besides single keys: several in one packet, and that it has drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from tests.ui.driver import Window


def send_at_once(window: Window, words: str) -> None:
    """Let the terminal deliver keys in one packet."""
    driver = window.app._driver
    assert driver is not None
    for character in words:
        name = {" ": "space", ";": "semicolon", "\t": "tab"}.get(character, character)
        key = events.Key(name, character)
        key.set_sender(window.app)
        driver.send_message(key)


def answer(window: Window, times: int = 1) -> None:
    """Let the terminal say that it has drawn what it was asked about."""
    for _ in range(times):
        window.app.post_message(events.CursorPosition(0, 0))

"""A program on a terminal that may be far away, stop reading, or hang up."""

from __future__ import annotations

import os
import sys
from threading import Event
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.binding import Binding
from textual.events import Key, Paste

from mtui.ui.canvas import canvas_for
from mtui.ui.clipboard import set_clipboard
from mtui.ui.key_names import key_name
from mtui.ui.presentation.glyphs import glyphs_for
from mtui.ui.sight import Sight
from mtui.ui.themes import THEMES
from mtui.ui.turns import KeyTurns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import RenderableType
    from textual import events
    from textual.await_complete import AwaitComplete
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.theme import Theme

    from mtui.ui.canvas.driver import ThriftyDriver
    from mtui.ui.environment import Abilities
    from mtui.ui.opening import Opening
    from mtui.ui.presentation.glyphs import Glyphs

_OPENING_S = 0.3
"""How long what was drawn before Textual was there may stand in for what is there, in seconds."""

_SPELLED_KEYS = {"⏎": "enter", "⌫": "backsp", "↑": "up", "↓": "down", "←": "left", "→": "right"}
"""What keys are called where their signs cannot be shown."""

_ENTER = Binding("enter", "submit")


class Shell(App[None]):
    """What an app here is besides its screens: thrifty on the line, and orderly when it ends.

    Args:
        report_crash: writes a report of a bug and returns the sentence that names it.
        abilities: what the terminal can show.
        opening: what has been drawn already, if anything.
    """

    def __init__(
        self,
        report_crash: Callable[[BaseException], str],
        abilities: Abilities,
        opening: Opening | None,
    ) -> None:
        super().__init__(ansi_color=None)
        self.canvas = opening.canvas if opening is not None else canvas_for(abilities)
        """What stands on the terminal."""
        self.glyphs: Glyphs = glyphs_for(has_unicode=abilities.has_unicode)
        self._opening = opening
        self.sight = Sight(self, self._write_to_terminal, self._is_drained)
        self._turns = KeyTurns(self, super().on_event)
        self.last_words = ""
        """What a bug that ended the app is told with, once the terminal was given back."""
        self.is_leaving = False
        """Whether the sessions are being closed: what fails for that is no bug."""
        self.has_left = Event()
        """Set once the terminal was given back."""
        self._changed_keys: Mapping[str, str] = {}
        self._report_crash = report_crash
        self._abilities = abilities

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes, and those of ours; asked for with every widget that is styled."""
        return THEMES

    def get_key_display(self, binding: Binding) -> str:
        """Return what a key is called."""
        shown = super().get_key_display(binding)
        return shown if self._abilities.has_unicode else _SPELLED_KEYS.get(shown, shown)

    def set_keymap(self, keymap: Mapping[str, str]) -> None:
        """Give bindings other keys, by their names."""
        self._changed_keys = keymap
        super().set_keymap(keymap)

    def key_name(self, name: str, owner: type[DOMNode]) -> str:
        """Return what the key is called that does now what has this name, for a sentence.

        Raises:
            LookupError: the class has no binding of this name.
        """
        return key_name(self, self._changed_keys, name, owner)

    @property
    def enter_name(self) -> str:
        """What the key is called that sends off what was typed."""
        return self.get_key_display(_ENTER)

    def copy_to_clipboard(self, text: str) -> None:
        """Send text to the terminal's clipboard, which may or may not take it.

        Raises:
            TooLongError: no terminal would take that much.
        """
        sequence = set_clipboard(text, os.environ)
        self._clipboard = text
        self._write_to_terminal(sequence)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that sends little, where there is one."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from mtui.ui.canvas.driver import ThriftyDriver

        return ThriftyDriver

    async def on_event(self, event: events.Event) -> None:
        """Let keys act in their order; all else goes Textual's way."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self._turns.take(event)
        elif not (isinstance(event, Key) and self._turns.has_strayed(event)):
            await super().on_event(event)

    def on_ready(self) -> None:
        """Find out whether this terminal answers, once the first screen is painted."""
        self.sight.ask()
        self.set_timer(_OPENING_S, self.end_opening)

    def take_over(self) -> list[Any] | None:
        """Go on from what has been drawn; return the modes that the terminal had before that."""
        opening = self._opening
        modes = None if opening is None else opening.hand_over()
        if modes is None:
            self._opening = None
        elif opening is not None and opening.has_rows:
            self.canvas.hold()
        return modes

    def give_back(self) -> None:
        """Leave the terminal as it was found, if Textual did not take it; from any thread."""
        if self._opening is not None:
            self._opening.give_back()

    def end_opening(self) -> None:
        """Show the first screen as it is now, and take the keys, unless that was done already."""
        opening, self._opening = self._opening, None
        if self.canvas.release() and self.screen_stack:
            self.screen.refresh()
        if opening is not None:
            self.call_after_refresh(self._pass_keys_on)

    def _pass_keys_on(self) -> None:
        driver = self._thrifty_driver
        if driver is not None:
            driver.pass_keys_on()

    def on_resize(self, event: events.Resize) -> None:
        """Paint all anew: terminals move things about when their size changes."""
        if self._opening is not None and self._opening.size == tuple(event.size):
            return  # the size that Textual tells at its start
        self.end_opening()
        self.canvas.width = event.size.width
        self.canvas.forget()

    def action_redraw(self) -> None:
        """Paint all anew: another program may have written to the terminal."""
        self.canvas.forget()
        self.screen.refresh()

    def action_mouse(self) -> None:
        """Take the mouse from the terminal, or give it back."""
        driver = self._thrifty_driver
        if driver is not None:
            self.mouse_changed(is_ours=driver.toggle_mouse())

    def mouse_changed(self, *, is_ours: bool) -> None:
        """Called when the mouse was taken or given back."""

    def on_cursor_position(self) -> None:
        """The terminal has drawn what it was asked about."""
        self.sight.take_answer()

    def _write_to_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def _is_drained(self) -> bool:
        driver = self._thrifty_driver
        return driver is None or driver.is_drained

    @property
    def _thrifty_driver(self) -> ThriftyDriver | None:
        """The driver, if it is ours and no stand-in without a terminal."""
        from mtui.ui.canvas.driver import ThriftyDriver

        return self._driver if isinstance(self._driver, ThriftyDriver) else None

    def _fatal_error(self) -> None:
        """End the app after a bug: Textual's own report shows variables, secrets among them."""
        error = sys.exception() or self._exception
        if error is not None and not self.last_words and not self.is_leaving:
            self.last_words = self._report_crash(error)
        self.panic()

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen; its workers first, for Textual takes their widgets from under them."""
        self.workers.cancel_node(self.screen)
        return super().pop_screen()

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the app; its workers first."""
        self.workers.cancel_all()
        super().exit(result, return_code, message)

    def leave_from_thread(self) -> None:
        """Give the terminal back; callable from any thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.exit)

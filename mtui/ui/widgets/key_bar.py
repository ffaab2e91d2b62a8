"""The footer: the keys that matter here, read from the bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.widgets.text_line import Part, TextLine

if TYPE_CHECKING:
    from textual.screen import Screen

_GAP = "  "


class KeyBar(TextLine):
    """One line with every shown binding that can be used on this screen; disabled ones are dim."""

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)
        self.call_after_refresh(self._bindings_updated, self.screen)

    def on_resize(self) -> None:
        """Leave out what does not fit any more."""
        self._bindings_updated(self.screen)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        if not screen.is_attached or self.screen is not screen:
            return
        parts: list[Part] = [" "]
        room = self.size.width - 1
        seen: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if not binding.show or binding.action in seen:
                continue
            seen.add(binding.action)
            key = self.app.get_key_display(binding)
            needed = len(key) + 1 + len(binding.description) + len(_GAP)
            if needed > room:
                break
            room -= needed
            if active.enabled:
                parts += [(key, "bold $accent"), f" {binding.description}{_GAP}"]
            else:
                parts.append((f"{key} {binding.description}{_GAP}", "dim"))
        self.show(parts)

"""The footer: the keys that matter here, read from the bindings."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from textual.binding import Binding

from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode
    from textual.screen import Screen

    from mtui.ui.presentation.cells import Part

_GAP = "  "
_NEEDED = ("help", "delete", "back", "stop")
"""The actions whose keys are shown where others must give way, the most needed first."""


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
        self.show([" ", *self._fitting(_shown_bindings(screen), self.size.width - 1)])

    def _fitting(self, bindings: list[ActiveBinding], room: int) -> list[Part]:
        """Return as many keys as fit: the needed ones before the others, these from the left."""
        texts = [self._texts(active) for active in bindings]
        room += len(_GAP)  # there is none behind the last
        by_need = sorted(range(len(bindings)), key=lambda index: _need(bindings[index]))
        fitting = set()
        for index in by_need:
            room -= sum(map(len, texts[index])) + len(_GAP)
            if room < 0:
                break
            fitting.add(index)
        parts: list[Part] = []
        for index in sorted(fitting):
            parts += [_GAP] if parts else []
            key, words = texts[index]
            is_enabled = bindings[index].enabled
            parts += [(key, "bold $accent"), words] if is_enabled else [(key + words, "dim")]
        return parts

    def _texts(self, active: ActiveBinding) -> tuple[str, str]:
        binding = active.binding
        return self.app.get_key_display(binding), f" {binding.description}"


def _need(active: ActiveBinding) -> int:
    action = active.binding.action
    return _NEEDED.index(action) if action in _NEEDED else len(_NEEDED)


def _shown_bindings(screen: Screen[object]) -> list[ActiveBinding]:
    """Return the bindings that ask to be shown, one for each action."""
    found: dict[str, ActiveBinding] = {}
    for active in screen.active_bindings.values():
        if active.binding.show:
            found.setdefault(active.binding.action, active)
    nodes = list(dict.fromkeys(active.node for active in found.values()))
    return sorted(found.values(), key=lambda active: (nodes.index(active.node), _place(active)))


def _place(active: ActiveBinding) -> int:
    """Return where a binding was declared: one that got another key comes last in Textual."""
    declared = _declared(type(active.node))
    return declared.index(active.binding.id) if active.binding.id in declared else len(declared)


@cache
def _declared(owner: type[DOMNode]) -> list[str | None]:
    """Return the names of a class's bindings in order, inherited ones first."""
    lists = (vars(each).get("BINDINGS", ()) for each in reversed(owner.__mro__))
    return [each.id for each in chain.from_iterable(lists) if isinstance(each, Binding)]

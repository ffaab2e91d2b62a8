"""What the keys do, by name: the command palette reads the same bindings as footer and help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode


class _Command(NamedTuple):
    """One action, and the node that carries it out."""

    words: str
    keys: str
    action: str
    node: DOMNode


class KeyCommands(Provider):
    """Offers every key of the screen below the palette, and those that hold everywhere."""

    async def discover(self) -> Hits:
        """Yield all of them while nothing is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.words, partial(self._run, command), help=command.keys)

    async def search(self, query: str) -> Hits:
        """Yield those whose words match."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.words)) > 0:
                words = matcher.highlight(command.words)
                yield Hit(score, words, partial(self._run, command), help=command.keys)

    async def _run(self, command: _Command) -> None:
        await self.app.run_action(command.action, command.node)

    def _commands(self) -> Iterator[_Command]:
        seen: set[str] = set()
        for binding, node in self._bindings():
            if binding.id is None or binding.action in seen:
                continue  # one of Textual's own, or another key for the same
            seen.add(binding.action)
            keys = self.app.get_key_display(binding)
            yield _Command(binding.tooltip or binding.description, keys, binding.action, node)

    def _bindings(self) -> Iterator[tuple[Binding, DOMNode]]:
        for active in self.screen.active_bindings.values():
            if active.enabled:
                yield active.binding, active.node
        # The app's own count as inactive while a dialog, as the palette is one, is open.
        for binding in self.app.BINDINGS:
            if isinstance(binding, Binding):
                yield binding, self.app

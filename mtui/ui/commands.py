"""What the keys do, by name: the command palette reads the same bindings as footer and help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from mtui.config.theme import ThemeName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.style import Style

    from mtui.ui.app import MtuiApp


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
            shown = _with_keys(command.words, command)
            yield DiscoveryHit(shown, partial(self._run, command), text=command.words)

    async def search(self, query: str) -> Hits:
        """Yield those whose words match."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.words)) > 0:
                shown = _with_keys(matcher.highlight(command.words), command)
                yield Hit(score, shown, partial(self._run, command), text=command.words)

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
        actives = self.screen.active_bindings.values()
        for active in sorted(actives, key=lambda active: not active.binding.show):
            if active.enabled:
                yield active.binding, active.node
        # The app's own count as inactive while a dialog, as the palette is one, is open.
        for binding in self.app.BINDINGS:
            if isinstance(binding, Binding):
                yield binding, self.app


def _with_keys(words: str | Content, command: _Command) -> Content:
    return Content.assemble(words, (f"  {command.keys}", "dim"))


class GoToCommands(Provider):
    """Takes ``job 182626`` and ``version 182626 278813`` straight to that screen."""

    COUNTS: ClassVar = {"job": 1, "version": 2}
    """How many ids each word takes."""

    async def search(self, query: str) -> Hits:
        """Yield the way there once ids are typed."""
        word, *ids = query.split()
        if ids and len(ids) == self.COUNTS.get(word):
            shown = f"{word} {' '.join(ids)}"
            yield Hit(1.0, Content(shown), partial(self._go, *ids), help="go there")

    def _go(self, *ids: str) -> None:
        from mtui.ui.flows.visit import visit

        # Not awaited here: the app would take no keys until the service has answered.
        app = cast("MtuiApp", self.app)
        app.run_worker(visit(app, *ids))


class ThemeCommands(Provider):
    """Offers the themes."""

    async def discover(self) -> Hits:
        """Yield all of them."""
        for words, name in self._themes():
            yield DiscoveryHit(words, partial(self._choose, name))

    async def search(self, query: str) -> Hits:
        """Yield those whose words match."""
        matcher = self.matcher(query)
        for words, name in self._themes():
            if (score := matcher.match(words)) > 0:
                yield Hit(score, matcher.highlight(words), partial(self._choose, name))

    def _choose(self, name: ThemeName) -> None:
        from mtui.ui.flows.theme import choose_theme

        choose_theme(cast("MtuiApp", self.app), name)

    def _themes(self) -> Iterator[tuple[str, ThemeName]]:
        for name in ThemeName:
            used = " (in use)" if name == self.app.theme else ""
            yield f"Theme: {name}{used}", name


class Commands(Provider):
    """All of them, in this order: Textual asks several providers in no order at all."""

    def __init__(self, screen: Screen[object], match_style: Style | None = None) -> None:
        super().__init__(screen, match_style)
        kinds = (GoToCommands, KeyCommands, ThemeCommands)
        self._parts: list[Provider] = [kind(screen, match_style) for kind in kinds]

    async def discover(self) -> Hits:
        """Yield what there is while nothing is typed."""
        for part in self._parts:
            async for hit in part.discover():
                yield hit

    async def search(self, query: str) -> Hits:
        """Yield what matches."""
        for part in self._parts:
            async for hit in part.search(query):
                yield hit

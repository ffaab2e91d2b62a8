"""How screens are told of what concerns several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from textual.signal import Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

T = TypeVar("T")


class News(Signal[T]):
    """A signal that lets go of who has left.

    Textual's own keeps a screen with all its rows until it is published next (8.2.8,
    ``Signal.publish``), and some are never published.
    """

    def __init__(self, owner: DOMNode, name: str) -> None:
        super().__init__(owner, name)
        self._readers: WeakSet[DOMNode] = WeakSet()

    def subscribe(
        self, node: DOMNode, callback: Callable[[T], object], immediate: bool = False
    ) -> None:
        """Tell a mounted node from now on; forget those that are not running any more."""
        for reader in list(self._readers):
            if not reader.is_running:
                self.unsubscribe(reader)
                self._readers.discard(reader)
        super().subscribe(node, callback, immediate)
        self._readers.add(node)

"""Whose pace a read keeps: a run's looks take a turn for every request that they need."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

_turn: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("turn", default=None)


async def take_turn() -> None:
    """Wait for the turn that whoever looks has to take; for impatient clients, before each read.

    How many requests a look needs is known to its generation alone, and a service that counts
    them strictly refuses any two that come at once.
    """
    turn = _turn.get()
    if turn is not None:
        await turn()


@contextmanager
def taking(turn: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """Let every read in this block, and in tasks that it makes, wait for this first."""
    token = _turn.set(turn)
    try:
        yield
    finally:
        _turn.reset(token)

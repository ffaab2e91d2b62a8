"""Terminals and clouds that belong together, closed when whoever asked for them is done."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

from mtui.simulator.server import serve_in_thread
from tests.terminal.driver import Terminal
from tests.terminal.lab import Lab

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Spawn(Protocol):
    """Start a program in a terminal; see :class:`Terminal`."""

    def __call__(
        self,
        *argv: str | Path,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        answers_position: bool = True,
    ) -> Terminal: ...


class MakeLab(Protocol):
    """Serve a cloud with so many versions, which are gone so long after their deletion."""

    def __call__(
        self, versions: int = 60, delete_s: float = 0.3, latency_s: float = 0.1
    ) -> Lab: ...


@contextmanager
def terminals(home: Path) -> Iterator[Spawn]:
    """Start programs in terminals that share a home."""
    with ExitStack() as opened:

        def start(
            *argv: str | Path,
            columns: int = 80,
            rows: int = 24,
            environment: Mapping[str, str] | None = None,
            answers_position: bool = True,
        ) -> Terminal:
            return opened.enter_context(
                Terminal(
                    argv,
                    home=home,
                    columns=columns,
                    rows=rows,
                    environment=environment,
                    answers_position=answers_position,
                )
            )

        yield start


@contextmanager
def labs(home: Path, spawn: Spawn) -> Iterator[MakeLab]:
    """Serve clouds to programs that have this home."""
    with ExitStack() as servers:

        def make(versions: int = 60, delete_s: float = 0.3, latency_s: float = 0.1) -> Lab:
            lab = Lab(home, spawn, versions=versions, delete_s=delete_s)
            server = servers.enter_context(serve_in_thread(lab.service, latency_s=latency_s))
            lab.configure(server.url)
            return lab

        yield make

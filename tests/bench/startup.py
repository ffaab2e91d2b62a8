"""Start-up: ``mtui --demo`` to its first rows, against a bare Textual app to its text."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, interleaved, ratio
from tests.terminal import bare_app
from tests.terminal.demo import DEMO, shows_rows
from tests.terminal.driver import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 9
BUDGET = 1.25

BARE = "bare Textual app"
MTUI = "mtui --demo"


def run() -> Iterator[Figure]:
    """Time both from the start of the process to the bytes that show the text."""
    with tempfile.TemporaryDirectory() as home:
        taken = interleaved(
            {
                BARE: lambda: start(
                    (sys.executable, bare_app.__file__), "bare and ready", Path(home)
                ),
                MTUI: lambda: start(DEMO, shows_rows, Path(home)),
            },
            ROUNDS,
        )
    for name, seconds in taken.items():
        yield Figure(f"{name}, median of {ROUNDS}", 1000 * median(seconds), "ms")
        yield Figure(f"{name}, fastest", 1000 * min(seconds), "ms")
    yield Figure("ratio of the medians", ratio(taken[MTUI], taken[BARE]), "×", BUDGET)


def start(
    command: tuple[str | Path, ...], wanted: str | Callable[[Terminal], bool], home: Path
) -> float:
    """Start a program once; the seconds until what was wanted came over the wire."""
    with Terminal(command, home=home) as terminal:
        return terminal.wait_for(wanted)

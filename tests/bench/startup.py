"""Start-up: ``mtui --demo`` to its first rows, against a bare Textual app to its text.

The rows stand there before Textual is loaded, so the first key's answer is told as well.
"""

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
KEYS = "mtui --demo, to a key's answer"


def run() -> Iterator[Figure]:
    """Time both from the start of the process to the bytes that show the text."""
    with tempfile.TemporaryDirectory() as home:
        taken = interleaved(
            {
                BARE: lambda: start(
                    (sys.executable, bare_app.__file__), "bare and ready", Path(home)
                ),
                MTUI: lambda: start(DEMO, shows_rows, Path(home)),
                KEYS: lambda: answer(Path(home)),
            },
            ROUNDS,
        )
    for name, seconds in taken.items():
        yield Figure(f"{name}, median of {ROUNDS}", 1000 * median(seconds), "ms")
        yield Figure(f"{name}, fastest", 1000 * min(seconds), "ms")
    yield Figure("ratio of the medians", ratio(taken[MTUI], taken[BARE]), "×", BUDGET)
    yield Figure("the same, to a key's answer", ratio(taken[KEYS], taken[BARE]), "×")


def answer(home: Path) -> float:
    """Press a key as soon as rows are there; the seconds from the start until it shows."""
    with Terminal(DEMO, home=home) as terminal:
        terminal.wait_for(shows_rows)
        terminal.send(b"j")
        return terminal.wait_for(lambda it: it.screen()[1].endswith(" 2/32"))


def start(
    command: tuple[str | Path, ...], wanted: str | Callable[[Terminal], bool], home: Path
) -> float:
    """Start a program once; the seconds until what was wanted came over the wire."""
    with Terminal(command, home=home) as terminal:
        return terminal.wait_for(wanted)

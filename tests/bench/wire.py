"""Bytes on the wire at 80x24 over SSH, for what people do most."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.figures import Figure
from tests.terminal import budgets
from tests.terminal.busy import while_deleting, while_loading
from tests.terminal.demo import DEMO, SLOW_LINK, is_ready
from tests.terminal.driver import Terminal
from tests.terminal.spawning import labs, terminals

if TYPE_CHECKING:
    from collections.abc import Iterator

IDLE_S = 10

ESCAPE = b"\x1b"
PAGE_DOWN = b"\x1b[6~"


def run() -> Iterator[Figure]:
    """Count what the demo writes for each thing that a person does."""
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(DEMO, home=Path(home), environment=SLOW_LINK) as terminal,
    ):
        terminal.wait_for(is_ready)
        terminal.quiet()
        yield Figure("first screen with rows", terminal.mark(), "B", budgets.FIRST_SCREEN)
        moves = [terminal.cost_of(b"j") for _ in range(7)]
        yield Figure("cursor key, median of 7", median(moves), "B", budgets.CURSOR_KEY)
        yield Figure("cursor key, most", max(moves), "B")
        yield Figure("page down", terminal.cost_of(PAGE_DOWN), "B", budgets.PAGE_DOWN)
        yield Figure("confirm modal opens", terminal.cost_of(b"d"), "B", budgets.DIALOG_OPENS)
        yield Figure(
            "confirm modal closes",
            terminal.cost_of(ESCAPE, settle_ms=1_000),
            "B",
            budgets.DIALOG_CLOSES,
        )
        yield Figure(
            "refresh without change",
            terminal.cost_of(b"r", settle_ms=2_000),
            "B",
            budgets.NOTHING_NEW,
        )
        yield Figure(f"idle for {IDLE_S} s", _idle(terminal), "B", budgets.NOTHING_NEW)
    for name, measure in (("loading", while_loading), ("deleting", while_deleting)):
        with (
            tempfile.TemporaryDirectory() as home,
            terminals(Path(home)) as spawn,
            labs(Path(home), spawn) as make_lab,
        ):
            yield Figure(f"busy {name}", measure(make_lab), "B/s", budgets.BUSY_PER_S)


def _idle(terminal: Terminal) -> int:
    mark = terminal.mark()
    time.sleep(IDLE_S)
    return terminal.mark() - mark

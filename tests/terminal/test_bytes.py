"""A slow link carries few bytes for each thing that a person does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.terminal import budgets
from tests.terminal.busy import while_deleting, while_loading
from tests.terminal.demo import DEMO, SLOW_LINK, is_ready, shows_rows

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeLab, Spawn
    from tests.terminal.driver import Terminal

ESCAPE = b"\x1b"
ENTER = b"\r"
PAGE_DOWN = b"\x1b[6~"
IDLE_S = 3
ESCAPE_MS = 900
"""Longer than mtui waits over SSH for the rest of a sequence."""
SETTLE_MS = 700
"""Longer than a refresh takes, and than the cursor rests before details are read."""


@pytest.fixture
def link(spawn: Spawn) -> Terminal:
    """The demo over SSH with its first rows, quiet."""
    terminal = spawn(*DEMO, environment=SLOW_LINK)
    terminal.wait_for(is_ready)
    terminal.quiet(SETTLE_MS)
    return terminal


def open_flowers(link: Terminal) -> None:
    """Show a job of twelve versions."""
    link.send(b"/")
    link.wait_for("keep filter")
    link.send(b"flowers-fine")
    link.wait_for(lambda it: "flowers-fine" in it.screen()[1])
    link.send(ENTER)
    link.wait_for("open")
    link.quiet()
    link.send(ENTER)
    link.wait_for("12 versions")
    link.quiet(SETTLE_MS)


def test_the_first_screen(link: Terminal) -> None:
    assert link.mark() <= budgets.FIRST_SCREEN


def test_no_colour_but_the_terminals_own(link: Terminal) -> None:
    assert b"8;2;" not in link.bytes_since()
    assert b"8;5;" not in link.bytes_since()


def test_a_cursor_key(link: Terminal) -> None:
    costs = [link.cost_of(key) for key in (b"j", b"j", b"j", b"k", b"\x1b[B", b"\x1b[A")]
    assert max(costs) <= budgets.CURSOR_KEY


def test_a_page(link: Terminal) -> None:
    assert 0 < link.cost_of(PAGE_DOWN) <= budgets.PAGE_DOWN


def test_a_dialog(link: Terminal) -> None:
    opening = link.cost_of(b"d", settle_ms=SETTLE_MS)
    link.wait_for("Delete 1 whole job?")
    assert opening <= budgets.DIALOG_OPENS
    assert link.cost_of(ESCAPE, settle_ms=ESCAPE_MS) <= budgets.DIALOG_CLOSES
    assert shows_rows(link)


def test_the_filter(link: Terminal) -> None:
    assert link.cost_of(b"/") <= budgets.FILTER_OPENS


def test_a_refresh_that_brings_nothing_new(link: Terminal) -> None:
    # The time of the last refresh is shown to the minute: once it may be another one.
    costs = [link.cost_of(b"r", settle_ms=SETTLE_MS) for _ in range(2)]
    assert min(costs) == budgets.NOTHING_NEW


def test_doing_nothing(link: Terminal) -> None:
    mark = link.mark()
    time.sleep(IDLE_S)
    assert link.mark() - mark == budgets.NOTHING_NEW


def test_a_cursor_key_among_versions(link: Terminal) -> None:
    open_flowers(link)
    costs = [link.cost_of(b"j", settle_ms=SETTLE_MS) for _ in range(4)]
    assert max(costs) <= budgets.VERSION_KEY


def test_a_long_load_under_way(make_lab: MakeLab) -> None:
    assert 0 < while_loading(make_lab) <= budgets.BUSY_PER_S


def test_a_deletion_under_way(make_lab: MakeLab) -> None:
    assert 0 < while_deleting(make_lab) <= budgets.BUSY_PER_S

"""A window shrinks to one cell and grows again: nothing is confirmed by it, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.terminal.lab import READ_MS, confirm, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.terminal.conftest import MakeLab
    from tests.terminal.driver import Terminal

WHOLE = (80, 24)
SHRINKING = ((79, 24), (60, 15), (59, 14), (20, 4), (2, 1), (1, 2), (1, 1))
GROWING = ((1, 24), (80, 1), (200, 60), WHOLE)
BLIND_KEYS = (b"y", b"\r", b"y\r", b" ", b"\t", b"lab 24")
"""What a person may type who does not see the dialog."""


def resize(terminal: Terminal, sizes: Iterable[tuple[int, int]]) -> None:
    """Change the size step by step, as dragging a corner does."""
    for columns, rows in sizes:
        terminal.resize(columns, rows)
        terminal.quiet(60)


def test_a_dialog_in_a_window_of_one_cell_takes_no_yes(make_lab: MakeLab) -> None:
    lab = make_lab(24)
    terminal = lab.open()
    lab.open_job(terminal)
    terminal.send(b"*")
    terminal.wait_for("24 marked")
    terminal.send(b"d")
    terminal.wait_for("type  lab 24")
    terminal.quiet(READ_MS)
    resize(terminal, SHRINKING)
    for keys in BLIND_KEYS[:1] + BLIND_KEYS[3:]:
        terminal.send(keys)
        terminal.quiet(READ_MS)
    assert lab.sent == []
    resize(terminal, GROWING)
    terminal.wait_for("type  lab 24")
    terminal.quiet(READ_MS)
    assert lab.sent == []
    confirm(terminal, "lab 24")
    wait_until(lambda: not lab.left, "what was read and confirmed is gone")
    assert len(lab.sent) == 24


def test_a_yes_behind_a_resize_in_one_breath_is_none(make_lab: MakeLab) -> None:
    lab = make_lab(3)
    terminal = lab.open()
    lab.open_job(terminal)
    terminal.send(b"d")
    terminal.wait_for("y deletes it")
    terminal.quiet(READ_MS)
    for size in ((1, 1), WHOLE):
        terminal.resize(*size)
        terminal.send(b"y")
        terminal.quiet(READ_MS)
    terminal.wait_for("y deletes it")
    assert lab.sent == []
    terminal.send(b"\x1b")
    terminal.wait_for("3 versions")


def test_no_key_in_a_window_of_one_cell_deletes_anything(make_lab: MakeLab) -> None:
    lab = make_lab(3)
    terminal = lab.open()
    lab.open_job(terminal)
    resize(terminal, SHRINKING)
    for keys in (b"d", *BLIND_KEYS, b"D", *BLIND_KEYS, b"\x1b"):
        terminal.send(keys)
        terminal.quiet(100)
    assert lab.sent == []
    resize(terminal, GROWING)
    terminal.quiet(READ_MS)
    for _ in range(6):
        terminal.send(b"\x1b")
        terminal.quiet(300)
    terminal.wait_for("batch")
    assert lab.sent == []
    assert len(lab.left) == 3


def test_a_run_goes_on_in_a_window_of_one_cell(make_lab: MakeLab) -> None:
    lab = make_lab(40)
    terminal = lab.open()
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= 5, "the run is under way")
    resize(terminal, (*SHRINKING, *GROWING, *SHRINKING))
    wait_until(lambda: lab.records()[-1]["kind"] == "end", "the run is over")
    resize(terminal, GROWING)
    terminal.wait_for("40 gone")
    assert lab.left == []
    assert len(lab.sent) == 40
    terminal.send(b"b")
    terminal.wait_for("batch")
    terminal.quiet()
    terminal.send(b"q")
    assert terminal.wait_exit() == 0


def test_it_starts_in_a_window_of_one_cell_and_grows(make_lab: MakeLab) -> None:
    lab = make_lab(3)
    terminal = lab.start(size=(1, 1))
    wait_until(lambda: lab.service.received("GET"), "it asks for jobs")
    resize(terminal, GROWING)
    terminal.wait_for("batch")
    lab.open_job(terminal)

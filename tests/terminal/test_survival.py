"""What a deletion survives: terminals that stall, hang up or are killed, and second processes."""

from __future__ import annotations

import signal
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.lab import READ_MS, confirm, wait_until

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeLab
    from tests.terminal.driver import Terminal
    from tests.terminal.lab import Lab

LAST_SECONDS = 5.0
"""How long requests in flight are awaited when mtui must end."""
ENDS_WITHIN_S = LAST_SECONDS + 3.0
LEFT = "mtui ended"
STALL_S = 2.5
"""Longer than a terminal that never answers must be waited for."""


def assert_the_journal_is_complete(lab: Lab) -> None:
    """Every target has one outcome; what reached the cloud had its intent on the disk before."""
    outcomes = Counter(lab.told("outcome"))
    assert sorted(outcomes) == lab.version_ids
    assert set(outcomes.values()) == {1}
    sent = {int(record.path.rsplit("/", 1)[-1]) for record in lab.sent}
    assert sent <= set(lab.told("intent"))
    known = {int(r["version_id"]): r["outcome"] for r in lab.records() if r["kind"] == "outcome"}
    assert {known[each] for each in sent} <= {"gone", "unconfirmed"}
    assert {known[each] for each in set(lab.version_ids) - sent} <= {"not sent"}


TOO_MUCH_AT_ONCE = (
    b"lab 25",
    b"lab 25\r",
    b"\x1b[200~lab 25\x1b[201~",
    b"\t\r",
    b"\x1blab 25",
)
"""What comes in one packet, and so not from a hand."""


def test_no_packet_confirms_a_plan_of_many(make_lab: MakeLab) -> None:
    lab = make_lab(25)
    terminal = lab.open()
    lab.open_job(terminal)
    for packet in (b"dlab 25", *TOO_MUCH_AT_ONCE):
        terminal.send(b"u*")
        terminal.wait_for("25 marked")
        if not packet.startswith(b"d"):
            terminal.send(b"d")
            terminal.wait_for("esc cancels")
            terminal.quiet(READ_MS)
        terminal.send(packet)
        terminal.quiet(READ_MS)
        if "esc cancels" in "".join(terminal.screen()):
            terminal.send(b"\x1b")
        terminal.wait_for("25 versions ")
        terminal.quiet()
    assert not lab.sent
    assert len(lab.left) == 25


def test_a_packet_leaves_every_target_ticked(make_lab: MakeLab) -> None:
    lab = make_lab(25)
    terminal = lab.open()
    lab.open_job(terminal)
    terminal.send(b"*d")
    terminal.wait_for("esc cancels")
    terminal.quiet(READ_MS)
    terminal.send(b"lab 25")
    terminal.wait_for("That came too fast")
    terminal.quiet(READ_MS)
    assert "25 will go." in "".join(terminal.screen())
    terminal.send(b" ")
    terminal.wait_for("24 will go, 1 not ticked")


@pytest.mark.parametrize(
    "packet", [b"y\r", b"y\n", b"y\t", b"y\x1b[B", b"y ", b"y\x0c", b"y\x1b[200~zzz\x1b[201~"]
)
def test_a_yes_that_comes_with_something_behind_it_is_none(
    make_lab: MakeLab, packet: bytes
) -> None:
    lab = make_lab(2)
    terminal = lab.open()
    lab.open_job(terminal)
    terminal.send(b"d")
    terminal.wait_for("y deletes it")
    terminal.quiet(READ_MS)
    terminal.send(packet)
    terminal.quiet(READ_MS)
    assert not lab.sent
    terminal.send(b"y")
    wait_until(lambda: lab.sent, "the version is gone")


def test_a_yes_to_a_question_that_a_stalled_terminal_never_showed_is_none(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(2)
    terminal = lab.open()
    lab.open_job(terminal)
    terminal.stall()
    terminal.send(b"d")
    time.sleep(STALL_S)
    terminal.send(b"y")
    time.sleep(READ_MS / 1000)
    assert not lab.sent
    terminal.unstall()
    terminal.wait_for("keys that came too early were dropped")
    terminal.quiet(READ_MS)
    terminal.send(b"y")
    wait_until(lambda: lab.sent, "the version is gone")


def test_a_yes_counts_only_once_the_terminal_has_drawn_the_question(make_lab: MakeLab) -> None:
    lab = make_lab(2)
    terminal = lab.open(answers_position=False)
    lab.open_job(terminal)
    terminal.send(b"d")
    terminal.wait_for("y deletes it")
    terminal.quiet(READ_MS)
    terminal.send(b"y")
    terminal.wait_for("keys that came too early were dropped")
    terminal.send(b"\x1b[1;1R" * 2)  # the first one is about the start
    terminal.quiet(READ_MS)
    terminal.send(b"y")
    wait_until(lambda: len(lab.left) == 1, "the version is gone")


def test_a_terminal_that_never_answers_is_believed_after_a_while(make_lab: MakeLab) -> None:
    lab = make_lab(2)
    terminal = lab.open(answers_position=False)
    lab.open_job(terminal)
    terminal.send(b"d")
    terminal.wait_for("y deletes it")
    terminal.quiet(2300)
    terminal.send(b"y")
    wait_until(lambda: len(lab.left) == 1, "the version is gone")


def test_a_terminal_that_does_not_read_slows_nothing(make_lab: MakeLab) -> None:
    lab = make_lab(160)
    terminal = lab.open()
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= 5, "the run is under way")
    terminal.stall()
    for _ in range(200):
        terminal.send(b"jk")  # each wants to be painted, until nothing can be written any more
    wait_until(lambda: not lab.left, "everything is gone")
    wait_until(lambda: lab.records()[-1]["kind"] == "end", "the run is over")
    times = [record.at_s for record in lab.sent]
    pauses = sorted(later - earlier for earlier, later in pairwise(times))
    assert pauses[-1] < LAST_SECONDS
    terminal.unstall()
    terminal.wait_for("160 gone")
    assert_the_journal_is_complete(lab)


def cpu_s(process_id: int) -> float:
    """The processor time that a process has used, in seconds; 0 once it is gone."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100


def leave(terminal: Terminal, how: str) -> None:
    """Hang up, or ask the process to end."""
    if how == "hangup":
        terminal.hangup()
    else:
        terminal.signal(signal.SIGTERM)


@pytest.mark.parametrize(("how", "code"), [("hangup", 129), ("terminate", 143)])
def test_in_mid_run_nothing_more_is_sent_and_all_is_journaled(
    make_lab: MakeLab, how: str, code: int
) -> None:
    lab = make_lab(60, delete_s=0.3)
    terminal = lab.open()
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= 8, "the run is under way")
    left_at = time.time()
    leave(terminal, how)
    assert terminal.wait_exit(ENDS_WITHIN_S) == code
    sent = len(lab.sent)
    assert sent < 60
    on_their_way = [record for record in lab.sent if record.at_s > left_at + 1]
    assert on_their_way == []
    assert_the_journal_is_complete(lab)
    assert lab.records()[-1] | {"kind": "end", "reason": LEFT} == lab.records()[-1]
    if how == "terminate":
        assert not terminal.is_alternate
        assert terminal.bytes_since().rfind(b"\x1b[?25h") > terminal.bytes_since().rfind(
            b"\x1b[?25l"
        )


def test_the_last_seconds_are_waited_for_without_burning_the_processor(make_lab: MakeLab) -> None:
    lab = make_lab(60, delete_s=600)
    terminal = lab.open()
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= 8, "the run is under way")
    process = terminal.process.pid
    before = used = cpu_s(process)
    terminal.hangup()
    deadline = time.monotonic() + ENDS_WITHIN_S
    while terminal.process.poll() is None:
        assert time.monotonic() < deadline
        used = max(used, cpu_s(process))
        time.sleep(0.02)
    assert terminal.process.returncode == 129
    assert used - before < LAST_SECONDS / 5
    assert_the_journal_is_complete(lab)


def test_a_hangup_of_a_stalled_terminal_ends_it_too(make_lab: MakeLab) -> None:
    lab = make_lab(60)
    terminal = lab.open()
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= 8, "the run is under way")
    terminal.stall()
    for _ in range(200):
        terminal.send(b"jk")
    terminal.hangup()
    assert terminal.wait_exit(ENDS_WITHIN_S) == 129
    assert_the_journal_is_complete(lab)


@pytest.mark.parametrize("count", [1, 9, 30])
def test_after_a_kill_the_rest_is_verified_resumed_and_gone(make_lab: MakeLab, count: int) -> None:
    lab = make_lab(40)
    terminal = lab.open()
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= count, "the run is under way")
    terminal.signal(signal.SIGKILL)
    terminal.wait_exit()
    settled = set(lab.told("outcome"))
    before = [record.path for record in lab.sent]

    terminal = lab.open()
    terminal.wait_for("A run was interrupted")
    terminal.quiet()
    left = len(lab.left)
    terminal.send(b"\r")
    terminal.wait_for(f"Delete {left} versions of 1 job?" if left > 1 else "Delete 1 version")
    confirm(terminal, str(left) if left <= 20 else f"lab {left}")
    wait_until(lambda: not lab.left, "everything is gone")
    terminal.wait_for(f"{left} gone")
    resent = [record.path for record in lab.sent[len(before) :]]
    assert not settled & {int(path.rsplit("/", 1)[-1]) for path in resent}
    assert max(Counter(resent).values()) == 1


def test_a_second_mtui_is_told_and_cannot_double_the_run(make_lab: MakeLab) -> None:
    lab = make_lab(8, delete_s=600)
    first = lab.open()
    lab.open_job(first)
    first.send(b"d")
    confirm(first, "y")
    wait_until(lambda: lab.sent, "the run is under way")
    second = lab.open()
    second.wait_for("another mtui has a run on this project")
    lab.open_job(second)
    second.send(b"jd")
    confirm(second, "y")
    second.wait_for("Another mtui has a run on this project (pid")
    assert len(lab.sent) == 1
    first.signal(signal.SIGKILL)
    first.wait_exit()
    second.send(b"d")
    confirm(second, "y")
    wait_until(lambda: len(lab.sent) == 2, "the second one deletes")

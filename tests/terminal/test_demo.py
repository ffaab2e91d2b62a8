"""The installed ``mtui --demo`` in a real terminal, as a person uses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.terminal.demo import DEMO, is_ready, rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.conftest import Spawn
    from tests.terminal.driver import Terminal

ESCAPE = b"\x1b"
ENTER = b"\r"

FLOWERS = "resnet50-flowers-finetune"
"""A job of the demo with twelve versions, the newest completed."""

SEEN_MS = 900
"""Longer than a dialog must be seen before it takes a yes, and than it then waits for more."""


@pytest.fixture
def demo(spawn: Spawn) -> Terminal:
    """The demo with its first rows on an 80x24 screen, quiet."""
    terminal = spawn(*DEMO)
    terminal.wait_for(is_ready)
    terminal.quiet()
    return terminal


def filter_by(terminal: Terminal, text: str) -> None:
    """Type a filter and keep it."""
    terminal.send(b"/")
    terminal.wait_for("keep filter")
    terminal.send(text.encode())
    terminal.wait_for(lambda it: any(text in line for line in it.screen()[1:2]))
    terminal.send(ENTER)
    terminal.wait_for("open")
    terminal.quiet()


def open_flowers(terminal: Terminal) -> None:
    """Show the versions of the job with twelve, the cursor on a completed one."""
    filter_by(terminal, "flowers-fine")
    terminal.send(ENTER)
    terminal.wait_for("12 versions")
    terminal.wait_for("V0012 ·")
    terminal.quiet()


def look_up(terminal: Terminal, job_id: str, version_id: str) -> None:
    """Ask for a version by its ids."""
    terminal.send(b"i")
    terminal.wait_for("version id")
    terminal.quiet()
    terminal.send(job_id.encode() + ENTER)
    terminal.quiet()
    terminal.send(version_id.encode() + ENTER)


def test_what_runs_in_the_demo_can_be_stopped(demo: Terminal) -> None:
    filter_by(demo, "yolov3")
    demo.send(ENTER)
    demo.wait_for("▶ running")
    demo.quiet()
    demo.send(b"x")
    demo.wait_for("Stop 1 version?")
    demo.quiet(SEEN_MS)
    demo.send(b"1")
    demo.wait_for("✓ stopped V0008")
    demo.wait_for("■ killed")


def test_the_first_screen_shows_where_it_is_and_jobs_to_choose_from(demo: Terminal) -> None:
    screen = demo.screen()
    assert screen[0].startswith(" demo · cn-north-4 · workspace 0")
    assert "DEMO" in screen[0]
    assert screen[1].startswith(" Jobs  ")
    assert [word in screen[2] for word in ("NAME", "ID", "STATUS", "CREATED")] == [True] * 4
    assert len(rows(demo)) > 15
    assert "d delete" in screen[-1]


def test_a_version_is_opened_confirmed_deleted_and_told_to_be_gone(demo: Terminal) -> None:
    open_flowers(demo)
    demo.send(b"d")
    demo.wait_for("y deletes it")
    shown = "\n".join(demo.screen())
    assert all(each in shown for each in ("V0012", "280802", FLOWERS, "182626", "✓ completed"))
    demo.quiet(SEEN_MS)
    demo.send(b"y")
    demo.wait_for("accepted: delete V0012")
    demo.wait_for("◌ deleting")
    demo.wait_for(f"✓ deleted V0012 (280802) of job {FLOWERS} (182626)")
    demo.wait_for("11 versions")
    assert "DELETE version 280802 of job 182626 · HTTP 200 · req-" in demo.screen()[-2]
    assert not any("280802" in row for row in rows(demo))


def test_what_the_service_refuses_is_told_until_dismissed_and_kept_in_the_history(
    demo: Terminal,
) -> None:
    look_up(demo, "99999", "1")
    demo.wait_for("✗ ModelArts.0102  The job 99999 does not exist.")
    assert "GET list versions of job 99999 · HTTP 400 · req-" in demo.screen()[-2]
    demo.send(b"\x7f")
    demo.wait_for(lambda it: "ModelArts.0102" not in "".join(it.screen()))
    demo.send(b"!")
    demo.wait_for("ModelArts.0102  The job 99999 does not exist.")
    demo.wait_for("It is gone already, or the id belongs to another project or region.")


def test_a_version_that_its_job_does_not_have_is_not_deleted(demo: Terminal) -> None:
    look_up(demo, "182626", "1")
    demo.wait_for(f"✗ job 182626 ({FLOWERS}) has no version 1")


def test_a_filter_narrows_the_list_and_escape_brings_it_back(demo: Terminal) -> None:
    filter_by(demo, "flowers")
    assert [FLOWERS in row or "flowers-buil" in row for row in rows(demo)] == [True] * 3
    demo.send(ESCAPE)
    demo.wait_for(lambda it: it.screen()[1].startswith(" Jobs  32  "))
    assert len(rows(demo)) > 15


def test_the_screen_follows_the_size_of_the_terminal(demo: Terminal) -> None:
    for columns, lines in ((60, 15), (120, 40), (80, 24)):
        demo.resize(columns, lines)
        demo.wait_for(lambda it: it.screen()[0].startswith(" demo") and is_ready(it))
        demo.quiet()
        screen = demo.screen()
        assert len(screen) == lines
        assert screen[1].startswith(" Jobs  ")
        assert "⏎ open" in screen[-1]
        assert max(map(len, screen)) <= columns


def test_a_dialog_that_no_longer_fits_says_so_and_takes_no_yes(demo: Terminal) -> None:
    open_flowers(demo)
    demo.send(b"d")
    demo.wait_for("y deletes it")
    demo.resize(40, 10)
    demo.wait_for("too small")
    demo.quiet(SEEN_MS)
    demo.send(b"y")
    demo.quiet(SEEN_MS)
    demo.resize(80, 24)
    demo.wait_for("y deletes it")
    demo.send(ESCAPE)
    demo.wait_for("12 versions")
    demo.quiet(SEEN_MS)
    assert len(rows(demo)) == 10


def test_quitting_leaves_the_terminal_as_it_was(demo: Terminal) -> None:
    assert demo.is_alternate
    demo.send(b"q")
    assert demo.wait_exit() == 0
    assert not demo.is_alternate
    assert "".join(demo.screen()) == ""
    farewell = demo.bytes_since()
    for switched_on, switched_off in (
        (b"\x1b[?25l", b"\x1b[?25h"),  # cursor
        (b"\x1b[?2004h", b"\x1b[?2004l"),  # bracketed paste
        (b"\x1b[?1049h", b"\x1b[?1049l"),  # alternate screen
    ):
        assert farewell.rfind(switched_off) > farewell.rfind(switched_on)
    assert b"\x1b[?1000h" not in farewell, "the mouse was taken from the terminal"


NEVER_A_YES = (
    b"d\t\r",
    b"d\r",
    b"dy\r",
    b"d1\r",
    b"dautosearch-nas-cell\r",
    b"d\x1b\ry",
    b"\x1b\rdy",
    b"d\x1b[200~y\x1b[201~",
    b"\x1b[200~dy\r\x1b[201~",
    b"[<35;40;12Mdy",
)
"""What is typed ahead, pasted, or left of a split sequence: each arrives in one packet."""


def close_dialogs(terminal: Terminal) -> None:
    """Press Escape until a list is in front."""
    for _ in range(4):
        if "DEMO" in terminal.screen()[0]:
            return
        terminal.send(ESCAPE)
        terminal.quiet(250)
    raise AssertionError("\n".join(terminal.screen()))


def assert_nothing_was_sent(terminal: Terminal) -> None:
    """Not a single deletion was accepted, refused or lost: the history would tell."""
    terminal.send(b"!")
    terminal.wait_for("History")
    terminal.quiet()
    history = "\n".join(terminal.screen())
    told = re.search(r"accepted|deleted|gone(?! wrong)|clear answer|confirmed|DELETE", history)
    assert not told, history


def test_many_keys_of_one_packet_all_act_in_their_order(demo: Terminal) -> None:
    demo.send(b"j" * 25 + b"k" * 5)
    demo.wait_for(lambda it: it.screen()[1].endswith(" 21/32"))
    demo.send(b"gjj\r")
    demo.wait_for("Jobs › review-compliance-check (182949)")


def test_a_filter_that_arrives_in_one_packet_is_kept_whole(demo: Terminal) -> None:
    demo.send(b"/dsr\x7f\x7f\x7fxgb\rj")
    demo.wait_for("2 of 32  xgb")
    demo.wait_for(lambda it: it.screen()[1].endswith(" 2/2"))
    assert "? help" in demo.screen()[-1]


def test_nothing_that_arrives_in_one_packet_deletes_a_job(demo: Terminal) -> None:
    for packet in NEVER_A_YES:
        demo.send(packet)
        demo.quiet(SEEN_MS)
        close_dialogs(demo)
        while not demo.screen()[1].startswith(" Jobs  "):
            demo.send(ESCAPE)
            demo.quiet(250)
        if "(tab: v1)" in demo.screen()[1]:
            demo.send(b"\t")  # the packet's own Tab came before the dialog, and so to the list
            demo.wait_for("(tab: v2)")
            demo.quiet()
        demo.send(b"gr")
        demo.wait_for(lambda it: re.match(r" Jobs  32  .* 1/32$", it.screen()[1]) is not None)
        assert "autosearch-nas-cell" in demo.screen()[3], packet
    assert_nothing_was_sent(demo)


def test_nothing_that_arrives_in_one_packet_deletes_a_version(demo: Terminal) -> None:
    open_flowers(demo)
    for packet in NEVER_A_YES:
        demo.send(packet)
        demo.quiet(SEEN_MS)
        close_dialogs(demo)
        if "Jobs ›" not in demo.screen()[1]:
            demo.send(ENTER)
        demo.send(b"gr")
        demo.wait_for(lambda it: re.search(r"12 versions .* 1/12$", it.screen()[1]) is not None)
        assert "280802" in demo.screen()[3], packet
    assert_nothing_was_sent(demo)


NO_PLAIN_YES = (
    b"\r",
    b"\t\r",
    b"\x1by",
    b"\x1b\ry",
    b"\x1b[200~y\x1b[201~",
    b"[<35;40;12My",
    b"yn",
)
"""What a dialog must not take for a yes, however long it has been read."""


def test_a_dialog_that_was_read_takes_nothing_but_a_plain_yes(demo: Terminal) -> None:
    open_flowers(demo)
    for packet in NO_PLAIN_YES:
        demo.send(b"d")
        demo.wait_for("y deletes it")
        demo.quiet(SEEN_MS)
        demo.send(packet)
        demo.quiet(SEEN_MS)
        close_dialogs(demo)
        demo.wait_for("12 versions")
    assert_nothing_was_sent(demo)


@pytest.mark.parametrize("key", [b"y", b"1"])
def test_a_yes_at_the_moment_the_dialog_appears_is_dropped(demo: Terminal, key: bytes) -> None:
    open_flowers(demo)
    demo.send(b"d")
    demo.wait_for("y deletes it")
    demo.send(key)
    demo.wait_for("keys that came too early were dropped")
    demo.quiet(SEEN_MS)
    assert "y deletes it" in "\n".join(demo.screen())


@pytest.mark.parametrize("name", ["linux", "screen", "vt100", "dumb", "tmux-256color"])
def test_other_terminals_show_the_same_rows(spawn: Spawn, name: str) -> None:
    terminal = spawn(*DEMO, environment={"TERM": name})
    terminal.wait_for(is_ready)
    assert b"8;2;" not in terminal.bytes_since(), "24-bit colour"
    terminal.send(b"q")
    assert terminal.wait_exit() == 0


def test_no_colour_is_sent_to_those_who_want_none(spawn: Spawn) -> None:
    terminal = spawn(*DEMO, environment={"NO_COLOR": "1"})
    terminal.wait_for(is_ready)
    terminal.quiet()
    sent = re.findall(rb"\x1b\[([0-9;]*)m", terminal.bytes_since())
    attributes = {int(number) for each in sent for number in each.split(b";") if number}
    assert {number for number in attributes if 30 <= number < 39 or 40 <= number < 49} == set()
    assert 7 in attributes or 1 in attributes, "weight still tells things apart"


def test_the_demo_minds_no_broken_configuration_until_it_is_asked_for(
    spawn: Spawn, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "mtui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("this is no TOML", "utf-8")
    terminal = spawn(*DEMO)
    terminal.wait_for(is_ready)
    terminal.quiet()
    terminal.send(b"p")
    terminal.wait_for("✗ line 1, column 6")

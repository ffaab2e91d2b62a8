"""The first list is drawn before Textual is loaded, and goes over into it unseen."""

from __future__ import annotations

import signal
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtui.config.theme import ThemeName
from mtui.simulator import DEMO_ACCESS_KEY
from mtui.simulator.seed import WORKSPACES
from tests.terminal.demo import DEMO, MTUI, is_ready, rows, shows_rows
from tests.terminal.lab import wait_until

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeLab, Spawn
    from tests.terminal.driver import Terminal

FIRST_JOB = b"autosearch-nas-cell"
TAKEN = b"\x1b[?1049h"
"""The other screen is asked for."""
GIVEN_BACK = b"\x1b[?1049l"


def modes(terminal: Terminal) -> list[object]:
    """What the terminal itself does with what is typed."""
    return termios.tcgetattr(terminal.fileno())


def test_rows_are_sent_once_and_the_terminal_is_taken_once(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    terminal.wait_for(is_ready)
    terminal.quiet()
    sent = terminal.bytes_since()
    assert sent.count(FIRST_JOB) == 1
    assert sent.count(b"DEMO") == 2  # the line is sent before there are rows, too
    assert sent.count(TAKEN) == 1
    assert b"loading" not in sent.split(FIRST_JOB)[1]


@pytest.mark.parametrize("theme", ThemeName)
def test_every_theme_shows_the_same_words(make_lab: MakeLab, theme: ThemeName) -> None:
    lab = make_lab(versions=3, latency_s=0.0)
    text = lab.config_path.read_text("utf-8")
    lab.config_path.write_text(f'theme = "{theme}"\n{text}read_only = true\n', "utf-8")
    terminal = lab.open()
    terminal.quiet()
    screen = terminal.screen()
    assert screen[0].startswith(" lab · cn-north-4 · workspace 0")
    assert "read-only" in screen[0]
    assert screen[1].startswith(" Jobs  1 ")
    assert "batch" in screen[3]


@pytest.mark.parametrize("theme", [ThemeName.ANSI_DARK, ThemeName.ANSI_LIGHT])
def test_textual_finds_on_the_terminal_what_it_would_draw(
    make_lab: MakeLab, theme: ThemeName
) -> None:
    lab = make_lab(versions=3, latency_s=0.0)
    lab.service.project.add_job("中文 job [red]x[/]", job_id=77)
    text = lab.config_path.read_text("utf-8")
    lab.config_path.write_text(f'theme = "{theme}"\n{text}production = true\n', "utf-8")
    terminal = lab.open()
    terminal.quiet()
    assert terminal.bytes_since().count(b"batch") == 1


def test_an_order_and_a_filter_of_the_last_time_hold(make_lab: MakeLab) -> None:
    lab = make_lab(versions=3, latency_s=0.0)
    lab.service.project.add_job("another", job_id=77)
    first = lab.open()
    first.send(b"s")
    first.wait_for("SORT BY")
    first.quiet()
    first.send(b"k\r")
    first.quiet()
    first.send(b"/")
    first.quiet()
    first.send(b"batch")
    first.wait_for("1 of 2")
    first.send(b"\r")
    first.wait_for("? help")
    order = first.screen()[1].split()[-3:]
    first.send(b"q")
    assert first.wait_exit() == 0
    again = lab.open()
    again.wait_for("1 of 2")
    again.quiet()
    assert again.screen()[1].split()[-3:] == order
    assert b"another" not in again.bytes_since()


def test_keys_that_come_before_textual_act_in_their_order(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    terminal.wait_for(shows_rows)
    second = rows(terminal)[1].split()[0]
    terminal.send(b"j\r")
    terminal.wait_for(lambda it: f" › {second} " in it.screen()[1])


def test_enter_before_the_terminal_is_taken_is_enter(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    terminal.send(b"jj\r")
    terminal.wait_for("Jobs › review-compliance-check (182949)")


def test_a_key_that_comes_before_textual_deletes_nothing(make_lab: MakeLab) -> None:
    lab = make_lab(versions=1, latency_s=0.0)
    terminal = lab.open(is_ready=False)
    terminal.send(b"dy\r")
    terminal.wait_for("esc cancels")
    terminal.quiet(1000)
    assert any("esc cancels" in line for line in terminal.screen())
    assert lab.sent == []


@pytest.mark.parametrize("size", [(59, 24), (80, 14), (200, 50)])
def test_any_size_is_taken_over(spawn: Spawn, size: tuple[int, int]) -> None:
    columns, lines = size
    terminal = spawn(*DEMO, columns=columns, rows=lines)
    terminal.wait_for(shows_rows)
    terminal.wait_for("? help")
    terminal.quiet()
    assert terminal.bytes_since().count(TAKEN) == 1
    assert len(rows(terminal)) >= lines - 7 or len(rows(terminal)) > 30


def test_a_window_resized_meanwhile_is_drawn_anew(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    terminal.wait_for(shows_rows)
    terminal.resize(100, 30)
    terminal.wait_for(lambda it: "? help" in it.screen()[29] and len(rows(it)) > 22)


def test_the_terminal_is_left_as_it_was_found(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    before = modes(terminal)
    terminal.wait_for(is_ready)
    assert modes(terminal) != before
    terminal.send(b"q")
    assert terminal.wait_exit() == 0
    assert modes(terminal) == before
    assert not terminal.is_alternate


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_at_the_very_first_leaves_the_terminal_as_it_was_found(
    spawn: Spawn, number: signal.Signals
) -> None:
    terminal = spawn(*DEMO)
    before = modes(terminal)
    terminal.wait_for(lambda it: it.is_alternate)
    terminal.signal(number)
    assert terminal.wait_exit() == 128 + number
    assert "Traceback" not in "".join(terminal.screen())
    assert modes(terminal) == before
    if number is not signal.SIGHUP:  # after which nothing is sent to the terminal
        assert not terminal.is_alternate


def test_ctrl_c_before_textual_leaves_as_it_does_later(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    before = modes(terminal)
    terminal.wait_for(shows_rows)
    terminal.send(b"\x03")
    assert terminal.wait_exit() == 0
    assert modes(terminal) == before
    assert not terminal.is_alternate


def test_a_textual_that_cannot_be_loaded_leaves_the_terminal_as_it_was_found(
    spawn: Spawn, tmp_path: Path
) -> None:
    broken = tmp_path / "broken" / "textual"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('no screens today')\n", "utf-8")
    terminal = spawn(*DEMO, environment={"PYTHONPATH": str(broken.parent)})
    before = modes(terminal)
    assert terminal.wait_exit() == 1
    assert modes(terminal) == before
    assert not terminal.is_alternate
    assert GIVEN_BACK in terminal.bytes_since()


def test_a_session_that_cannot_be_opened_says_so(make_lab: MakeLab) -> None:
    lab = make_lab(versions=1, latency_s=0.0)
    text = lab.config_path.read_text("utf-8")
    lab.config_path.write_text(
        text.replace("access_key_env", 'access_key = "no"\nx_env')
        .replace('x_env = "LAB_ACCESS"\n', "")
        .replace('secret_key_env = "LAB_SECRET"', 'secret_key = "wrong"'),
        "utf-8",
    )
    lab.config_path.chmod(0o600)
    terminal = lab.spawn(MTUI)
    terminal.wait_for("APIGW.03")
    terminal.wait_for("? help")


def test_what_was_read_at_the_start_is_shown_for_its_own_workspace_alone(
    make_lab: MakeLab, tmp_path: Path
) -> None:
    lab = make_lab(versions=3, latency_s=0.0)
    project = lab.service.project
    project.workspaces.update({each.workspace_id: each for each in WORKSPACES})
    project.v2.add("busy", phase="Running")
    go_on = tmp_path / "go on"
    script = f"while [ ! -e '{go_on}' ]; do sleep 0.1; done; echo {DEMO_ACCESS_KEY}"
    text = lab.config_path.read_text("utf-8").replace(
        'access_key_env = "LAB_ACCESS"', f'access_key_command = ["sh", "-c", "{script}"]'
    )
    lab.config_path.write_text(text + 'generation = "both"\n', "utf-8")
    terminal = lab.start()
    terminal.wait_for("? help")
    terminal.send(b"\t")  # the session still waits for its key
    terminal.wait_for("(tab: v1)")
    go_on.touch()
    terminal.wait_for("busy")
    terminal.quiet()
    terminal.send(b"W")
    terminal.wait_for("WORKSPACE")
    terminal.quiet()
    terminal.send(b"j\r")
    terminal.wait_for("There are no training jobs")
    terminal.quiet()
    terminal.send(b"\t")
    terminal.wait_for("(tab: v2)")
    terminal.wait_for("There are no training jobs")
    assert not any("batch" in line for line in terminal.screen())


def test_stopped_and_gone_on_at_the_very_first_it_still_takes_keys(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    terminal.wait_for(lambda it: b"\x1b[?2004h" in it.bytes_since())  # Textual takes over
    terminal.signal(signal.SIGTSTP)
    wait_until(lambda: state_of(terminal) == "T", "it is stopped")
    terminal.signal(signal.SIGCONT)
    terminal.wait_for(is_ready)
    terminal.send(b"j")
    terminal.wait_for(lambda it: it.screen()[1].endswith(" 2/32"))
    terminal.send(b"q")
    assert terminal.wait_exit() == 0


def state_of(terminal: Terminal) -> str:
    """How the system tells that the program runs: T for stopped."""
    stat = Path(f"/proc/{terminal.process.pid}/stat").read_text("utf-8")
    return stat.rpartition(")")[2].split()[0]

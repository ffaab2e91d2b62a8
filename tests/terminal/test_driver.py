"""The terminal driver sees, types, stalls and hangs up as a real terminal does."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.driver import TerminalError

if TYPE_CHECKING:
    from tests.terminal.conftest import PythonRunner, Spawn

BARE_APP = Path(__file__).with_name("bare_app.py")


def test_a_program_has_a_controlling_terminal_of_the_asked_size(spawn: Spawn) -> None:
    program = "import os; print(os.get_terminal_size(), os.ctermid(), open('/dev/tty').isatty())"
    terminal = spawn(sys.executable, "-c", program, columns=97, rows=31)
    terminal.wait_for("os.terminal_size(columns=97, lines=31) /dev/tty True")
    assert terminal.wait_exit() == 0


def test_a_program_sees_only_the_environment_it_was_given(
    spawn: Spawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    names = "HOME", "XDG_CONFIG_HOME", "COLORTERM", "GIVEN"
    program = f"import os; [print(name, os.environ.get(name)) for name in {names}]"
    terminal = spawn(sys.executable, "-c", program, columns=200, environment={"GIVEN": "yes"})
    terminal.wait_exit()
    assert terminal.screen()[:4] == [
        f"HOME {tmp_path}",
        f"XDG_CONFIG_HOME {tmp_path / 'config'}",
        "COLORTERM None",
        "GIVEN yes",
    ]


def test_bytes_sent_together_arrive_together(python: PythonRunner) -> None:
    terminal = python("print('ready', flush=True); print(os.read(0, 100))")
    terminal.wait_for("ready")
    terminal.send(b"d\t\r\x1bj")
    terminal.wait_for(r"b'd\t\r\x1bj'")


def test_every_byte_is_counted_and_kept(python: PythonRunner) -> None:
    terminal = python(
        "print('ready', flush=True)\nwhile (key := os.read(0, 1)) != b'q': os.write(1, key * 50)\n"
    )
    terminal.wait_for("ready")
    terminal.quiet(20)
    mark = terminal.mark()
    assert terminal.cost_of(b"a", settle_ms=20) == 50
    assert terminal.cost_of(b"bc", settle_ms=20) == 100
    assert terminal.bytes_since(mark) == b"a" * 50 + b"b" * 50 + b"c" * 50


@pytest.mark.parametrize("answers", [True, False])
def test_position_requests_are_answered_unless_told_otherwise(
    python: PythonRunner, answers: bool
) -> None:
    terminal = python(
        "import select\n"
        "os.write(1, b'\\x1b[3;5H\\x1b[6n')\n"
        "print(select.select([0], [], [], 0.05)[0] and os.read(0, 100))\n",
        answers_position=answers,
    )
    terminal.wait_exit()
    assert (r"b'\x1b[3;5R'" in terminal.screen()[2]) is answers


def test_a_stalled_terminal_blocks_the_writer_until_it_reads_again(
    python: PythonRunner, tmp_path: Path
) -> None:
    written = tmp_path / "written"
    terminal = python(
        "print('ready', flush=True)\n"
        "os.read(0, 1)\n"
        "for _ in range(400): os.write(1, b'x' * 1000)\n"
        f"open({str(written)!r}, 'w').close()\n"
        "os.read(0, 1)\n"
    )
    terminal.wait_for("ready")
    terminal.stall()
    terminal.send(b"go")
    with pytest.raises(TerminalError, match="still runs"):
        terminal.wait_exit(timeout_s=0.2)
    assert not written.exists()
    terminal.unstall()
    assert terminal.wait_exit() == 0
    assert written.exists()
    assert terminal.bytes_since().count(b"x") == 400_000


def test_hanging_up_sends_sighup_and_ends_what_is_written(python: PythonRunner) -> None:
    terminal = python("print('ready', flush=True)\ntime.sleep(60)")
    terminal.wait_for("ready")
    terminal.hangup()
    assert terminal.wait_exit() == -signal.SIGHUP


def test_a_signal_reaches_the_program(python: PythonRunner) -> None:
    terminal = python("print('ready', flush=True)\ntime.sleep(60)")
    terminal.wait_for("ready")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_exit() == -signal.SIGTERM


def test_what_never_comes_is_told_with_the_screen(python: PythonRunner) -> None:
    terminal = python("print('something else', flush=True)\ntime.sleep(60)")
    terminal.wait_for("something else")
    with pytest.raises(TerminalError, match=r"'rows'\n  \|something else"):
        terminal.wait_for("rows", timeout_s=0.05)


def test_waiting_ends_when_the_program_has_ended(python: PythonRunner) -> None:
    terminal = python("sys.exit('no such profile')")
    with pytest.raises(TerminalError, match="no such profile"):
        terminal.wait_for("rows", timeout_s=60)
    assert terminal.wait_exit() == 1


def test_a_program_that_never_stops_writing_is_never_quiet(python: PythonRunner) -> None:
    terminal = python("while True: os.write(1, b'.'); time.sleep(0.001)")
    terminal.wait_for("...")
    with pytest.raises(TerminalError, match="never quiet for 500 ms"):
        terminal.quiet(500, timeout_s=0.1)


def test_a_textual_app_draws_resizes_and_leaves_the_screen_clean(spawn: Spawn) -> None:
    terminal = spawn(sys.executable, BARE_APP)
    terminal.wait_for("bare and ready")
    assert terminal.is_alternate
    assert terminal.screen() == ["bare and ready", *[""] * 23]
    terminal.resize(40, 10)  # drops the rows at the top until the program draws anew
    terminal.wait_for("bare and ready")
    assert terminal.screen() == ["bare and ready", *[""] * 9]
    terminal.send(b"\x11")
    assert terminal.wait_exit() == 0
    assert not terminal.is_alternate
    assert "".join(terminal.screen()) == ""

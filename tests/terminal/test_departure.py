"""Leaving: every session is waited for whatever else comes, and nothing blocked is."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from tests.terminal.demo import MTUI
from tests.terminal.lab import BETWEEN_KEYS_S, READ_MS, wait_until

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeLab, Spawn
    from tests.terminal.driver import Terminal
    from tests.terminal.lab import Lab

ANSWER_S = 2.0
"""What the cloud takes to answer a deletion here."""
AT_ONCE_S = 5.0
"""Well below what the blocked helpers would take."""
_CONFIG = """\
default_profile = "lab"

[profiles.lab]
region = "cn-north-4"
project_id = "0123456789abcdef0123456789abcdef"
access_key = "AKAKAKAKAKAKAKAKAKAK"
"""
_SLOW_NAMES = """\
import socket, time

find = socket.getaddrinfo


def slowly(host, *more, **named):
    if "myhuaweicloud" in str(host):
        time.sleep(60)
    return find(host, *more, **named)


socket.getaddrinfo = slowly
"""


def with_requests_on_their_way(make_lab: MakeLab) -> tuple[Lab, Terminal]:
    lab = make_lab(60, 0.1, 0.02)
    config = lab.config_path.read_text("utf-8")
    block = config[config.index("[profiles.lab]") :].replace("profiles.lab", "profiles.other")
    lab.config_path.write_text(f'{config}\n{block}workspace_id = "1"\n', "utf-8")
    terminal = lab.open()
    lab.service.faults.add(effects.slow(ANSWER_S), method="DELETE", times=None)
    lab.delete_all(terminal)
    wait_until(lambda: len(lab.sent) >= 3, "the run is under way")
    return lab, terminal


def assert_each_has_an_outcome(lab: Lab) -> None:
    sent = {int(record.path.rsplit("/", 1)[-1]) for record in lab.sent}
    assert sent
    assert sent <= set(lab.told("outcome"))
    assert lab.records()[-1]["kind"] == "end"


def test_a_hangup_after_the_request_to_end_loses_no_outcome(make_lab: MakeLab) -> None:
    lab, terminal = with_requests_on_their_way(make_lab)
    terminal.signal(signal.SIGTERM)
    time.sleep(BETWEEN_KEYS_S)
    terminal.signal(signal.SIGHUP)
    assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert_each_has_an_outcome(lab)


def test_a_hangup_after_quitting_loses_no_outcome(make_lab: MakeLab) -> None:
    lab, terminal = with_requests_on_their_way(make_lab)
    terminal.send(b"q")
    terminal.wait_for("LEAVE MTUI")
    terminal.quiet()
    terminal.send(b"j")
    terminal.quiet()
    terminal.send(b"\r")
    wait_until(lambda: not terminal.is_alternate, "the terminal was given back")
    terminal.signal(signal.SIGHUP)
    terminal.wait_exit()
    assert_each_has_an_outcome(lab)


def test_quitting_waits_for_the_profile_that_was_left_before(make_lab: MakeLab) -> None:
    lab, terminal = with_requests_on_their_way(make_lab)
    terminal.send(b"b")
    terminal.quiet()
    terminal.send(b"p")
    terminal.wait_for("other")
    terminal.quiet()
    terminal.send(b"j")
    terminal.quiet()
    terminal.send(b"\r")
    terminal.wait_for("Leave while a deletion is under way?")
    terminal.quiet(READ_MS)
    terminal.send(b"y")
    terminal.wait_for("other ·")
    terminal.send(b"q")
    assert terminal.wait_exit() == 0
    assert_each_has_an_outcome(lab)


def is_running(process_id: int) -> bool:
    """Whether a process is there, and more than the remains that nobody has asked for."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    except OSError:
        return False
    return fields[0] not in "ZX"


def configure(home: Path, more: str) -> None:
    folder = home / "config" / "mtui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(_CONFIG + more, "utf-8")
    (folder / "config.toml").chmod(0o600)


@pytest.mark.parametrize("how", ["quit", "terminate"])
def test_a_program_that_prints_no_credential_keeps_nobody(
    tmp_path: Path, spawn: Spawn, how: str
) -> None:
    noted = tmp_path / "pid"
    script = f"echo $$ > {noted}.new; mv {noted}.new {noted}; exec sleep 600"
    configure(tmp_path, f'secret_key_command = ["sh", "-c", "{script}"]\n')
    terminal = spawn(MTUI)
    terminal.wait_for("lab")
    wait_until(noted.exists, "the program runs")
    terminal.quiet()
    if how == "quit":
        terminal.send(b"q")
    else:
        terminal.signal(signal.SIGTERM)
    assert terminal.wait_exit(AT_ONCE_S) == (0 if how == "quit" else 128 + signal.SIGTERM)
    wait_until(lambda: not is_running(int(noted.read_text())), "the program was ended")


def test_a_name_that_is_being_looked_up_keeps_nobody(tmp_path: Path, spawn: Spawn) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(_SLOW_NAMES, "utf-8")
    configure(tmp_path, 'secret_key = "sksksksksksksksksksksksksksksksksksksksk"\n')
    terminal = spawn(MTUI, environment={"PYTHONPATH": str(site)})
    terminal.wait_for("lab")
    terminal.quiet(1000)
    terminal.send(b"q")
    assert terminal.wait_exit(AT_ONCE_S) == 0

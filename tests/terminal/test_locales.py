"""Locales without UTF-8: the screen has signs that they have, the files are as ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.terminal.demo import DEMO, MTUI
from tests.terminal.lab import confirm, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.conftest import MakeLab, Spawn

FOREIGN = "训练 é ✓"
PLAIN = (
    {"LANG": "", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "de_DE.ISO-8859-1"},
)


@pytest.mark.parametrize("locale", PLAIN, ids=["POSIX", "Latin-1"])
def test_a_locale_without_utf8_gets_ascii_signs(make_lab: MakeLab, locale: dict[str, str]) -> None:
    lab = make_lab(2)
    lab.service.project.add_job(FOREIGN, job_id=202)
    terminal = lab.open(environment=locale)
    terminal.wait_for("202")
    lab.open_job(terminal)
    screen = "\n".join(terminal.screen())
    assert "+ completed" in screen
    assert screen.isascii()
    terminal.send(b"d")
    confirm(terminal, "y")
    terminal.wait_for("+ deleted V0001")
    wait_until(lambda: lab.records()[-1]["kind"] == "end", "the run is over")
    terminal.quiet()
    terminal.send(b"q")
    assert terminal.wait_exit() == 0
    assert terminal.bytes_since().isascii()
    assert "Traceback" not in terminal.bytes_since().decode()
    assert lab.told("outcome") == [9001]
    assert lab.journal_path.read_bytes().isascii()
    log = (lab.journal_path.parent / "log" / "mtui.log").read_text("utf-8")
    assert re.search(r"DELETE \S+ 200", log)


def test_no_locale_at_all_counts_as_utf8(spawn: Spawn) -> None:
    terminal = spawn(*DEMO, environment={"LANG": ""})
    terminal.wait_for("✓ completed")


def test_a_profile_in_another_script_is_told_in_any_locale(spawn: Spawn, tmp_path: Path) -> None:
    config = tmp_path / "mtui.toml"
    config.write_text(f'[profiles."{FOREIGN}"]\nregion = 5\n', "utf-8")
    arguments = ("--config", config)
    terminal = spawn(MTUI, *arguments, environment={"LANG": "", "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert terminal.wait_exit() == 2
    terminal.wait_for("must be 1 to 40 letters")
    assert "Traceback" not in "".join(terminal.screen())

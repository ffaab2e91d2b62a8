"""The log file is private, turns over, is shared by several programs, and never in the way."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING

from mtui.domain.secret import Secret
from mtui.logs.log_file import LogFile

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.logs.conftest import Logbook


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def line(text: str) -> logging.LogRecord:
    """Return a record that is written as its text alone."""
    return logging.makeLogRecord({"msg": text})


def test_nothing_is_made_before_the_first_line(logbook: Logbook, tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []
    logbook.logger.info("first")
    assert logbook.path.exists()


def test_file_and_folder_are_for_their_owner_alone(logbook: Logbook) -> None:
    logbook.logger.info("first")

    assert mode_of(logbook.path) == 0o600
    assert mode_of(logbook.path.parent) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(logbook: Logbook) -> None:
    logbook.path.parent.mkdir(parents=True)
    logbook.path.touch(0o644)

    logbook.logger.info("next")

    assert mode_of(logbook.path) == 0o600


def test_a_line_has_time_level_thread_and_message(logbook: Logbook) -> None:
    record = logbook.logger.makeRecord(
        "mtui.x", logging.INFO, "f", 1, "said %s", ("this\nA",), None
    )
    record.created, record.msecs, record.process = 1_700_000_000.5, 500.0, 7

    logbook.logger.handle(record)

    assert logbook.text() == (
        "2023-11-14T22:13:20.500Z INFO    7 MainThread mtui.x: said this\\nA\n"
    )


def test_a_traceback_follows_its_line_without_secrets(logbook: Logbook) -> None:
    held = Secret("hunter2")
    error = ValueError(f"{held.reveal()} of {held.reveal()}")

    logbook.logger.error("failed with %s", held.reveal(), exc_info=error)

    text = logbook.text()
    assert "failed with ••••••\n" in text
    assert text.endswith("ValueError: •••••• of ••••••\n")


def test_a_full_file_moves_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "x.log", most_bytes=10, kept=2)

    for number in range(6):
        log.handle(line(f"line {number}"))
    log.close()

    kept = {each.name: each.read_text() for each in tmp_path.iterdir()}
    assert kept == {"x.log": "line 5\n", "x.log.1": "line 4\n", "x.log.2": "line 3\n"}
    assert {mode_of(each) for each in tmp_path.iterdir()} == {0o600}


def test_two_programs_do_not_push_each_other_s_file_aside(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    one, two = LogFile(path, most_bytes=20, kept=2), LogFile(path, most_bytes=20, kept=2)

    for log in (one, two, one, two, one):
        log.handle(line("123456"))
    one.close()
    two.close()

    kept = {each.name: each.read_text().count("\n") for each in tmp_path.iterdir()}
    assert kept == {"x.log": 1, "x.log.1": 2, "x.log.2": 2}


def test_a_file_that_was_removed_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    log = LogFile(path, most_bytes=10)
    log.handle(line("line 1"))
    path.unlink()

    log.handle(line("line 2"))
    log.close()

    assert path.read_text() == "line 2\n"


def test_a_disk_that_says_no_costs_lines_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").write_text("in the way")
    log = LogFile(tmp_path / "folder" / "x.log")

    log.handle(line("line 1"))
    log.close()

    assert capsys.readouterr() == ("", "")

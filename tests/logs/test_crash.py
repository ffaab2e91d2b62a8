"""A bug leaves a report without variables and secrets, and a sentence that names it."""

from __future__ import annotations

import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from mtui.domain.secret import Secret
from mtui.logs import CrashReporter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def said() -> list[str]:
    """What a person was told."""
    return []


@pytest.fixture
def reporter(tmp_path: Path, said: list[str]) -> CrashReporter:
    """A reporter whose clock stands still."""
    return CrashReporter(tmp_path / "log", "1.2.3", lambda: 1_700_000_000.0, said.append)


@pytest.fixture
def watched(reporter: CrashReporter) -> Iterator[None]:
    """The reporter, told of what nobody catches."""
    hooks = sys.excepthook, threading.excepthook
    reporter.watch()
    yield
    sys.excepthook, threading.excepthook = hooks


def fail(text: str) -> None:
    raise RuntimeError(text)


def bug(text: str) -> RuntimeError:
    """Return an exception as it is raised."""
    with pytest.raises(RuntimeError) as caught:
        fail(text)
    return caught.value


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "log").glob("crash-*.txt"))


def test_the_sentence_names_the_report(reporter: CrashReporter, tmp_path: Path) -> None:
    sentence = reporter.report(bug("x"))

    (path,) = reports(tmp_path)
    assert sentence == (
        f"a bug ended mtui (RuntimeError). What is known of it, without secrets: {path}"
    )
    assert path.name.startswith("crash-20231114-221320-")


def test_the_report_tells_where_and_with_what(reporter: CrashReporter, tmp_path: Path) -> None:
    reporter.report(bug("x is wrong"))

    text = reports(tmp_path)[0].read_text(encoding="utf-8")
    assert text.startswith("mtui 1.2.3 was ended by a bug at 2023-11-14T22:13:20Z.\n")
    assert "textual " in text
    assert ", in fail\n" in text
    assert text.endswith("RuntimeError: x is wrong\n")


def test_the_report_is_private_and_holds_no_secret(reporter: CrashReporter, tmp_path: Path) -> None:
    held = Secret("hunter2")

    reporter.report(bug(f"{held.reveal()}, Authorization: Basic Zm9v"))

    (path,) = reports(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "hunter2" not in text
    assert "Zm9v" not in text


def test_without_a_disk_the_sentence_says_so(reporter: CrashReporter, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")

    assert reporter.report(bug("x")) == (
        "a bug ended mtui (RuntimeError), and no report could be written: file exists."
    )


@pytest.mark.usefixtures("watched")
def test_what_nobody_catches_is_reported(tmp_path: Path, said: list[str]) -> None:
    error = bug("x")
    sys.excepthook(type(error), error, error.__traceback__)

    assert len(said) == 1
    assert str(reports(tmp_path)[0]) in said[0]


@pytest.mark.usefixtures("watched")
def test_an_interrupt_is_no_bug(
    tmp_path: Path, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    error = KeyboardInterrupt()
    sys.excepthook(KeyboardInterrupt, error, None)

    assert said == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert reports(tmp_path) == []


@pytest.mark.usefixtures("watched")
def test_what_nobody_catches_on_a_thread_is_reported_without_a_word(
    tmp_path: Path, said: list[str]
) -> None:
    thread = threading.Thread(target=fail, args=("x",))
    thread.start()
    thread.join()

    assert len(reports(tmp_path)) == 1
    assert said == []

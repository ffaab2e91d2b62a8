"""The command line: what it answers before a screen opens, and its exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

import mtui
from tests.terminal.demo import MTUI

if TYPE_CHECKING:
    from pathlib import Path

OK, FAILURE, USAGE = 0, 1, 2

LAB = """
[profiles.lab]
region = "cn-north-4"
"""


class Answer(NamedTuple):
    """What a run of mtui without a terminal ended with."""

    code: int
    out: str
    err: str


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with one profile."""
    return write(tmp_path, LAB)


def write(folder: Path, text: str) -> Path:
    """A configuration file of the person's own."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def run(*arguments: str | Path, **environment: str) -> Answer:
    """Run the installed command, its input and output no terminal."""
    done = subprocess.run(
        [MTUI, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | environment,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def assert_one_sentence(answer: Answer, code: int, *words: str) -> None:
    """It said one thing, on standard error, in plain words, and ended with this code."""
    assert answer.code == code, answer
    assert answer.out == ""
    assert answer.err.startswith("mtui: ")
    assert answer.err.count("\n") == 1
    assert answer.err.endswith("\n")
    for word in words:
        assert word in answer.err


def test_version_names_the_program_and_its_version() -> None:
    assert run("--version") == Answer(OK, f"mtui {mtui.__version__}\n", "")


def test_help_names_every_option_the_configuration_and_the_exit_codes(
    isolated_environment: Path,
) -> None:
    answer = run("--help")
    assert (answer.code, answer.err) == (OK, "")
    for word in ("--profile NAME", "--config FILE", "--demo", "--read-only", "--version"):
        assert word in answer.out
    assert f"  {isolated_environment / 'config' / 'mtui' / 'config.toml'}\n" in answer.out
    assert "MTUI_CONFIG" in answer.out
    assert "Exit codes: 0 fine, 1 failure, 2 wrong usage or configuration." in answer.out


def test_running_the_module_is_running_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mtui", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == run("--version").out


@pytest.mark.parametrize("arguments", [["--no-such-flag"], ["--profile"], ["surplus"]])
def test_wrong_usage_is_told_with_the_usage(arguments: list[str]) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (USAGE, "")
    assert answer.err.startswith("usage: mtui ")
    assert "Traceback" not in answer.err


def test_a_named_file_that_does_not_exist_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "absent.toml"
    assert_one_sentence(run("--config", path), USAGE, str(path), "no such file")


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("[profiles.lab]\nregion = cn\n", "line 2", "Text needs quotes"),
        ('[profiles.lab]\nregin = "cn-north-4"\n', "profiles.lab.regin", "region"),
        ("[profiles.lab]\n", "profiles.lab.region", "Add a line such as region ="),
        (LAB + 'timeout_s = "20"\n', "profiles.lab.timeout_s", "a number"),
        (LAB + 'endpoint = "http://example.com"\n', "profiles.lab.endpoint", "https"),
        ('default_profile = "lba"\n' + LAB, "default_profile", "lab"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_file_place_and_remedy(
    tmp_path: Path, text: str, place: str, remedy: str
) -> None:
    path = write(tmp_path, text)
    assert_one_sentence(run("--config", path), USAGE, str(path), place, remedy)


def test_a_secret_that_others_can_read_is_refused_with_the_line_that_mends_it(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, LAB + 'secret_key = "top-secret-value"\n')
    path.chmod(0o644)
    answer = run("--config", path)
    assert_one_sentence(answer, USAGE, f"chmod 600 {path}", "profiles.lab.secret_key")
    assert "top-secret-value" not in answer.err


def test_a_profile_that_does_not_exist_is_told_with_the_nearest(config: Path) -> None:
    answer = run("--config", config, "--profile", "lap")
    assert_one_sentence(answer, USAGE, str(config), "'lap'", "lab")


def test_the_variable_names_the_file_and_the_option_comes_before_it(
    config: Path, tmp_path: Path
) -> None:
    absent = tmp_path / "absent.toml"
    answer = run("--profile", "lap", MTUI_CONFIG=str(config))
    assert_one_sentence(answer, USAGE, str(config))
    answer = run("--config", config, "--profile", "lap", MTUI_CONFIG=str(absent))
    assert_one_sentence(answer, USAGE, str(config))


def test_the_variable_names_the_profile(config: Path) -> None:
    answer = run("--config", config, MTUI_PROFILE="lap")
    assert_one_sentence(answer, USAGE, "'lap'")


@pytest.mark.parametrize("option", ["--demo", "--read-only"])
def test_without_a_terminal_it_says_so_and_ends(config: Path, option: str) -> None:
    answer = run("--config", config, option)
    assert_one_sentence(answer, FAILURE, "there is no terminal here", "Run it in one")


def test_nothing_is_written_before_a_screen_opens(isolated_environment: Path) -> None:
    for arguments in (["--version"], ["--help"], ["--demo"], ["--profile", "lab"]):
        run(*arguments)
    assert not isolated_environment.exists()

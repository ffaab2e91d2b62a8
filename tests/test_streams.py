"""Whatever the standard streams and the home folder are: a sentence and an exit code."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.nobody import NOBODY, needs_nobody
from tests.terminal.demo import MTUI

if TYPE_CHECKING:
    from pathlib import Path

OK, FAILURE, USAGE = 0, 1, 2
NO_TERMINAL = "mtui: there is no terminal here to show the screens in."
NO_HOME = "mtui: There is no home folder to keep files in. Set HOME to a folder of yours"


class Answer(NamedTuple):
    """What a command in a shell ended with."""

    code: int
    out: bytes
    err: str


def shell(command: str, *before: str, **environment: str | None) -> Answer:
    """Run a command in a shell in which ``mtui`` is the installed one; None unsets a variable."""
    variables = {**os.environ, "PATH": f"{MTUI.parent}{os.pathsep}{os.environ['PATH']}"}
    for name, value in environment.items():
        variables.pop(name, None)
        if value is not None:
            variables[name] = value
    done = subprocess.run(
        [*before, "/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        env=variables,
    )
    answer = Answer(done.returncode, done.stdout, done.stderr.decode())
    assert "Traceback" not in answer.err, answer.err
    assert "Exception ignored" not in answer.err, answer.err
    return answer


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with a secret in it."""
    path = tmp_path / "mtui.toml"
    text = '[profiles.lab]\nregion = "cn-north-4"\nsecret_key = "s3cret-value"\n'
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("given", ["<&-", "</dev/null", "2>&1 | cat"])
def test_without_a_terminal_on_both_sides_no_screen_opens(given: str) -> None:
    answer = shell(f"mtui --demo {given}")
    assert answer.code in (FAILURE, OK), "OK is what the end of a pipe says"
    assert NO_TERMINAL in answer.err + answer.out.decode()


def test_what_comes_through_a_pipe_is_no_key() -> None:
    answer = shell("yes y | mtui --demo")
    assert (answer.code, answer.out) == (FAILURE, b"")
    assert answer.err.startswith(NO_TERMINAL)


@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_end_no_command(closed: str) -> None:
    assert shell(f"mtui config path {closed}") == Answer(OK, b"", "")


@pytest.mark.parametrize(
    ("arguments", "code"), [("--demo", FAILURE), ("--no-such", USAGE), ("--config /none", USAGE)]
)
@pytest.mark.parametrize("errors", ["2>&-", "2>/dev/full"])
def test_where_no_sentence_can_be_said_the_exit_code_tells(
    arguments: str, code: int, errors: str
) -> None:
    assert shell(f"mtui {arguments} {errors}").code == code


@pytest.mark.parametrize("command", ["config path", "config schema", "doctor"])
def test_a_full_disk_under_the_output_is_told(command: str) -> None:
    answer = shell(f"mtui {command} >/dev/full")
    assert answer.code == FAILURE
    assert answer.err == "mtui: The output cannot be written (No space left on device).\n"


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    answer = shell("{ mtui config schema; echo $? >&2; } | head -1")
    assert answer.out == b"{\n"
    assert answer.err == "0\n"


def test_an_output_without_the_mask_s_sign_masks_all_the_same(config: Path) -> None:
    command = f"mtui --config {shlex.quote(str(config))} config show"
    for locale in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}):
        answer = shell(command, **{"LANG": None, **locale})
        assert answer.code == OK
        assert b'secret_key = "' in answer.out
        assert b"s3cret" not in answer.out


def test_a_name_that_is_no_text_passes_as_it_is(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.toml"
    answer = shell(f"mtui --config {shlex.quote(os.fsdecode(name))} config path", LC_ALL="C.UTF-8")
    assert name in answer.out


def test_a_complaint_is_one_line_whatever_it_names() -> None:
    answer = shell("mtui --config \"$(printf '/none/a\\n\\033]0;owned\\007b')\"")
    assert answer.code == USAGE
    assert answer.err == "mtui: /none/a\\n\\x1b]0;owned\\x07b: there is no such file.\n"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = shlex.quote(str(tmp_path / "gone"))
    there = f"mkdir {gone}; cd {gone}; rmdir {gone};"
    answer = shell(f"{there} mtui --config mtui.toml")
    assert answer == Answer(
        USAGE,
        b"",
        "mtui: mtui.toml: the present folder does not exist any more."
        " Name the file from the root on.\n",
    )
    for command in ("--version", "config path", "config show"):
        answer = shell(f"{there} mtui {command}", HUAWEICLOUD_SDK_CREDENTIALS_FILE="credentials")
        assert answer.code == OK


NO_XDG = dict.fromkeys(f"XDG_{each}_HOME" for each in ("CONFIG", "STATE", "CACHE", "DATA"))
HOMELESS: dict[str, str | None] = {**NO_XDG, "HOME": None}


@needs_nobody()
@pytest.mark.parametrize("arguments", ["", "--demo", "config show", "audit"])
def test_without_a_home_folder_it_says_what_to_do(arguments: str) -> None:
    answer = shell(f"mtui {arguments}", *NOBODY, **HOMELESS)
    assert (answer.code, answer.out) == (USAGE, b"")
    assert answer.err.startswith(NO_HOME)


@needs_nobody()
def test_without_a_home_folder_help_helps_and_a_named_file_is_read(config: Path) -> None:
    answer = shell("mtui --help", *NOBODY, **HOMELESS)
    assert answer.code == OK
    assert b"no home folder" in answer.out
    assert shell("mtui --version", *NOBODY, **HOMELESS).code == OK
    path = shlex.quote(str(config))
    assert shell(f"mtui --config {path} config validate", *NOBODY, **HOMELESS).code == OK


@pytest.mark.parametrize("home", ["", "relative", "/dev/null"])
def test_nothing_is_ever_written_below_the_present_folder(tmp_path: Path, home: str) -> None:
    there = f"cd {shlex.quote(str(tmp_path))};"
    for command in ("config show", "audit"):
        shell(f"{there} mtui {command}", **{**NO_XDG, "HOME": home})
    assert list(tmp_path.iterdir()) == []


@needs_nobody()
def test_a_home_folder_without_permission_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    answer = shell("mtui config init", *NOBODY, **{**NO_XDG, "HOME": str(home)})
    place = home / ".config" / "mtui" / "config.toml"
    assert answer == Answer(USAGE, b"", f"mtui: {place}: cannot be written: permission denied.\n")
    assert shell("mtui audit", *NOBODY, **{**NO_XDG, "HOME": str(home)}) == Answer(OK, b"", "")

"""Run a program that prints a credential."""

from __future__ import annotations

import os
import signal
import subprocess
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_S = 20.0

_LONGEST_QUOTE = 200

_running: set[subprocess.Popen[bytes]] = set()


@frozen
class Printed:
    """What came of running the program: the secret or a complaint."""

    secret: Secret | None = None
    complaint: str = ""
    """What went wrong, in words that follow the program's name."""


def run_command(
    argv: tuple[str, ...], environ: Mapping[str, str], timeout_s: float = TIMEOUT_S
) -> Printed:
    """Run a program without a shell and take the one line that it prints.

    It gets no input and no terminal, so it can neither ask nor draw over the screen. It and all
    that it started end at the deadline. This blocks: call it off the event loop.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own program, without a shell
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environ),
            start_new_session=True,
        )
    except FileNotFoundError:
        return Printed(complaint="was not found")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return Printed(complaint=f"could not be started: {(reason or 'invalid argument').lower()}")
    _running.add(process)
    with process:
        try:
            output, errors = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.communicate()
            return Printed(complaint=f"did not end within {timeout_s:g} s")
        finally:
            _running.discard(process)
    if process.returncode != 0:
        return Printed(complaint=_failed(process.returncode, _last_words(errors, output)))
    return _only_line(output)


def end_commands() -> None:
    """Kill every program that still runs, because mtui ends; callable from any thread."""
    for process in tuple(_running):
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with all that it started, which would hold its pipes open."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _only_line(output: bytes) -> Printed:
    try:
        lines = output.decode().strip().splitlines()
    except UnicodeDecodeError:
        return Printed(complaint="printed something that is not UTF-8 text")
    if not lines:
        return Printed(complaint="printed nothing")
    if len(lines) > 1:
        return Printed(complaint=f"printed {len(lines)} lines instead of one")
    return Printed(secret=Secret(lines[0]))


def _failed(code: int, last_words: str) -> str:
    how = f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"
    return f"{how}: {last_words}" if last_words else how


def _last_words(errors: bytes, output: bytes) -> str:
    """Return the last line of the errors without what the program printed as its output."""
    lines = [line for line in errors.decode(errors="replace").splitlines() if line.strip()]
    if not lines:
        return ""
    words = lines[-1]
    for printed in output.decode(errors="replace").split():
        words = words.replace(printed, "…")
    shown = "".join(" " if unicodedata.category(each)[0] == "C" else each for each in words)
    return " ".join(shown.split())[:_LONGEST_QUOTE].rstrip(".")

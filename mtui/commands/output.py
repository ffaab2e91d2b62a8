"""How commands speak: their output, and one sentence about what went wrong."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.domain.errors import MtuiError


def prepare_streams() -> None:
    """Make the standard streams such that everything can be said, wherever they lead.

    One that was closed leads nowhere: else a file that is opened later, such as the journal, would
    get its number. What the output's encoding does not have is shown as ``?``; a file's name that
    is no text passes as it is where it can.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # It gets the lowest number that is free.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003 - os's own
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    if isinstance(sys.stdout, io.TextIOWrapper):
        is_utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        sys.stdout.reconfigure(errors="surrogateescape" if is_utf8 else "replace")


def say(line: str = "") -> None:
    """Print a line of the output.

    Raises:
        BrokenPipeError: nobody reads any more.
        OutputError: it cannot be written, such as into a file on a full disk.
    """
    with _writing():
        print(line)  # noqa: T201 - this is the command's output


def finish() -> None:
    """Bring the output where it belongs.

    Raises:
        BrokenPipeError: nobody reads any more.
        OutputError: it cannot be written.
    """
    with _writing():
        sys.stdout.flush()


def silence() -> None:
    """Let what is left of the output go nowhere: Python must not try to write it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(what: MtuiError | str) -> None:
    """Print a sentence about what went wrong, apart from the output, in one line."""
    text = str(what)
    if not text.isprintable():
        from mtui.logs.redaction import one_line

        text = one_line(text)
    with suppress(OSError):  # then the exit code has to tell
        print(f"mtui: {text}", file=sys.stderr, flush=True)  # noqa: T201 - there is no screen


@contextmanager
def _writing() -> Iterator[None]:
    """Translate what the output's end says, other than that nobody reads any more."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        from mtui.domain.errors import OutputError

        raise OutputError(f"The output cannot be written ({error.strerror or error}).") from None

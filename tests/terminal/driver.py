"""Run a program in a pty, type to it, and read its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import selectors
import signal
import struct
import subprocess
import termios
import threading
import time
from typing import TYPE_CHECKING, Self

from tests.terminal.display import Display

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from pyte.screens import Char

_CHUNK = 65_536
_DRAIN_S = 1.0

_IN_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'
"""A session leader without a terminal gets the first one that it opens: no fork hook needed."""


class TerminalError(AssertionError):
    """The program did not do what was waited for; the message shows its screen."""


class Terminal:
    """A program in a terminal of its own, at arm's length.

    Use it as a context manager; leaving it kills what still runs. Everything the program
    writes is counted, kept and drawn by a thread, unless :meth:`stall` stops the reading.

    Args:
        argv: The program and its arguments.
        home: Scratch directory for HOME and the XDG directories.
        columns: Width in cells.
        rows: Height in cells.
        environment: Variables beside PATH, LANG, TERM, HOME and XDG ones, which are set
            here; nothing else of the test's own environment is seen by the program.
        answers_position: Whether cursor-position requests (``ESC[6n``) are answered once
            what came before them is drawn, as a terminal does.

    Attributes:
        process: The program.
        answers_position: As above; may be changed at any time.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        home: Path,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        answers_position: bool = True,
    ) -> None:
        self.answers_position = answers_position
        self._display = Display(columns, rows)
        self._received = bytearray()
        self._changed = threading.Condition()
        self._is_stalled = False
        self._is_closed = False
        self._master, slave = pty.openpty()
        self._set_size(columns, rows)
        self._wake_read, self._wake_write = os.pipe()
        self._started_at = self._received_at = time.monotonic()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _IN_TERMINAL, os.ttyname(slave), *map(str, argv)],
            stdin=slave,  # held open, or the reader could find nobody on the other side
            start_new_session=True,
            env=_environment(home) | dict(environment or {}),
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, name="terminal reader", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # What the program shows

    @property
    def is_alternate(self) -> bool:
        """Whether the program has switched to the alternate screen."""
        return self._display.is_alternate

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        with self._changed:
            return self._display.cursor

    def fileno(self) -> int:
        """The terminal's own end, which knows its modes."""
        return self._master

    def screen(self) -> list[str]:
        """The rows as text, without the spaces at their ends."""
        with self._changed:
            return self._display.lines()

    def cell(self, column: int, row: int) -> Char:
        """The character at a place and its colours, columns and rows from 0."""
        with self._changed:
            return self._display.cell(column, row)

    def mark(self) -> int:
        """This moment in what the program wrote, for :meth:`bytes_since`."""
        with self._changed:
            return len(self._received)

    def bytes_since(self, mark: int = 0) -> bytes:
        """All that the program wrote since a mark, as it came over the wire."""
        with self._changed:
            return bytes(self._received[mark:])

    # Waiting

    def wait_for(self, wanted: str | Callable[[Self], bool], timeout_s: float = 15.0) -> float:
        """Wait until a text is on the screen, or until a condition holds.

        The condition is asked again after each read.

        Returns:
            Seconds from the program's start to the read that brought what was wanted.

        Raises:
            TerminalError: It did not come in time, or the program closed the terminal.
        """
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while not self._holds(wanted):
                remaining_s = deadline - time.monotonic()
                if remaining_s <= 0 or not self._reader.is_alive():
                    raise TerminalError(self._complaint(f"never came: {wanted!r}"))
                self._changed.wait(remaining_s)
            return self._received_at - self._started_at

    def quiet(self, ms: int = 200, timeout_s: float = 15.0) -> None:
        """Wait until the program has written nothing for so many milliseconds from now.

        Raises:
            TerminalError: It was still writing when the time was over.
        """
        since = time.monotonic()
        deadline = since + timeout_s
        with self._changed:
            while (rest_s := max(since, self._received_at) + ms / 1000 - time.monotonic()) > 0:
                if time.monotonic() > deadline:
                    raise TerminalError(self._complaint(f"never quiet for {ms} ms"))
                self._changed.wait(rest_s)

    def wait_exit(self, timeout_s: float = 15.0) -> int:
        """Wait for the program's end and, unless stalled, for its last words.

        Returns:
            Its exit code, or minus the signal that killed it.

        Raises:
            TerminalError: It still runs after that time.
        """
        try:
            code = self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise TerminalError(self._complaint(f"still runs after {timeout_s} s")) from None
        if not self._is_stalled:
            self._reader.join(_DRAIN_S)
        return code

    # What a person or a connection does

    def send(self, data: bytes) -> None:
        """Type bytes, in one write: they arrive together, as in one packet."""
        written = os.write(self._master, data)
        if written != len(data):
            raise TerminalError(f"the terminal took {written} of {len(data)} bytes")

    def cost_of(self, data: bytes, *, settle_ms: int = 300) -> int:
        """Type bytes and count those that the program writes until it is quiet again."""
        mark = self.mark()
        self.send(data)
        self.quiet(settle_ms)
        return self.mark() - mark

    def resize(self, columns: int, rows: int) -> None:
        """Change the size in cells; the program gets SIGWINCH."""
        with self._changed:
            self._display.resize(columns, rows)
        self._set_size(columns, rows)

    def stall(self) -> None:
        """Stop reading, as a terminal behind a dead link does."""
        self._is_stalled = True
        self._wake()

    def unstall(self) -> None:
        """Go on reading."""
        self._is_stalled = False
        self._wake()

    def hangup(self) -> None:
        """Close the terminal: the program gets SIGHUP, and errors from what it writes."""
        if self._is_closed:
            return
        self._is_closed = True
        self._wake()
        self._reader.join()
        for descriptor in (self._master, self._wake_read, self._wake_write):
            os.close(descriptor)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self.process.send_signal(number)

    def close(self) -> None:
        """Kill the program and all that it started in this terminal, and close it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.hangup()

    # Underneath

    def _holds(self, wanted: str | Callable[[Self], bool]) -> bool:
        if isinstance(wanted, str):
            return any(wanted in line for line in self._display.lines())
        return wanted(self)

    def _complaint(self, what: str) -> str:
        screen = "\n".join(f"  |{line}" for line in self.screen()).rstrip("\n |")
        return f"{what}\n{screen}\n  exit code: {self.process.poll()}"

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _wake(self) -> None:
        os.write(self._wake_write, b".")

    def _read(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_read, selectors.EVENT_READ)
            while not self._is_closed:
                if self._is_stalled:
                    os.read(self._wake_read, 1)
                    continue
                if self._master not in selector.get_map():
                    selector.register(self._master, selectors.EVENT_READ)
                ready = {key.fd for key, _ in selector.select()}
                if self._wake_read in ready:
                    os.read(self._wake_read, 1)
                elif not self._receive():
                    break
        with self._changed:
            self._changed.notify_all()

    def _receive(self) -> bool:
        """Read and draw one chunk; False once nobody has the other side open."""
        try:
            data = os.read(self._master, _CHUNK)
        except OSError:
            return False
        with self._changed:
            self._received_at = time.monotonic()
            self._received += data
            answers = self._display.feed(data)
            self._changed.notify_all()
        if answers and self.answers_position:
            os.write(self._master, answers)
        return True


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
    }

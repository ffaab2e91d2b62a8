"""The log file: for its owner alone, of limited size, and never in the way of the program."""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from mtui.logs.redaction import one_line, redact, traceback_parts

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    _ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    )

LOG_NAME = "mtui.log"

_MOST_BYTES = 1024 * 1024
_KEPT = 3
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700

_FORMAT = "%(asctime)s %(levelname)-7s %(process)d %(threadName)s %(name)s: %(message)s"
_TALKATIVE = ("httpx", "httpcore", "asyncio")
"""They log whole URLs and headers below warnings."""


def start_logging(folder: Path, *, is_debug: bool = False) -> None:
    """Write what mtui logs into a file of the folder, which is made with the first line."""
    handler = LogFile(folder / LOG_NAME)
    handler.setFormatter(RedactingFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("mtui").setLevel(logging.DEBUG if is_debug else logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # On the terminal they would stand across the screens.
    logging.captureWarnings(capture=True)


class RedactingFormatter(logging.Formatter):
    """One line for each message, times in UTC, and no secrets, in tracebacks neither."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(_FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line, its control characters spelled out."""
        return redact(one_line(super().formatMessage(record)))

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        """Return the traceback that follows the line."""
        return "".join(traceback_parts(ei[1])).rstrip("\n") if ei[1] is not None else ""


class LogFile(logging.Handler):
    """Appends to a file; beyond its size the file moves aside, and the oldest of those goes.

    Several mtuis may write to it. A disk that says no costs the lines, nothing else.

    Args:
        path: the file.
        most_bytes: its size, about.
        kept: how many older files stay.
    """

    def __init__(self, path: Path, *, most_bytes: int = _MOST_BYTES, kept: int = _KEPT) -> None:
        super().__init__()
        self._path = path
        self._most_bytes = most_bytes
        self._kept = kept
        self._descriptor: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record."""
        line = f"{self.format(record)}\n".encode(errors="backslashreplace")
        with suppress(OSError):
            if self._descriptor is None:
                self._descriptor = self._open()
            if os.fstat(self._descriptor).st_size + len(line) > self._most_bytes:
                self._turn_over(self._descriptor)
                self._descriptor = self._open()
            os.write(self._descriptor, line)

    def close(self) -> None:
        """Close the file."""
        self.acquire()
        try:
            self._let_go()
        finally:
            self.release()
        super().close()

    def _open(self) -> int:
        self._path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(self._path, flags, _PRIVATE_FILE)
        os.fchmod(descriptor, _PRIVATE_FILE)
        return descriptor

    def _turn_over(self, descriptor: int) -> None:
        """Move the file aside, unless another mtui has done so."""
        try:
            is_current = os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            is_current = False
        self._let_go()
        if is_current:
            for number in range(self._kept, 0, -1):
                older = self._older(number - 1)
                if older.exists():
                    older.replace(self._older(number))

    def _older(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path

    def _let_go(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

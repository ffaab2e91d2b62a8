"""A bug's last words: a report in the log folder without variables, and one sentence."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

from mtui.logs.redaction import one_line, traceback_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

_log = logging.getLogger(__name__)

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600


class CrashReporter:
    """Writes reports.

    Args:
        folder: where they are kept.
        version: mtui's.
        clock: the time in epoch seconds.
        complain: tells a person a sentence, without a screen.
    """

    def __init__(
        self,
        folder: Path,
        version: str,
        clock: Callable[[], float],
        complain: Callable[[str], None],
    ) -> None:
        self._folder = folder
        self._version = version
        self._clock = clock
        self._complain = complain

    def watch(self) -> None:
        """Report what nobody catches, on any thread, from now on."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_on_thread

    def report(self, error: BaseException) -> str:
        """Write a report and return the sentence about it."""
        _log.critical("crashed", exc_info=error)
        name = type(error).__name__
        try:
            path = self._write(error)
        except OSError as refusal:
            reason = (refusal.strerror or type(refusal).__name__).lower()
            return f"a bug ended mtui ({name}), and no report could be written: {reason}."
        return f"a bug ended mtui ({name}). What is known of it, without secrets: {path}"

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._complain(self.report(error))

    def _uncaught_on_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.report(found.exc_value)

    def _write(self, error: BaseException) -> Path:
        self._folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        path = self._folder / f"crash-{self._stamp('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(f"{line}\n" for line in self._head())
            file.writelines(traceback_parts(error))
        return path

    def _head(self) -> Iterator[str]:
        import platform
        from importlib.metadata import version

        yield f"mtui {self._version} was ended by a bug at {self._stamp('%Y-%m-%dT%H:%M:%SZ')}."
        yield "Secrets are masked and no variables are shown; read it before you pass it on."
        yield ""
        yield f"Python {platform.python_version()} on {platform.platform()}"
        yield ", ".join(f"{name} {version(name)}" for name in ("textual", "httpx"))
        yield one_line(f"terminal {os.environ.get('TERM', '')}")
        yield f"threads {', '.join(each.name for each in threading.enumerate())}"
        yield ""

    def _stamp(self, form: str) -> str:
        from time import gmtime, strftime

        return strftime(form, gmtime(self._clock()))

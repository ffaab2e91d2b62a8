"""The terminal, taken before Textual is there to take it."""

from __future__ import annotations

import os
import signal
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

ALTERNATE_SCREEN = "\x1b[?1049h"
_HIDE_CURSOR = "\x1b[?25l"
_GIVE_BACK = "\x1b[?25h\x1b[?1049l"

_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
_INPUT, _LOCAL = 0, 3
"""Where tcgetattr has what becomes of what is typed, and what the terminal does on its own."""
_ALTERED = termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF
"""Modes under which other keys would be read than were pressed."""


class EarlyTerminal:
    """The alternate screen without echo: what is typed meanwhile waits to be read.

    It uses the files that Textual's driver uses. From ``take`` on it has to be handed over or
    given back; a signal that ends the process gives it back.

    Args:
        before_end: called before a signal ends the process.
    """

    def __init__(self, before_end: Callable[[], None]) -> None:
        self._before_end = before_end
        self._input = sys.__stdin__.fileno() if sys.__stdin__ is not None else -1
        self._output = -1
        self._modes: list[Any] | None = None
        self._handlers: dict[signal.Signals, Any] = {}

    @property
    def is_ours(self) -> bool:
        """Whether it was taken, and neither handed over nor given back."""
        return self._modes is not None

    def take(self) -> bool:
        """Take it; return whether there is one that can be taken."""
        try:
            self._output = _open(sys.__stderr__)
            modes = termios.tcgetattr(self._input)
            quiet = termios.tcgetattr(self._input)
            quiet[_INPUT] &= ~_ALTERED
            quiet[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
            termios.tcsetattr(self._input, termios.TCSANOW, quiet)
        except (OSError, termios.error):
            return False
        self._modes = modes
        self._handlers = {number: signal.signal(number, self._end) for number in _SIGNALS}
        if self.write(ALTERNATE_SCREEN + _HIDE_CURSOR):
            return True
        termios.tcsetattr(self._input, termios.TCSANOW, modes)
        self.hand_over()
        return False

    def write(self, text: str) -> bool:
        """Write something, if the terminal takes it all at once; return whether it did.

        It never waits: a terminal that does not read would hold up the end of the program too.
        """
        data = text.encode()
        try:
            return os.write(self._output, data) == len(data)
        except OSError:  # it is full, or gone
            return False

    def hand_over(self) -> list[Any] | None:
        """Let another have it, on the main thread; return the modes from before it was taken."""
        modes, self._modes = self._modes, None
        if modes is not None:
            for number in _SIGNALS:
                if signal.getsignal(number) == self._end:
                    signal.signal(number, self._handlers[number])
            os.close(self._output)
        return modes

    def give_back(self) -> None:
        """Leave it as it was found, if it is still ours; callable from any thread."""
        modes, self._modes = self._modes, None
        if modes is not None:
            with suppress(OSError, termios.error):  # it may be gone
                self.write(_GIVE_BACK)
                termios.tcsetattr(self._input, termios.TCSANOW, modes)

    def _end(self, number: int, _: FrameType | None) -> NoReturn:
        self.give_back()
        self._before_end()
        os._exit(128 + number)


def _open(stream: TextIO | None) -> int:
    """Open a stream's terminal once more: what it is told then about waiting is told to it alone.

    Raises:
        OSError: there is none, or it cannot be opened.
    """
    if stream is None:
        raise OSError("there is no such stream")
    name = os.ttyname(stream.fileno())
    return os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)

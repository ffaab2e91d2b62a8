"""One run at a time on one project of one service, across all mtui processes of a person."""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mtui.domain.errors import GuardError, JournalError

if TYPE_CHECKING:
    from pathlib import Path


class RunLock:
    """A lock file that the kernel frees when the process dies, however it dies."""

    def __init__(self, folder: Path, endpoint: str, project_id: str) -> None:
        digest = hashlib.sha256(f"{endpoint}\n{project_id}".encode()).hexdigest()[:16]
        self.path = folder / f"run-{digest}.lock"
        self._descriptor: int | None = None
        self._holders = 0

    def acquire(self) -> None:
        """Take the lock, once more if this process has it already.

        Raises:
            GuardError: another process has it.
            JournalError: the lock file cannot be written.
        """
        if self._descriptor is None:
            self._descriptor = self._take()
        self._holders += 1

    def release(self) -> None:
        """Give back one ``acquire``; the last one frees the lock."""
        self._holders -= 1
        if self._holders == 0 and self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def is_held_here(self) -> bool:
        """Whether this process has it."""
        return self._descriptor is not None

    def is_held_elsewhere(self) -> bool:
        """Whether another process has a run on this project now."""
        if self._descriptor is not None or not self.path.exists():
            return False
        try:
            os.close(self._take())
        except (GuardError, JournalError):
            return True
        return False

    def _take(self) -> int:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = f"The lock cannot be written ({error.strerror or error}): {self.path}"
            raise JournalError(message) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 100, 0).decode(errors="replace").strip()
            os.close(descriptor)
            raise GuardError(
                f"Another mtui has a run on this project ({holder or 'unknown process'}).",
                hint="Wait until it is over, or look at it there.",
            ) from error
        with suppress(OSError):  # the lock holds also where the disk has no room for its note
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"pid {os.getpid()}\n".encode(), 0)
        return descriptor

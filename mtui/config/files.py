"""The configuration file as bytes on a disk: guarded reading, whole or no writing, backups."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mtui.domain.errors import ConfigError
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BYTES = 256 * 1024
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


@frozen
class StoredFile:
    """A file's content and who may read it."""

    content: bytes
    is_shared: bool
    """Whether the group or others may read or write it."""


def read_file(path: Path) -> StoredFile | None:
    """Return the file's content, None where there is no file.

    Raises:
        ConfigError: it is not a regular file, is too large or cannot be read.
    """
    try:
        # Opening a pipe to read would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _failure(path, "cannot be read", error) from None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            kind = "a folder" if stat.S_ISDIR(state.st_mode) else "a device or pipe"
            raise ConfigError(f"{path}: is {kind}, not a file.")
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _failure(path, "cannot be read", error) from None
    finally:
        os.close(descriptor)
    if len(content) > _MOST_BYTES:
        raise ConfigError(f"{path}: is larger than {_MOST_BYTES // 1024} KiB.")
    return StoredFile(content, is_shared=bool(state.st_mode & 0o077))


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Make the file's folder (for its owner alone) and keep other mtuis from writing in it.

    Raises:
        ConfigError: the folder cannot be made or opened.
    """
    try:
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _failure(path, "cannot be written", error) from None
    try:
        # Some network file systems do not lock folders: then the last writer of a profile wins.
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def create_file(path: Path, content: bytes) -> None:
    """Write a new file, mode 0600.

    Raises:
        ConfigError: there is one already, or the disk said no; then nothing is left behind.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    except FileExistsError:
        raise ConfigError(f"{path}: exists already and was left as it is.") from None
    except OSError as error:
        raise _failure(path, "cannot be written", error) from None
    try:
        _write_private(handle, content)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise _failure(path, "cannot be written", error) from None


def replace_file(path: Path, content: bytes, backup_of: bytes | None) -> Path | None:
    """Write the file, mode 0600, so that a crash leaves the old or the new content whole.

    Args:
        path: the file itself, not a symbolic link to it.
        content: what it shall hold.
        backup_of: what to keep beside it under a name that is not taken yet.

    Returns:
        The backup.

    Raises:
        ConfigError: the disk said no; the old file is as it was.
    """
    temporary = backup = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        _write_private(handle, content)
        if backup_of is not None:
            backup = _write_backup(path, backup_of)
        Path(temporary).replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise _failure(path, "cannot be written", error) from None
    finally:
        if temporary is not None:
            _discard(temporary, backup)
    return backup


def _discard(temporary: str, backup: Path | None) -> None:
    """Leave nothing behind of a write that failed."""
    with suppress(OSError):
        Path(temporary).unlink()
    if backup is not None:
        with suppress(OSError):
            backup.unlink()


def _write_private(handle: int, content: bytes) -> None:
    """Write, sync and close a new file; the umask has no say in its mode."""
    with open(handle, "wb") as file:
        os.fchmod(handle, _PRIVATE_FILE)
        file.write(content)
        file.flush()
        os.fsync(handle)


def _write_backup(path: Path, content: bytes) -> Path:
    number = 0
    while True:
        backup = path.with_name(f"{path.name}.bak" + (f".{number}" if number else ""))
        try:
            handle = os.open(backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
        except FileExistsError:
            number += 1
            continue
        try:
            _write_private(handle, content)
        except OSError:
            with suppress(OSError):
                backup.unlink()
            raise
        return backup


def _sync_folder(folder: Path) -> None:
    """Make the new name last; file systems that cannot sync a folder keep their own promises."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _failure(path: Path, what: str, error: OSError | ValueError) -> ConfigError:
    reason = (error.strerror or "") if isinstance(error, OSError) else str(error)
    return ConfigError(f"{path}: {what}: {reason.lower() or type(error).__name__}.")

"""What the configuration's tests share: a place for the file, and a way to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class WriteConfig(Protocol):
    def __call__(self, text: str | bytes, mode: int = 0o600) -> Path: ...


@pytest.fixture
def write_config(tmp_path: Path) -> WriteConfig:
    """Return a function that writes the configuration file and gives its path."""

    def write(text: str | bytes, mode: int = 0o600) -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    return write

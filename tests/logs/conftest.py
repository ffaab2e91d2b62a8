"""A logger of a test's own, over a file in a folder that does not exist yet."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mtui.logs import LOG_NAME
from mtui.logs.log_file import LogFile, RedactingFormatter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Logbook(NamedTuple):
    """A logger and where its lines go."""

    logger: logging.Logger
    path: Path

    def text(self) -> str:
        """What was written."""
        return self.path.read_text(encoding="utf-8")


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    """Return a logger with a file."""
    path = tmp_path / "state" / "log" / LOG_NAME
    handler = LogFile(path)
    handler.setFormatter(RedactingFormatter())
    logger = logging.getLogger("mtui.test")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield Logbook(logger, path)
    logger.removeHandler(handler)
    handler.close()

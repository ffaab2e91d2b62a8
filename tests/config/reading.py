"""A small profile as text, and how a test reads what is wrong with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import read
from mtui.domain.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


LAB = '[profiles.lab]\nregion = "cn-north-4"\n'


def complaint(path: Path) -> str:
    """Read a file that is wrong and return the whole sentence without the path."""
    with pytest.raises(ConfigError) as caught:
        read(path)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert "\n" not in text
    return text.removeprefix(str(path))

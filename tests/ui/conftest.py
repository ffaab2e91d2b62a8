"""What the tests of the screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """The demo's cloud behind a profile that opens by itself."""
    return Stage(tmp_path)

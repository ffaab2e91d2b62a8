"""How commands speak: their output, and one sentence about what went wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtui.domain.errors import MtuiError


def say(line: str = "") -> None:
    """Print a line of the output."""
    print(line)  # noqa: T201 - this is the command's output


def complain(what: MtuiError | str) -> None:
    """Print a sentence about what went wrong, apart from the output."""
    print(f"mtui: {what}", file=sys.stderr)  # noqa: T201 - there is no screen

"""The top line: whose jobs these are, what is forbidden here, and how fresh it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.presentation.standing import context_ends
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence


class ContextBar(TextLine):
    """Profile, region and workspace at the left, badges and the last refresh at the right."""

    def show_context(
        self, names: Sequence[str], badges: Sequence[tuple[str, str]], refreshed_ms: int | None
    ) -> None:
        """Show where the person is; the arguments are those of ``context_ends``."""
        self.show(*context_ends(names, badges, refreshed_ms))

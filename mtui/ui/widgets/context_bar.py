"""The top line: whose jobs these are, what is forbidden here, and how fresh it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.text import safe
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.ui.presentation.cells import Part

_LONGEST = 60


class ContextBar(TextLine):
    """Profile, region and workspace at the left, badges and the last refresh at the right."""

    def show_context(
        self, names: Sequence[str], badges: Sequence[tuple[str, str]], refreshed_ms: int | None
    ) -> None:
        """Show where the person is.

        Args:
            names: profile, region, workspace.
            badges: words with their styles.
            refreshed_ms: when the list was last read, in epoch milliseconds.
        """
        shown = [safe(name, _LONGEST) for name in names if name]
        left: list[Part] = [" "]
        for index, name in enumerate(shown):
            left += [(" · ", "dim")] if index else []
            left.append((name, "bold" if index == 0 else ""))
        right: list[Part] = []
        for badge in badges:
            right += [badge, "  "]
        if refreshed_ms is not None:
            right.append((exact_time(refreshed_ms)[11:16], "dim"))
        right.append(" ")
        self.show(left, right)

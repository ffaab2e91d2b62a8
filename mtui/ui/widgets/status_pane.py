"""The newest answer, always on the screen: what it was, and what it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.cells import Tone
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from mtui.ui.notices import Notice
    from mtui.ui.presentation.glyphs import Glyphs

TONE_STYLES = {
    Tone.PLAIN: "",
    Tone.DIM: "dim",
    Tone.GOOD: "$success",
    Tone.BAD: "bold $error",
    Tone.BUSY: "$warning",
    Tone.ACCENT: "$accent",
}


class StatusPane(Vertical):
    """Two lines: the headline with its sign, and what was asked, with the way to the history."""

    DEFAULT_CSS = "StatusPane { height: 2; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._headline = TextLine(id="headline")
        self._detail = TextLine(id="detail")
        self._signs = {
            Tone.GOOD: glyphs.completed,
            Tone.BAD: glyphs.failed,
            Tone.BUSY: glyphs.waiting,
        }

    def compose(self) -> ComposeResult:
        """Two lines of text."""
        yield self._headline
        yield self._detail

    def show(self, notice: Notice | None) -> None:
        """Show a notice, or nothing."""
        if notice is None:
            self._headline.show(())
            self._detail.show(())
            return
        sign = self._signs.get(notice.tone, " ")
        style = TONE_STYLES[notice.tone]
        self._headline.show(((f" {sign} ", style), (notice.headline, style)))
        time = exact_time(notice.at_ms)[11:]
        words = " · ".join(filter(None, (notice.detail, time, notice.hint)))
        self._detail.show(((f"   {words}", "dim"),), (("! all ", "dim"),))

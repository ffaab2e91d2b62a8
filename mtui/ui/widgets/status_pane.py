"""The newest answer, always on the screen: what it was, and what it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.notices import detail_line
from mtui.ui.widgets.text_line import one_line

if TYPE_CHECKING:
    from mtui.ui.app import MtuiApp
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

_INDENT = "   "


class StatusPane(Widget, can_focus=False):
    """Two lines: the headline with its sign, and what was asked, with the way to the history."""

    DEFAULT_CSS = "StatusPane { height: 2; }"

    app: MtuiApp

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._signs = {
            Tone.GOOD: glyphs.completed,
            Tone.BAD: glyphs.failed,
            Tone.BUSY: glyphs.waiting,
        }
        self._notice: Notice | None = None

    def show(self, notice: Notice | None) -> None:
        """Show a notice, or nothing."""
        if notice != self._notice:
            self._notice = notice
            self.refresh()

    def render(self) -> Content:
        """Draw both lines at the width there is."""
        notice = self._notice
        if notice is None:
            return Content("")
        sign = self._signs.get(notice.tone, " ")
        style = TONE_STYLES[notice.tone]
        time = exact_time(notice.at_ms)[11:]
        words = " · ".join(filter(None, (notice.detail, time, notice.hint)))
        width = self.size.width
        headline = one_line(((f" {sign} ", style), (notice.headline, style)), (), width)
        to_all = f"{self.app.key_name('app.history', type(self.app))} all "
        request_id = notice.answer.request_id if notice.answer is not None else ""
        words = detail_line(words, request_id, width - len(_INDENT) - len(to_all) - 1)
        detail = one_line(((_INDENT + words, "dim"),), ((to_all, "dim"),), width)
        return Content("\n").join((headline, detail))

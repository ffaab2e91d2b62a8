"""The details of the version with the cursor, wrapped, beside or below the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mtui.ui.presentation.details import version_lines
from mtui.ui.widgets.status_pane import TONE_STYLES

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from mtui.domain.jobs import JobVersion
    from mtui.ui.presentation.glyphs import Glyphs


class Details(VerticalScroll, can_focus=True):
    """Shows one version; takes the focus with Tab so that long details can be scrolled."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="details")
        self._glyphs = glyphs
        self._text = Static(markup=False)
        self._version: JobVersion | None = None
        self._is_roomy = False

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield self._text

    def show(self, version: JobVersion | None) -> None:
        """Show a version, or nothing."""
        if version == self._version:
            return
        is_other = _id(version) != _id(self._version)
        self._version = version
        self._show()
        if is_other:
            self.scroll_home(animate=False)

    def spread(self, *, is_roomy: bool) -> None:
        """Give every detail a line of its own, or as few lines as it takes."""
        if is_roomy != self._is_roomy:
            self._is_roomy = is_roomy
            self._show()

    def _show(self) -> None:
        version = self._version
        lines = (
            [] if version is None else version_lines(version, self._glyphs, is_roomy=self._is_roomy)
        )
        text = Content("\n").join(
            Content.assemble(*((words, TONE_STYLES[tone]) for words, tone in line))
            for line in lines
        )
        self._text.update(text)


def _id(version: JobVersion | None) -> str | None:
    return None if version is None else version.version_id

"""The details of a version or a job, wrapped, beside or below the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mtui.domain.jobs import JobDetail, JobVersion
from mtui.ui.presentation.details import Words, job_lines, version_lines
from mtui.ui.widgets.status_pane import TONE_STYLES

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from mtui.ui.presentation.glyphs import Glyphs


_USUAL_WIDTH = 80

Subject = JobVersion | JobDetail
"""What has details."""


class Details(VerticalScroll, can_focus=True):
    """Shows one subject; takes the focus with Tab so that long details can be scrolled."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="details")
        self._glyphs = glyphs
        self._text = Static(markup=False)
        self._subject: Subject | None = None
        self._is_roomy = False

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield self._text

    def on_resize(self) -> None:
        """Fold the text anew."""
        self._show()

    def show(self, subject: Subject | None) -> None:
        """Show a version or a job, or nothing."""
        if subject == self._subject:
            return
        is_other = _id(subject) != _id(self._subject)
        self._subject = subject
        self._show()
        if is_other:
            self.scroll_home(animate=False)

    def spread(self, *, is_roomy: bool) -> None:
        """Give every detail a line of its own, or as few lines as it takes."""
        if is_roomy != self._is_roomy:
            self._is_roomy = is_roomy
            self._show()

    def _show(self) -> None:
        subject = self._subject
        width = self.scrollable_content_region.width or _USUAL_WIDTH
        lines = (
            [] if subject is None else _lines(subject, self._glyphs, width, is_roomy=self._is_roomy)
        )
        text = Content("\n").join(
            Content.assemble(*((words, TONE_STYLES[tone]) for words, tone in line))
            for line in lines
        )
        self._text.update(text)


def _id(subject: Subject | None) -> str | None:
    match subject:
        case JobVersion(version_id=version_id):
            return version_id
        case JobDetail(job=job):
            return job.job_id
        case None:
            return None


def _lines(subject: Subject, glyphs: Glyphs, width: int, *, is_roomy: bool) -> list[Words]:
    if isinstance(subject, JobVersion):
        return version_lines(subject, glyphs, width, is_roomy=is_roomy)
    return job_lines(subject, glyphs, width, is_roomy=is_roomy)

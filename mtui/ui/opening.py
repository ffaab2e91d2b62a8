"""The first screen, drawn before Textual is loaded: its lines need no more than a canvas.

Loading Textual takes longer than all the rest of a start. Meanwhile the list is there to be read,
keys wait in the terminal, and Textual then finds on it what it would have drawn.
"""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any

from mtui.config.command import end_commands
from mtui.config.theme import ThemeName
from mtui.domain.jobs import Generation, GenerationChoice, TrainingJob
from mtui.ui.canvas import canvas_for
from mtui.ui.canvas.early import EarlyTerminal
from mtui.ui.presentation.cells import CellContext
from mtui.ui.presentation.columns import JOB_COLUMNS, job_key
from mtui.ui.presentation.fitting import one_line
from mtui.ui.presentation.glyphs import glyphs_for
from mtui.ui.presentation.standing import (
    JOBS_HEADING,
    LoadState,
    Standing,
    context_ends,
    generation_parts,
    order_parts,
    title_parts,
)
from mtui.ui.sheet import Sheet
from mtui.ui.sheet.lines import STYLES
from mtui.ui.sheet.room import LINES_ABOVE, LINES_BELOW, is_enough

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtui.services.catalog import JobsChunk
    from mtui.services.preferences import Taste
    from mtui.services.underway import Underway
    from mtui.ui.launch import Launch, Workplace
    from mtui.ui.presentation.fitting import Styled

_ATTRIBUTES = {"bold": "1", "dim": "2"}
_COLOURS = {
    ThemeName.ANSI_DARK: {"$accent": "36", "$success": "32", "$warning": "33", "$error": "31"},
    ThemeName.ANSI_LIGHT: {"$accent": "34", "$success": "32", "$warning": "35", "$error": "31"},
}
"""What the terminal's own colours are called in the themes that are made of them."""


class Opening:
    """Draws the first list, and the line above it, until Textual takes the terminal.

    Args:
        launch: what is going to be shown.
        workplace: whose jobs.
        theme: in which colours; only those of the terminal can be used yet.
        taste: how the list was last shown.
    """

    def __init__(self, launch: Launch, workplace: Workplace, theme: str, taste: Taste) -> None:
        abilities = launch.abilities
        self.canvas = canvas_for(abilities)
        self.has_rows = False
        """Whether rows stand on the terminal."""
        self.size = shutil.get_terminal_size()
        """Columns and lines of the terminal."""
        self._terminal = EarlyTerminal(end_commands)
        self._lock = threading.Lock()
        self._launch = launch
        self._workplace = workplace
        self._colours = _COLOURS.get(ThemeName(theme)) if theme in set(ThemeName) else None
        self._taste = taste
        self._glyphs = glyphs_for(has_unicode=abilities.has_unicode)

    def begin(self, jobs: Underway[JobsChunk] | None) -> bool:
        """Draw what is known at once, and the rows when they come; return whether it can.

        Args:
            jobs: the workspace's jobs; None to draw no rows.
        """
        if self._colours is None or not is_enough(*self.size) or not self._terminal.take():
            return False
        self.canvas.width = self.size.columns
        self._draw([self._context_line(None)])
        if jobs is not None:
            threading.Thread(target=self._follow, args=(jobs,), daemon=True).start()
        return True

    def hand_over(self) -> list[Any] | None:
        """Draw nothing more; return the modes that the terminal had, None if it is not ours."""
        with self._lock:
            return self._terminal.hand_over()

    def give_back(self) -> None:
        """Leave the terminal as it was found, unless it was handed over."""
        self._terminal.give_back()

    def _follow(self, jobs: Underway[JobsChunk]) -> None:
        chunk = jobs.first()
        if chunk is not None and chunk.jobs:
            with self._lock:
                if self._terminal.is_ours:
                    self.has_rows = self._draw(self._lines(chunk))

    def _lines(self, chunk: JobsChunk) -> list[list[Styled]]:
        """Return the lines of the whole screen."""
        columns, lines = self.size
        sheet = self._sheet(chunk, columns, lines - LINES_ABOVE - LINES_BELOW)
        standing = Standing(
            noun="job",
            state=LoadState.LOADED if chunk.is_last else LoadState.LOADING,
            shown=len(chunk.jobs),
            total=len(chunk.jobs),
            total_hint=chunk.total_hint,
            query="",
            is_part=False,
            marked=0,
            hidden_marks=0,
            loaded_ms=chunk.at_ms,
            error=None,
        )
        title = title_parts(standing, [JOBS_HEADING], f"{len(chunk.jobs):,}")
        order = order_parts(sheet, self._glyphs)
        if self._workplace.profile.generation is GenerationChoice.BOTH:
            key = self._launch.keys.get("jobs.generation", "tab")
            order = [*generation_parts(Generation.V1, key), *order]
        rows = [[(text, STYLES.get(tone, "")) for text, tone in line] for line in sheet.lines()]
        return [
            self._context_line(chunk.at_ms),
            one_line(title, order, columns),
            *rows,
            *([(" " * columns, "")] for _ in range(LINES_BELOW)),
        ]

    def _context_line(self, refreshed_ms: int | None) -> list[Styled]:
        names = self._workplace.names(self._workplace.profile.workspace_id)
        badges = self._launch.badges(self._workplace)
        return one_line(*context_ends(names, badges, refreshed_ms), self.size.columns)

    def _sheet(self, chunk: JobsChunk, width: int, height: int) -> Sheet[TrainingJob]:
        sheet = Sheet(JOB_COLUMNS, job_key)
        sheet.show_for(CellContext(chunk.at_ms, glyphs=self._glyphs))
        taste = self._taste
        if taste.sort_column in {column.key for column in JOB_COLUMNS if column.sort_key}:
            sheet.sort_by(taste.sort_column, is_descending=taste.is_descending)
        sheet.set_wide(is_wide=taste.is_wide)
        sheet.listing.set_rows(chunk.jobs, is_complete=chunk.is_last)
        sheet.fit_height(height)
        sheet.fit_width(width)
        return sheet

    def _draw(self, lines: Iterable[list[Styled]]) -> bool:
        """Draw lines from the top; return whether the terminal took them."""
        frame = "".join(
            f"\x1b[{y};1H" + "".join(f"\x1b[{self._codes(style)}m{text}" for text, style in line)
            for y, line in enumerate(lines, 1)
        )
        is_taken = self._terminal.write(self.canvas.reduce(frame))
        if not is_taken:
            self.canvas.forget()
        return is_taken

    def _codes(self, style: str) -> str:
        known = _ATTRIBUTES | (self._colours or {})
        return ";".join(known[word] for word in style.split())

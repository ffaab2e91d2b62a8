"""A status as a glyph, a word and a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.status import JobStatus, StatusFamily
from mtui.ui.presentation.cells import Cell, Tone
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.ui.presentation.glyphs import Glyphs

_LONGEST_WORD = 40

_TONES = {
    StatusFamily.WAITING: Tone.BUSY,
    StatusFamily.RUNNING: Tone.BUSY,
    StatusFamily.ENDING: Tone.BUSY,
    StatusFamily.COMPLETED: Tone.GOOD,
    StatusFamily.FAILED: Tone.BAD,
    StatusFamily.KILLED: Tone.PLAIN,
    StatusFamily.UNKNOWN: Tone.DIM,
}


def status_cell(status: JobStatus, glyphs: Glyphs, *, doing: str = "") -> Cell:
    """Return the status as ``✗ failed``; while it is deleted or stopped, it says only that."""
    if doing:
        return Cell(f"{glyphs.deleting} {doing}", Tone.BUSY)
    word = safe(status.word, _LONGEST_WORD)
    glyph = _glyph(status.family, glyphs)
    return Cell(word if word == glyph else f"{glyph} {word}", _TONES[status.family])


def _glyph(family: StatusFamily, glyphs: Glyphs) -> str:
    return {
        StatusFamily.WAITING: glyphs.waiting,
        StatusFamily.RUNNING: glyphs.running,
        StatusFamily.ENDING: glyphs.waiting,
        StatusFamily.COMPLETED: glyphs.completed,
        StatusFamily.FAILED: glyphs.failed,
        StatusFamily.KILLED: glyphs.killed,
        StatusFamily.UNKNOWN: glyphs.unknown,
    }[family]

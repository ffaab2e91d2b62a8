"""Everything that is known of a version, as lines for the details pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.presentation.ages import duration, exact_time
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.jobs import JobVersion
    from mtui.ui.presentation.glyphs import Glyphs

_LONGEST = 2000

Words = list[tuple[str, Tone]]
"""One line: pieces of text and their tones."""


def version_lines(version: JobVersion, glyphs: Glyphs) -> list[Words]:
    """Return one line of essentials, then the details group by group."""
    status = status_cell(version.status, glyphs)
    name = safe(version.name) or version.version_id
    head: Words = [(name, Tone.ACCENT), (f" · {version.version_id}", Tone.PLAIN)]
    if version.parent_id is not None:
        head.append((f" · from version {version.parent_id}", Tone.PLAIN))
    lines = [
        head,
        [
            (status.text, status.tone),
            (f" · created {exact_time(version.created_ms)}", Tone.PLAIN),
            (f" · ran {duration(version.duration_ms)}", Tone.PLAIN),
        ],
    ]
    groups: dict[str, Words] = {}
    for field in version.details:
        words = groups.setdefault(field.group, [])
        if words:
            words.append(("   ", Tone.PLAIN))
        words.append((f"{safe(field.name)} ", Tone.DIM))
        words.append((safe(field.value, _LONGEST), Tone.PLAIN))
    for group, words in groups.items():
        lines.append([(f"{safe(group)}  ", Tone.ACCENT), *words])
    return lines

"""Everything that is known of a version, as lines for the details pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.presentation.ages import duration, exact_time
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import folded, safe, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.jobs import DetailField, JobDetail, JobVersion
    from mtui.ui.presentation.glyphs import Glyphs

_LONGEST = 2000
_INDENT = "  "

Words = list[tuple[str, Tone]]
"""One line: pieces of text and their tones."""


def version_lines(
    version: JobVersion, glyphs: Glyphs, width: int, *, is_roomy: bool = False
) -> list[Words]:
    """Return what the version is, then the details group by group.

    Args:
        version: what to tell about.
        glyphs: the signs to use.
        width: cells of a line.
        is_roomy: whether every detail may have a line of its own.
    """
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
    return lines + _grouped(version.details, width, is_roomy=is_roomy)


def job_lines(
    detail: JobDetail, glyphs: Glyphs, width: int, *, is_roomy: bool = False
) -> list[Words]:
    """Return what a job without versions is, then its details group by group.

    Args:
        detail: what to tell about.
        glyphs: the signs to use.
        width: cells of a line.
        is_roomy: whether every detail may have a line of its own.
    """
    job = detail.job
    status = status_cell(job.status, glyphs)
    lines: list[Words] = [
        [(safe(job.name), Tone.ACCENT), (f" · {job.job_id}", Tone.PLAIN)],
        [
            (status.text, status.tone),
            (f" · created {exact_time(job.created_ms)}", Tone.PLAIN),
            (f" · ran {duration(job.duration_ms)}", Tone.PLAIN),
        ],
    ]
    return lines + _grouped(detail.details, width, is_roomy=is_roomy)


def _grouped(details: Sequence[DetailField], width: int, *, is_roomy: bool) -> list[Words]:
    """Return each group under its name, no detail torn apart where it fits into a line."""
    groups: dict[str, list[DetailField]] = {}
    for field in details:
        groups.setdefault(field.group, []).append(field)
    lines: list[Words] = []
    for group, fields in groups.items():
        lines.append([(safe(group), Tone.ACCENT)])
        for field in fields:
            words = _field_lines(field, width)
            before = lines[-1]
            if is_roomy or len(words) > 1 or _width(before) + _width(words[0]) + 1 > width:
                lines += words
            else:
                before += [(" ", Tone.PLAIN), *words[0]]
    return lines


def _field_lines(field: DetailField, width: int) -> list[Words]:
    """Return one detail, indented; its value goes on below itself where it is long."""
    name = f"{safe(field.name)} "
    indent = len(_INDENT)
    room = width - indent
    value = folded(safe(field.value, _LONGEST), room - indent, first=room - width_of(name))
    first: Words = [(_INDENT, Tone.PLAIN), (name, Tone.DIM), (value[0], Tone.PLAIN)]
    return [first, *([(f"{_INDENT * 2}{line}", Tone.PLAIN)] for line in value[1:])]


def _width(words: Words) -> int:
    return sum(width_of(text) for text, _ in words)

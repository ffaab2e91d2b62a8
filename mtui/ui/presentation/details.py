"""Everything that is known of a version, as lines for the details pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.presentation.ages import duration, exact_time
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.jobs import DetailField, JobDetail, JobVersion
    from mtui.ui.presentation.glyphs import Glyphs

_LONGEST = 2000

Words = list[tuple[str, Tone]]
"""One line: pieces of text and their tones."""


def version_lines(version: JobVersion, glyphs: Glyphs, *, is_roomy: bool = False) -> list[Words]:
    """Return what the version is, then the details group by group.

    Args:
        version: what to tell about.
        glyphs: the signs to use.
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
    return lines + _grouped(version.details, is_roomy=is_roomy)


def job_lines(detail: JobDetail, glyphs: Glyphs, *, is_roomy: bool = False) -> list[Words]:
    """Return what a job without versions is, then its details group by group.

    Args:
        detail: what to tell about.
        glyphs: the signs to use.
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
    return lines + _grouped(detail.details, is_roomy=is_roomy)


def _grouped(details: Sequence[DetailField], *, is_roomy: bool) -> list[Words]:
    lines: list[Words] = []
    groups: dict[str, list[Words]] = {}
    for field in details:
        words: Words = [
            (f"{safe(field.name)} ", Tone.DIM),
            (safe(field.value, _LONGEST), Tone.PLAIN),
        ]
        groups.setdefault(field.group, []).append(words)
    for group, fields in groups.items():
        heading = (safe(group), Tone.ACCENT)
        if is_roomy:
            lines.append([heading])
            lines += [[("  ", Tone.PLAIN), *words] for words in fields]
        else:
            flat = [piece for words in fields for piece in [("   ", Tone.PLAIN), *words]]
            lines.append([heading, *flat])
    return lines

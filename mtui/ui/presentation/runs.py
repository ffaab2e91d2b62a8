"""A run as a progress line and as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.deletion import OutcomeKind
from mtui.domain.targets import Action
from mtui.ui.presentation.ages import duration, exact_time
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.notices import answer_words
from mtui.ui.presentation.outcomes import outcome_detail, outcome_tone
from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.text import safe
from mtui.ui.progress import Phase

if TYPE_CHECKING:
    from mtui.domain.deletion import Outcome
    from mtui.ui.presentation.glyphs import Glyphs
    from mtui.ui.progress import RunProgress, RunRow

_LONGEST = 512
_BAR_WIDTH = 20

_PHASE_CELLS = {
    Phase.WAITING: ("not sent yet", Tone.DIM),
    Phase.SENT: ("sent", Tone.BUSY),
    Phase.ACCEPTED: ("accepted", Tone.BUSY),
    Phase.IN_DOUBT: ("in doubt", Tone.BAD),
}


def run_key(row: RunRow) -> str:
    """Return what identifies a row of a run."""
    return str(row.number)


def progress_words(progress: RunProgress, glyphs: Glyphs, now_ms: int) -> tuple[str, str]:
    """Return what is being done, and a bar with done/total, rate and time left."""
    plan = progress.plan
    done = {Action.DELETE: "Deleted", Action.STOP: "Stopped"}[plan.action]
    doing = {Action.DELETE: "Deleting", Action.STOP: "Stopping"}[plan.action]
    report = progress.report
    count = progress.settled if report is None else report.succeeded
    targets = counted(progress.total, "target")
    if report is None:
        what = f"{doing} {targets} of {safe(plan.profile, 40)}"
    elif count == progress.total:
        what = f"{done} {targets} of {safe(plan.profile, 40)}"
    else:
        what = f"{done} {count:,} of {targets} of {safe(plan.profile, 40)}"
    if plan.guards.dry_run:
        what += " (dry run)"
    full = _BAR_WIDTH * count // progress.total if progress.total else _BAR_WIDTH
    bar = glyphs.bar_full * full + glyphs.bar_empty * (_BAR_WIDTH - full)
    words = f"{bar}  {count:,}/{progress.total:,}"
    left_ms = progress.left_ms(now_ms)
    if not progress.is_over:
        words += f"  {progress.rate_per_s(now_ms):.1f}/s"
    if left_ms is not None:
        words += f"  {duration(left_ms)} left"
    return what, words


def run_state(progress: RunProgress, now_ms: int, pause_key: str) -> tuple[str, Tone]:
    """Return how the run stands in one line; ``pause_key`` pauses it and goes on."""
    if progress.report is not None:
        counts = ", ".join(
            f"{count:,} {kind}" for kind in OutcomeKind if (count := progress.report.count(kind))
        )
        because = safe(progress.report.stopped_because, _LONGEST)
        return f"{counts}{' · ' + because if because else ''}", Tone.PLAIN
    if progress.expired is not None:
        return f"credentials have expired: {pause_key} asks for new ones, esc stops", Tone.BAD
    if progress.ending_because:
        words = safe(progress.ending_because, _LONGEST)
        return f"sending nothing more ({words}); watching what was sent", Tone.BUSY
    if progress.paused_because:
        return f"paused: {pause_key} goes on, esc stops", Tone.BUSY
    wait_ms = progress.slowed_until_ms - now_ms
    if wait_ms > 0 and progress.is_held:
        until = exact_time(progress.slowed_until_ms)[11:16]
        return f"paused until {until}, as the service asks; esc stops", Tone.BUSY
    if wait_ms > 0:
        return f"the service throttles: going on in {max(1, round(wait_ms / 1000))} s", Tone.BUSY
    return "", Tone.PLAIN


def _state(row: RunRow, context: CellContext) -> Cell:
    if row.outcome is None:
        words, tone = _PHASE_CELLS[row.phase]
        return Cell(words, tone)
    glyphs = context.glyphs
    tone = outcome_tone(row.outcome.kind)
    sign = {Tone.GOOD: glyphs.completed, Tone.BAD: glyphs.failed}.get(tone, glyphs.waiting)
    return Cell(f"{sign} {row.outcome.kind}", tone)


def _took(row: RunRow, context: CellContext) -> Cell:
    if row.outcome is not None:
        if not row.outcome.elapsed_ms:
            return Cell("", Tone.DIM)
        return Cell(f"{row.outcome.elapsed_ms / 1000:.1f} s", Tone.DIM)
    if row.phase in (Phase.WAITING, Phase.SENT):
        return Cell("", Tone.DIM)
    return Cell(duration(context.now_ms - row.since_ms), Tone.DIM)


def _remark(row: RunRow, context: CellContext) -> Cell:
    del context
    return Cell("" if row.outcome is None else _reason(row.outcome), Tone.DIM)


def _reason(outcome: Outcome) -> str:
    """Return the service's words and what mtui has to add to them."""
    answer = outcome.answer
    if answer is None:
        return safe(outcome.reason, _LONGEST)
    more = outcome.reason.removeprefix(answer.error_msg).removeprefix("; ")
    return " · ".join(filter(None, (answer_words(answer), safe(more, _LONGEST))))


def row_words(row: RunRow) -> str:
    """Return everything that is known of one target: answer, HTTP status, request id, time."""
    label = safe(row.target.label, _LONGEST)
    outcome = row.outcome
    if outcome is None:
        return f"{label} · {_PHASE_CELLS[row.phase][0]}"
    at = exact_time(outcome.at_ms)[11:19] if outcome.at_ms else ""
    parts = (label, str(outcome.kind), _reason(outcome), outcome_detail(outcome), at)
    return " · ".join(filter(None, parts))


def _what(row: RunRow, context: CellContext) -> Cell:
    del context
    if row.target.is_whole_job:
        return Cell("whole job", Tone.BUSY)
    return Cell(safe(row.target.version_name, _LONGEST) or "version")


RUN_COLUMNS: tuple[Column[RunRow], ...] = (
    Column("what", "WHAT", _what, max_width=12, cut="middle", sort_key=lambda row: row.number),
    Column(
        "id",
        "ID",
        lambda row, _: Cell(row.target.version_id or row.target.job_id, Tone.DIM),
    ),
    Column(
        "state",
        "STATE",
        _state,
        lambda row: row.outcome.kind if row.outcome else row.phase.value,
        min_width=14,
    ),
    Column("took", "TOOK", _took, align="right", min_width=7, drop_order=2),
    Column(
        "job",
        "JOB",
        lambda row, _: Cell(safe(row.target.job_name, _LONGEST)),
        min_width=12,
        max_width=24,
        cut="middle",
        drop_order=1,
    ),
    Column("remark", "ANSWER", _remark, min_width=10, is_flexible=True),
)
"""The targets of a run; a row is a target with its state."""


def ledger_lines(rows: tuple[RunRow, ...]) -> str:
    """Return the rows as plain text, one target a line, to be copied."""
    lines = []
    for row in rows:
        outcome = row.outcome
        parts = [safe(row.target.label, _LONGEST)]
        if outcome is None:
            parts.append(_PHASE_CELLS[row.phase][0])
        else:
            parts += [outcome.kind, safe(outcome.reason, _LONGEST)]
            if outcome.answer is not None:
                parts += [answer_words(outcome.answer), safe(outcome.answer.request_id, 80)]
        lines.append("\t".join(filter(None, parts)))
    return "\n".join(lines)

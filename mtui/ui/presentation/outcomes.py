"""Outcomes and reports of runs as the words of the status pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.deletion import OutcomeKind
from mtui.ui.presentation.ages import duration
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.notices import answer_words, asked
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.deletion import Outcome, RunReport
    from mtui.domain.targets import Action, Target

_LONGEST = 600

_OUTCOME_TONES = {
    OutcomeKind.GONE: Tone.GOOD,
    OutcomeKind.STOPPED: Tone.GOOD,
    OutcomeKind.ALREADY_GONE: Tone.GOOD,
    OutcomeKind.WOULD_DO: Tone.ACCENT,
    OutcomeKind.SKIPPED: Tone.BUSY,
    OutcomeKind.NOT_SENT: Tone.BUSY,
    OutcomeKind.UNCONFIRMED: Tone.BAD,
    OutcomeKind.REFUSED: Tone.BAD,
    OutcomeKind.FAILED: Tone.BAD,
}


def outcome_tone(kind: OutcomeKind) -> Tone:
    """Return the tone in which an outcome is shown."""
    return _OUTCOME_TONES[kind]


def outcome_headline(action: Action, target: Target, outcome: Outcome) -> str:
    """Return what became of a target in one line."""
    label = safe(target.label, _LONGEST)
    match outcome.kind:
        case OutcomeKind.GONE:
            return f"deleted {label}"
        case OutcomeKind.STOPPED:
            return f"stopped {label}"
        case OutcomeKind.ALREADY_GONE:
            return f"already gone: {label}"
        case OutcomeKind.WOULD_DO:
            return f"would {action} {label}"
        case OutcomeKind.SKIPPED | OutcomeKind.NOT_SENT:
            return f"{outcome.kind}: {safe(outcome.reason, _LONGEST)} · {label}"
        case OutcomeKind.UNCONFIRMED:
            return f"unconfirmed: it may be gone or not · {safe(outcome.reason, _LONGEST)}"
        case _:
            words = answer_words(outcome.answer) if outcome.answer else ""
            return words or f"{outcome.kind}: {safe(outcome.reason, _LONGEST)}"


def outcome_detail(outcome: Outcome) -> str:
    """Return how the outcome is known: what was asked, HTTP status, request id, how long."""
    parts = (
        asked(outcome.answer) if outcome.answer else "",
        duration(outcome.elapsed_ms) if outcome.elapsed_ms >= 1000 else "",
        f"{outcome.tries} tries" if outcome.tries > 1 else "",
    )
    return " · ".join(filter(None, parts))


def report_headline(report: RunReport) -> str:
    """Return the end of a run in one line: ``21 of 23 gone, 1 refused, 1 unconfirmed``."""
    counts = ", ".join(f"{count} {kind}" for kind in OutcomeKind if (count := report.count(kind)))
    words = f"{report.action} run over: {counts} (of {len(report.entries)})"
    if report.stopped_because:
        words += f" · {safe(report.stopped_because, _LONGEST)}"
    return words


def report_tone(report: RunReport) -> Tone:
    """Return the tone of a run's end: the worst of its outcomes."""
    tones = {outcome_tone(entry.outcome.kind) for entry in report.entries}
    return next((tone for tone in (Tone.BAD, Tone.BUSY, Tone.ACCENT) if tone in tones), Tone.GOOD)

"""What the status pane says while a run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.events import (
    RunFinished,
    RunPaused,
    RunSlowed,
    RunStopping,
    TargetAccepted,
    TargetSettled,
    TargetUncertain,
)
from mtui.ui.notices import Notice
from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.notices import asked
from mtui.ui.presentation.outcomes import (
    outcome_detail,
    outcome_headline,
    outcome_tone,
    report_headline,
    report_tone,
)
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target

_LONGEST = 300


def notice_of(plan: DeletionPlan, event: RunEvent, now_ms: int) -> Notice | None:
    """Return what to tell about an event at this epoch millisecond; None for nothing."""
    match event:
        case RunFinished(report):
            if len(report.entries) == 1:
                return None
            return Notice(report_tone(report), report_headline(report), at_ms=now_ms)
        case RunSlowed(answer, wait_s):
            words = f"slowed down: waiting {wait_s:.0f} s, then going on"
            if event.is_long:
                until = exact_time(now_ms + round(wait_s * 1000))[11:16]
                words = f"paused until {until}: the service asks not to be asked before"
            return Notice(Tone.BUSY, words, asked(answer), at_ms=now_ms, answer=answer)
        case RunPaused(_, expired) if expired is not None:
            words = "credentials have expired: the run waits for new ones"
            return Notice(Tone.BAD, words, asked(expired), at_ms=now_ms, answer=expired)
        case RunStopping(reason):
            words = f"sending nothing more: {safe(reason, _LONGEST)}"
            return Notice(Tone.BUSY, words, at_ms=now_ms)
    if len(plan.going) > 1:
        return None
    return _notice_of_one(plan, plan.going[0].target, event, now_ms)


def _notice_of_one(
    plan: DeletionPlan, target: Target, event: RunEvent, now_ms: int
) -> Notice | None:
    """Return what to tell about an event of a run with one target."""
    label = safe(target.label, _LONGEST)
    match event:
        case TargetAccepted(_, answer):
            words = f"accepted: {plan.action} {label}, waiting until it is done"
            return Notice(Tone.BUSY, words, asked(answer), at_ms=now_ms, answer=answer)
        case TargetUncertain(_, answer):
            words = f"no clear answer: looking whether {label} is still there"
            return Notice(Tone.BUSY, words, asked(answer), at_ms=now_ms, answer=answer)
        case TargetSettled(_, outcome):
            return Notice(
                outcome_tone(outcome.kind),
                outcome_headline(plan.action, target, outcome),
                outcome_detail(outcome),
                at_ms=now_ms,
                answer=outcome.answer,
            )
    return None

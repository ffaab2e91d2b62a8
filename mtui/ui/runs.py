"""The session's runs as the screens see them: what is under way, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.signal import Signal

from mtui.domain.events import (
    RunFinished,
    RunSlowed,
    RunStopping,
    TargetAccepted,
    TargetSettled,
    TargetUncertain,
)
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.notices import (
    asked,
    outcome_detail,
    outcome_headline,
    outcome_tone,
    report_headline,
    report_tone,
)
from mtui.ui.presentation.text import safe
from mtui.ui.progress import RunProgress

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target, TargetKey

_LONGEST = 300


class RunBoard:
    """Takes the events of all runs; tells the screens and the status pane."""

    def __init__(
        self, owner: DOMNode, announce: Callable[[Notice], None], now_ms: Callable[[], int]
    ) -> None:
        self.changed: Signal[RunEvent] = Signal(owner, "run")
        self._announce = announce
        self._now_ms = now_ms
        self._runs: dict[str, RunProgress] = {}
        self._busy: set[TargetKey] = set()
        self._gone: set[TargetKey] = set()

    @property
    def busy(self) -> frozenset[TargetKey]:
        """The targets that are being deleted or stopped."""
        return frozenset(self._busy)

    @property
    def gone(self) -> frozenset[TargetKey]:
        """Everything that was seen to be gone in this session."""
        return frozenset(self._gone)

    @property
    def runs(self) -> tuple[RunProgress, ...]:
        """All runs of this session, newest first."""
        return tuple(reversed(self._runs.values()))

    @property
    def is_live(self) -> bool:
        """Whether a run is under way."""
        return any(not run.is_over for run in self._runs.values())

    def begin(self, plan: DeletionPlan) -> RunProgress:
        """Note that a plan was started, and return how it goes on."""
        progress = RunProgress(plan, self._now_ms())
        self._runs[plan.plan_id] = progress
        self._busy.update(item.target.key for item in plan.going)
        return progress

    def take(self, plan: DeletionPlan, event: RunEvent) -> None:
        """Take one event of a run."""
        if isinstance(event, TargetSettled):
            self._busy.discard(event.key)
            if event.outcome.kind.means_absent:
                self._gone.add(event.key)
        self._runs[plan.plan_id].take(event, self._now_ms())
        notice = self._notice(plan, event)
        if notice is not None:
            self._announce(notice)
        self.changed.publish(event)

    def _notice(self, plan: DeletionPlan, event: RunEvent) -> Notice | None:
        match event:
            case RunFinished(report):
                if len(report.entries) == 1:
                    return None
                return self._say(report_tone(report), report_headline(report))
            case RunSlowed(answer, wait_s):
                words = f"slowed down: waiting {wait_s:.0f} s, then going on"
                return self._say(Tone.BUSY, words, asked(answer))
            case RunStopping(reason):
                return self._say(Tone.BUSY, f"sending nothing more: {safe(reason, _LONGEST)}")
        if len(plan.going) > 1:
            return None
        return self._single_notice(plan, plan.going[0].target, event)

    def _single_notice(self, plan: DeletionPlan, target: Target, event: RunEvent) -> Notice | None:
        label = safe(target.label, _LONGEST)
        match event:
            case TargetAccepted(_, answer):
                words = f"accepted: {plan.action} {label}, waiting until it is done"
                return self._say(Tone.BUSY, words, asked(answer))
            case TargetUncertain(_, answer):
                words = f"no clear answer: looking whether {label} is still there"
                return self._say(Tone.BUSY, words, asked(answer))
            case TargetSettled(_, outcome):
                return self._say(
                    outcome_tone(outcome.kind),
                    outcome_headline(plan.action, target, outcome),
                    outcome_detail(outcome),
                )
        return None

    def _say(self, tone: Tone, headline: str, detail: str = "") -> Notice:
        return Notice(tone, headline, detail, at_ms=self._now_ms())

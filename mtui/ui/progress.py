"""One run as a screen shows it: the state of every target, folded from the run's events."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from mtui.domain.events import (
    RunFinished,
    RunPaused,
    RunResumed,
    RunSlowed,
    RunStarted,
    RunStopping,
    TargetAccepted,
    TargetSent,
    TargetSettled,
    TargetUncertain,
)
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from mtui.domain.answers import ApiAnswer
    from mtui.domain.deletion import DeletionPlan, Outcome, RunReport
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target, TargetKey


class Phase(Enum):
    """How far a target is."""

    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    IN_DOUBT = "in doubt"
    SETTLED = "settled"


@frozen
class RunRow:
    """One target of a run."""

    number: int
    """Its place in the plan, 1 for the first."""
    target: Target
    phase: Phase = Phase.WAITING
    since_ms: int = 0
    """When the phase began, in epoch milliseconds."""
    outcome: Outcome | None = None


class RunProgress:
    """Takes the events of one run in their order."""

    def __init__(self, plan: DeletionPlan, now_ms: int) -> None:
        self.plan = plan
        self.began_ms = now_ms
        self.report: RunReport | None = None
        self.settled = 0
        self.paused_because = ""
        self.expired: ApiAnswer | None = None
        """The answer that told that credentials have run out, as long as others are waited for."""
        self.ending_because = ""
        self.slowed_until_ms = 0
        self.is_held = False
        """Whether the service asked for so long a wait that the run counts as paused."""
        self._rows = {
            item.target.key: RunRow(number, item.target)
            for number, item in enumerate(plan.going, start=1)
        }

    @property
    def rows(self) -> tuple[RunRow, ...]:
        """Every target, in the order of the plan."""
        return tuple(self._rows.values())

    @property
    def total(self) -> int:
        """How many targets there are."""
        return len(self._rows)

    @property
    def is_over(self) -> bool:
        """Whether every target has its outcome."""
        return self.report is not None

    def rate_per_s(self, now_ms: int) -> float:
        """Return how many targets were settled per second, on average."""
        elapsed_ms = now_ms - self.began_ms
        return self.settled * 1000 / elapsed_ms if elapsed_ms > 0 else 0.0

    def left_ms(self, now_ms: int) -> int | None:
        """Return how long it will take at this rate, in milliseconds; None as long as unknown."""
        rate = self.rate_per_s(now_ms)
        if rate <= 0 or self.is_over or self.paused_because or self.is_held:
            return None
        return round((self.total - self.settled) / rate * 1000)

    def take(self, event: RunEvent, now_ms: int) -> None:
        """Take the next event, which happened at that epoch millisecond."""
        match event:
            case RunStarted():
                self.began_ms = now_ms
            case RunSlowed(_, wait_s):
                self.slowed_until_ms = now_ms + round(wait_s * 1000)
                self.is_held = event.is_long
            case RunPaused(reason, expired):
                self.paused_because = reason
                self.expired = expired
            case RunResumed():
                self.paused_because = ""
                self.expired = None
            case RunStopping(reason):
                self.paused_because = ""
                self.ending_because = reason
            case RunFinished(report):
                self.report = report
                self.expired = None
            case _:
                self._take_step(event, now_ms)

    def _take_step(self, event: RunEvent, now_ms: int) -> None:
        """Take what happened to one target."""
        self.is_held = self.is_held and now_ms < self.slowed_until_ms
        match event:
            case TargetSent(key):
                self._move(key, Phase.SENT, now_ms)
            case TargetAccepted(key):
                self._move(key, Phase.ACCEPTED, now_ms)
            case TargetUncertain(key):
                self._move(key, Phase.IN_DOUBT, now_ms)
            case TargetSettled(key, outcome):
                self.settled += 1
                self._move(key, Phase.SETTLED, now_ms, outcome)

    def _move(
        self, key: TargetKey, phase: Phase, now_ms: int, outcome: Outcome | None = None
    ) -> None:
        row = self._rows[key]
        self._rows[key] = replace(row, phase=phase, since_ms=now_ms, outcome=outcome)

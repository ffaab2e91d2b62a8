"""What a run tells its watchers: frozen events, in the order in which things happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from mtui.domain.answers import ApiAnswer
    from mtui.domain.deletion import DeletionPlan, Outcome, RunReport
    from mtui.domain.targets import TargetKey


_LONG_S = 60.0


@frozen
class RunStarted:
    """The plan is being carried out."""

    plan: DeletionPlan


@frozen
class TargetSent:
    """The request is about to leave; its intent stands in the journal."""

    key: TargetKey
    attempt: int
    """1 for the first."""


@frozen
class TargetAccepted:
    """The service accepted it; that is not yet *gone*."""

    key: TargetKey
    answer: ApiAnswer


@frozen
class TargetUncertain:
    """The answer was lost or not understood; listings will tell what happened."""

    key: TargetKey
    answer: ApiAnswer


@frozen
class TargetSettled:
    """What became of it is known, or known to be unknowable."""

    key: TargetKey
    outcome: Outcome


@frozen
class RunSlowed:
    """The service throttles; requests go out more slowly."""

    answer: ApiAnswer
    wait_s: float
    """How long nothing is sent now, in seconds."""

    @property
    def is_long(self) -> bool:
        """Whether a person would say that it is paused."""
        return self.wait_s >= _LONG_S


@frozen
class RunPaused:
    """Nothing is sent until it is resumed."""

    reason: str
    expired: ApiAnswer | None = None
    """The answer that told that the credentials have run out; None when a person paused it."""


@frozen
class RunResumed:
    """Requests go out again."""


@frozen
class RunStopping:
    """Nothing more is sent; what is in flight is still awaited."""

    reason: str


@frozen
class RunFinished:
    """Every target has its outcome."""

    report: RunReport


RunEvent: TypeAlias = (
    RunStarted
    | TargetSent
    | TargetAccepted
    | TargetUncertain
    | TargetSettled
    | RunSlowed
    | RunPaused
    | RunResumed
    | RunStopping
    | RunFinished
)

"""What a run gives to its shipments and to each of their carriers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.deletion import DeletionPlan, Outcome
    from mtui.domain.errors import ApiError, ExpiredError, ThrottledError
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target
    from mtui.services.carrier import Carrier
    from mtui.services.gate import Gate
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import Sighting
    from mtui.services.timing import Timing


class Road(Protocol):
    """A run as one of its targets sees it."""

    plan: DeletionPlan
    policy: RunPolicy
    timing: Timing
    gate: Gate

    @property
    def ending(self) -> str:
        """Why nothing more may be sent, or an empty string."""

    async def check(self, target: Target) -> Sighting:
        """Return a sighting that is fresh enough to send by.

        Raises:
            ApiError: none could be had; the run has taken note of that.
        """

    async def sight(self, target: Target, max_age_s: float) -> Sighting:
        """Return a sighting of the target's group no older than that many seconds.

        Raises:
            ApiError: none could be had; the run has taken note of that.
        """

    async def intend(self, target: Target, attempt: int) -> None:
        """Put the intent on the disk.

        Raises:
            JournalError: it could not be written, so nothing may be sent.
        """

    async def send(self, targets: Sequence[Target]) -> ApiAnswer:
        """Send the one request for these targets, once.

        Raises:
            GuardError: the client refused to send it.
            ApiError: the service refused, or its answer is not known.
        """

    async def hand_over(self, carrier: Carrier, outcome: Outcome | None) -> None:
        """Take a target that has its outcome, or that was accepted (None) and is to be watched."""

    def throttled(self, error: ThrottledError, sent_at: float) -> None:
        """Slow the whole run down."""

    def expired(self, error: ExpiredError) -> None:
        """Let the whole run wait for other credentials."""

    def passed(self, answer: ApiAnswer) -> None:
        """Note that the service let a request through."""

    def failed(self, error: ApiError) -> None:
        """Count a failure, which may end the run."""

    def end(self, reason: str) -> None:
        """Let nothing more be sent."""

    def emit(self, event: RunEvent) -> None:
        """Tell the watchers."""

"""What was last seen of the targets on the service, shared by all who wait for it."""

from __future__ import annotations

import asyncio
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mtui.domain.errors import ApiError
from mtui.domain.frozen import frozen
from mtui.domain.targets import Action

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.jobs import JobId
    from mtui.domain.status import JobStatus
    from mtui.domain.targets import Target, TargetKey


@frozen
class Sighting:
    """The targets of one group as the service listed them at one moment."""

    statuses: Mapping[TargetKey, JobStatus]
    """Every target that was there; one that is missing was certainly absent."""
    version_counts: Mapping[JobId, int] = field(default_factory=dict)
    """How many versions each job had."""


class Batch(NamedTuple):
    """Targets of equal batches may go in one request."""

    name: str
    limit: int
    """The most that one request carries."""


class TargetApi(Protocol):
    """What a run needs from a generation of the service."""

    def group_of(self, target: Target) -> str:
        """Return which listing the target appears in; one look serves its whole group."""

    async def look(self, targets: Sequence[Target]) -> Sighting:
        """See which of these targets, all of one group, are there.

        Raises:
            ApiError: they could not be listed.
        """

    async def survey(self, targets: Sequence[Target]) -> Sighting:
        """See as many of these targets, of any groups, as a few cheap requests show.

        Here a target that is missing is not thereby absent: it was just not seen.

        Raises:
            ApiError: they could not be listed.
        """

    def batch_of(self, action: Action, target: Target) -> Batch | None:
        """Return which other targets one request may carry with it; None if it goes alone."""

    async def send(self, action: Action, targets: Sequence[Target]) -> ApiAnswer:
        """Send the one request that deletes or stops these targets; never repeated here.

        Args:
            action: what is done to them.
            targets: one, or several of the same batch.

        Raises:
            GuardError: the client refused to send it.
            ApiError: the service refused, or its answer is not known.
        """


class Verdict(Enum):
    """What a sighting says of a target that was sent."""

    DONE = "done"
    ABSENT = "absent"
    FAILED = "failed"


def judge(action: Action, target: Target, sighting: Sighting) -> Verdict | None:
    """Return what the sighting proves, or None as long as it may still change."""
    status = sighting.statuses.get(target.key)
    if action is Action.DELETE:
        if status is None:
            return Verdict.DONE
        # A target that already was "delete failed" shows it until the new deletion is through.
        if status.is_delete_failed and not target.status.is_delete_failed:
            return Verdict.FAILED
        return None
    if status is None:
        return Verdict.ABSENT
    return Verdict.DONE if status.is_settled else None


def difference(target: Target, sighting: Sighting) -> str:
    """Return how the target differs from what the person confirmed, or an empty string."""
    status = sighting.statuses[target.key]
    if status != target.status:
        return f"was {target.status.word}, is {status.word}"
    count = sighting.version_counts.get(target.job_id)
    if not target.is_whole_job or count is None or target.version_count in (None, count):
        return ""
    return f"had {target.version_count} versions, has {count}"


def interference(target: Target, sighting: Sighting) -> str:
    """Return a difference that no request of ours can have made, or an empty string.

    Ours takes versions away, and leads to another settled state or towards one.
    """
    status = sighting.statuses[target.key]
    is_ours = status == target.status or status.is_settled or status.is_being_cancelled
    count, known = sighting.version_counts.get(target.job_id), target.version_count
    is_more = count is not None and known is not None and count > known
    return "" if is_ours and not is_more else difference(target, sighting)


class Watch:
    """The latest sighting that one kind of look gave; a look is shared by all who wait for it."""

    def __init__(
        self, look: Callable[[], Awaitable[Sighting]], steady: Callable[[], float]
    ) -> None:
        self._look = look
        self._steady = steady
        self._single = asyncio.Lock()
        self._latest: Sighting | None = None
        self._taken_at = float("-inf")
        self._failures = 0
        self._last_failure: ApiError | None = None

    def needs_look(self, max_age_s: float) -> bool:
        """Whether nobody has looked within that many seconds, nor is about to."""
        return not self._single.locked() and self._taken_at < self._steady() - max_age_s

    async def sight(self, max_age_s: float) -> Sighting:
        """Return a sighting no older than that many seconds.

        Raises:
            ApiError: a new one was needed and could not be had.
        """
        oldest_at = self._steady() - max_age_s
        failures = self._failures
        if self._latest is not None and self._taken_at >= oldest_at:
            return self._latest
        async with self._single:
            if self._failures != failures and self._last_failure is not None:
                raise self._last_failure  # asking once more would repeat a wrong key, say
            if self._latest is not None and self._taken_at >= oldest_at:
                return self._latest
            return await self._take()

    async def _take(self) -> Sighting:
        taken_at = self._steady()
        try:
            latest = await self._look()
        except ApiError as error:
            self._failures += 1
            self._last_failure = error
            raise
        self._latest, self._taken_at = latest, taken_at
        return latest

"""What was last seen of the targets on the service, shared by all who wait for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from mtui.domain.targets import Action

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.jobs import JobId
    from mtui.domain.status import JobStatus
    from mtui.domain.targets import Target, TargetKey


@dataclass(frozen=True, slots=True)
class Sighting:
    """The targets of one group as the service listed them at one moment."""

    statuses: Mapping[TargetKey, JobStatus]
    """Every target that was there; one that is missing was certainly absent."""
    version_counts: Mapping[JobId, int] = field(default_factory=dict)
    """How many versions each job had."""


class TargetApi(Protocol):
    """What a run needs from a generation of the service."""

    def group_of(self, target: Target) -> str:
        """Return which listing the target appears in; one look serves its whole group."""

    async def look(self, targets: Sequence[Target]) -> Sighting:
        """See which of these targets, all of one group, are there.

        Raises:
            ApiError: they could not be listed.
        """

    async def send(self, action: Action, target: Target) -> ApiAnswer:
        """Send the one request that deletes or stops the target; never repeated here.

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


class GroupWatch:
    """The latest sighting of one group; looks are shared by all who ask at the same time."""

    def __init__(
        self,
        look: Callable[[], Awaitable[Sighting]],
        steady: Callable[[], float],
        limit: asyncio.Semaphore,
    ) -> None:
        self._look = look
        self._steady = steady
        self._limit = limit
        self._single = asyncio.Lock()
        self._latest: Sighting | None = None
        self._taken_at = float("-inf")

    async def sight(self, max_age_s: float) -> Sighting:
        """Return a sighting no older than that many seconds.

        Raises:
            ApiError: a new one was needed and could not be had.
        """
        asked_at = self._steady()
        async with self._single:
            latest = self._latest
            if latest is None or self._taken_at < asked_at - max_age_s:
                async with self._limit:
                    taken_at = self._steady()
                    latest = await self._look()
                self._latest, self._taken_at = latest, taken_at
            return latest

"""From jobs to versions: a rule applied to many jobs, and targets as they are now."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.domain.errors import ApiError, NotFoundError
from mtui.domain.frozen import frozen
from mtui.domain.selection import choose_versions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from mtui.domain.jobs import JobId
    from mtui.domain.selection import VersionRule
    from mtui.domain.targets import Target
    from mtui.modelarts import ModelArtsClient
    from mtui.services.sightings import TargetApi
    from mtui.services.timing import Timing

_AT_ONCE = 4


@frozen
class Problem:
    """Something that could not be looked at, and why."""

    subject: str
    reason: str


@frozen
class SelectionProgress:
    """How far a selection is, and what it found up to here."""

    done: int
    total: int
    targets: tuple[Target, ...]
    problems: tuple[Problem, ...]
    read_ms: int
    """When the first of it was read, in epoch milliseconds."""


class Selector:
    """Finds targets; sends nothing that changes anything."""

    def __init__(self, client: ModelArtsClient, api: TargetApi, timing: Timing) -> None:
        self._client = client
        self._api = api
        self._timing = timing

    async def versions(
        self, job_ids: Sequence[JobId], rule: VersionRule
    ) -> AsyncIterator[SelectionProgress]:
        """List the jobs' versions, several at once, and yield what the rule means by them.

        A job that cannot be listed whole contributes nothing and is named among the problems.

        Raises:
            ApiError: signing in failed; nothing else ends it early.
        """
        read_ms = self._timing.now_ms()
        found: dict[JobId, list[Target]] = {}
        problems: list[Problem] = []
        limit = asyncio.Semaphore(_AT_ONCE)

        async def look(job_id: JobId) -> None:
            async with limit:
                try:
                    listing = await self._client.list_versions(job_id)
                    found[job_id] = choose_versions(listing, rule, read_ms)
                except NotFoundError:
                    found[job_id] = []
                except (ApiError, ValueError) as error:
                    problems.append(Problem(f"job {job_id}", str(error)))

        tasks = [asyncio.create_task(look(job_id)) for job_id in job_ids]
        try:
            for done, task in enumerate(asyncio.as_completed(tasks), start=1):
                await task
                targets = tuple(t for job_id in job_ids for t in found.get(job_id, ()))
                yield SelectionProgress(done, len(job_ids), targets, tuple(problems), read_ms)
        finally:
            for task in tasks:
                task.cancel()

    async def as_they_are_now(self, targets: Sequence[Target]) -> SelectionProgress:
        """Return the targets with their present statuses; those that are gone are left out.

        Those that could not be looked at are left out too, and their job is named among the
        problems.
        """
        read_ms = self._timing.now_ms()
        groups: dict[str, list[Target]] = {}
        for target in targets:
            groups.setdefault(self._api.group_of(target), []).append(target)
        limit = asyncio.Semaphore(_AT_ONCE)
        problems: list[Problem] = []

        async def look(group: list[Target]) -> list[Target]:
            async with limit:
                try:
                    sighting = await self._api.look(group)
                except ApiError as error:
                    problems.append(Problem(f"job {group[0].job_id}", str(error)))
                    return []
            return [
                replace(
                    target,
                    status=sighting.statuses[target.key],
                    version_count=sighting.version_counts.get(target.job_id, target.version_count),
                )
                for target in group
                if target.key in sighting.statuses
            ]

        looked = await asyncio.gather(*(look(group) for group in groups.values()))
        found = {target.key: target for group in looked for target in group}
        present = tuple(found[target.key] for target in targets if target.key in found)
        return SelectionProgress(len(groups), len(groups), present, tuple(problems), read_ms)

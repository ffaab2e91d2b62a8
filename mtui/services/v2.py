"""The second generation as a run sees it: jobs without versions, found by searching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import NotFoundError, NotServedError
from mtui.domain.targets import Action
from mtui.modelarts import MAX_BATCH, JobSearch, SearchFilter
from mtui.services.sightings import Batch, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.status import JobStatus
    from mtui.domain.targets import Target, TargetKey
    from mtui.modelarts import ModelArtsV2Client

_DAY_MS = 86_400_000
_FEW = 3
"""Up to so many jobs are looked at one by one: a search would not be cheaper."""
_SURVEY_PAGES = 20


class V2Targets:
    """Sends to and looks at jobs without versions.

    A group is what was created in one workspace on one day (UTC): a search by time of creation
    finds it in a few pages, however many jobs there are.
    """

    def __init__(self, client: ModelArtsV2Client) -> None:
        self._client = client
        self._found_before: set[TargetKey] = set()
        self._absent: set[TargetKey] = set()
        """What certainly was not there: ids are not used twice."""
        self._offers_batches = True

    def group_of(self, target: Target) -> str:
        """Return workspace and day of creation."""
        day = "" if target.created_ms is None else target.created_ms // _DAY_MS
        return f"{target.workspace_id}/{day}"

    async def look(self, targets: Sequence[Target]) -> Sighting:
        """Search for the jobs of one day, or ask for each where there are few.

        Absence must be certain, and nobody knows how exactly the service filters: a job that the
        search does not find is absent only if such a search has found it before, nothing moved
        during this one, and it shows that searching works. It does if it finds any other job, or
        if in its place a search for anything at all does. Every other job is asked for by its
        id, once it is not found.

        Raises:
            ApiError: they could not be listed.
        """
        times = [target.created_ms for target in targets if target.created_ms is not None]
        if len(targets) <= _FEW or len(times) < len(targets):
            return Sighting(await self._ask_for(targets))
        filters = (SearchFilter("create_time", "between", (str(min(times)), str(max(times)))),)
        found = await self._client.find(
            JobSearch(workspace_id=targets[0].workspace_id, filters=filters)
        )
        there = {job.job_id: job.status for job in found.jobs}
        statuses = {t.key: there[t.job_id] for t in targets if t.job_id in there}
        missing = [
            target
            for target in targets
            if target.key not in statuses and target.key not in self._absent
        ]
        proven = {target.key for target in missing if target.key in self._found_before}
        if not found.is_certain or (proven and not there and not await self._finds_any(targets[0])):
            proven = set()
        self._found_before.update(statuses)
        self._absent |= proven
        doubtful = [target for target in missing if target.key not in proven]
        return Sighting(statuses | await self._ask_for(doubtful))

    async def _finds_any(self, target: Target) -> bool:
        """Return whether a search of the target's workspace finds anything."""
        search = JobSearch(workspace_id=target.workspace_id, limit=1)
        return bool((await self._client.first_page(search)).items)

    async def survey(self, targets: Sequence[Target]) -> Sighting:
        """See as many of these jobs as the first pages of their workspaces show, newest first.

        Raises:
            ApiError: they could not be listed.
        """
        wanted = {target.job_id: target.key for target in targets}
        statuses: dict[TargetKey, JobStatus] = {}
        for workspace_id in dict.fromkeys(target.workspace_id for target in targets):
            async for page in self._client.search(JobSearch(workspace_id=workspace_id)):
                for job in page.items:
                    if job.job_id in wanted:
                        statuses[wanted[job.job_id]] = job.status
                if len(statuses) == len(wanted) or page.number >= _SURVEY_PAGES:
                    break
        return Sighting(statuses)

    def batch_of(self, action: Action, target: Target) -> Batch | None:
        """Return the workspace: its jobs are deleted together, where the service has that."""
        if action is Action.DELETE and self._offers_batches:
            return Batch(target.workspace_id, MAX_BATCH)
        return None

    async def send(self, action: Action, targets: Sequence[Target]) -> ApiAnswer:
        """Send the one request that stops the job, or deletes one or many.

        Raises:
            GuardError: the client refused to send it.
            ApiError: the service refused, or its answer is not known. NotServedError where it
                does not delete many at once; then nobody tries again.
        """
        if len(targets) > 1:
            try:
                return await self._client.batch_delete([target.job_id for target in targets])
            except NotServedError:
                self._offers_batches = False
                raise
        (target,) = targets
        if action is Action.STOP:
            return await self._client.terminate(target.job_id)
        return await self._client.delete(target.job_id)

    async def _ask_for(self, targets: Sequence[Target]) -> dict[TargetKey, JobStatus]:
        statuses: dict[TargetKey, JobStatus] = {}
        for target in targets:
            if target.key in self._absent:
                continue
            try:
                detail = await self._client.show(target.job_id)
            except NotFoundError:
                self._absent.add(target.key)
                continue
            statuses[target.key] = detail.job.status
        return statuses

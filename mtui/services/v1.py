"""The first generation as a run sees it: versions of jobs, listed job by job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import NotFoundError
from mtui.domain.targets import Action, TargetKey
from mtui.modelarts import JobListQuery
from mtui.services.sightings import Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.jobs import JobId, VersionListing
    from mtui.domain.status import JobStatus
    from mtui.domain.targets import Target
    from mtui.modelarts import ModelArtsClient
    from mtui.services.sightings import Batch

_SEARCH_LIMIT = 64  # 03_0046: search_content takes 0 to 64 characters
_SURVEY_PAGES = 5


class V1Targets:
    """Sends to and looks at the first generation. A group is a job."""

    def __init__(self, client: ModelArtsClient) -> None:
        self._client = client
        self._absent: set[TargetKey] = set()
        """What certainly was not there: ids are not used twice."""

    def group_of(self, target: Target) -> str:
        """Return the job: one listing serves all its versions."""
        return target.job_id

    async def look(self, targets: Sequence[Target]) -> Sighting:
        """List the versions of the one job that the targets belong to.

        Absence must be certain: of every version that is missing the service itself has said so.
        It has if it does not find the job, or the version by its id; and with a listing, if that
        is as long as the service's own count and still shows others. A listing that shows none
        at all says nothing: it counts if the job list, too, has the job without versions, and
        else each is asked for by id, once. A whole job is gone if neither it nor its versions are
        found; where its versions are found to be none, the job list must show others without it.

        Raises:
            ApiError: it could not be listed.
        """
        job_id = targets[0].job_id
        try:
            listing = await self._client.list_versions(job_id, with_details=False)
        except NotFoundError:
            return await self._without_listing(targets)
        statuses: dict[TargetKey, JobStatus] = {
            TargetKey(job_id, version.version_id): version.status for version in listing.versions
        }
        newest = _newest_status(listing)
        missing = [target for target in targets if target.key not in statuses]
        if newest is not None:
            statuses |= {target.key: newest for target in missing if target.is_whole_job}
            missing = [target for target in missing if not target.is_whole_job]
        is_certain = listing.version_count is not None and listing.is_complete
        statuses |= await self._ask_for_those_lost(
            missing, is_certain=is_certain, has_others=bool(listing.versions)
        )
        count = len(listing.versions) if listing.version_count is None else listing.version_count
        return Sighting(statuses, {job_id: count})

    async def survey(self, targets: Sequence[Target]) -> Sighting:
        """See whole jobs and newest versions in the job list, which tells both.

        Raises:
            ApiError: it could not be listed.
        """
        missing = {target.job_id for target in targets}
        statuses: dict[TargetKey, JobStatus] = {}
        counts: dict[JobId, int] = {}
        for workspace_id in dict.fromkeys(target.workspace_id for target in targets):
            query = JobListQuery(workspace_id=workspace_id)
            async for page in self._client.list_jobs(query):
                for job in page.items:
                    statuses[TargetKey(job.job_id, job.newest_version_id)] = job.status
                    statuses[TargetKey(job.job_id, None)] = job.status
                    if job.version_count is not None:
                        counts[job.job_id] = job.version_count
                missing.difference_update(job.job_id for job in page.items)
                if not missing or page.number >= _SURVEY_PAGES:
                    break
        return Sighting(statuses, counts)

    def batch_of(self, action: Action, target: Target) -> Batch | None:
        """Return None: each target has a request of its own."""
        del action, target
        return None

    async def send(self, action: Action, targets: Sequence[Target]) -> ApiAnswer:
        """Send the one request for the only target.

        Raises:
            GuardError: the client refused to send it.
            ApiError: the service refused, or its answer is not known.
        """
        (target,) = targets
        if target.version_id is None:
            if action is Action.STOP:
                raise ValueError("a whole job cannot be stopped, only its versions (03_0051)")
            return await self._client.delete_job(target.job_id)
        if action is Action.STOP:
            return await self._client.stop_version(target.job_id, target.version_id)
        return await self._client.delete_version(target.job_id, target.version_id)

    async def _without_listing(self, targets: Sequence[Target]) -> Sighting:
        statuses: dict[TargetKey, JobStatus] = {}
        for target in targets:
            if target.is_whole_job:
                status = await self._search_for(target)
                if status is not None:
                    statuses[target.key] = status
        return Sighting(statuses)

    async def _search_for(self, target: Target) -> JobStatus | None:
        async for page in self._client.list_jobs(_search_of(target)):
            for job in page.items:
                if job.job_id == target.job_id:
                    return job.status
        return None

    async def _ask_for_those_lost(
        self, targets: Sequence[Target], *, is_certain: bool, has_others: bool
    ) -> dict[TargetKey, JobStatus]:
        """Ask for those by id of which the listing does not prove that they are gone."""
        if is_certain and (has_others or await self._is_said_to_be_empty(targets)):
            self._absent.update(target.key for target in targets if not target.is_whole_job)
            return {}
        return await self._find(targets)

    async def _is_said_to_be_empty(self, targets: Sequence[Target]) -> bool:
        """Return whether the job list shows the job of these, and without versions."""
        unknown = [target for target in targets if target.key not in self._absent]
        if not unknown or any(target.is_whole_job for target in unknown):
            return not unknown
        page = await self._client.jobs_page(_search_of(unknown[0]), 1)
        job_id = unknown[0].job_id
        return any(job.job_id == job_id and job.version_count == 0 for job in page.items)

    async def _lists_another(self, target: Target) -> bool:
        """Return whether the target's workspace is seen to have any other job."""
        query = JobListQuery(workspace_id=target.workspace_id, per_page=2)  # one may be its own
        page = await self._client.jobs_page(query, 1)
        return any(job.job_id != target.job_id for job in page.items)

    async def _find(self, targets: Sequence[Target]) -> dict[TargetKey, JobStatus]:
        found = [(target.key, await self._ask_for(target)) for target in targets]
        return {key: status for key, status in found if status is not None}

    async def _ask_for(self, target: Target) -> JobStatus | None:
        if target.version_id is None:
            status = await self._search_for(target)
            # The service knows the job, and lists nothing of it: an empty search proves nothing.
            is_proven = status is not None or await self._lists_another(target)
            return status if is_proven else target.status
        if target.key in self._absent:
            return None
        try:
            version = await self._client.version_detail(target.job_id, target.version_id)
        except NotFoundError:
            self._absent.add(target.key)
            return None
        return version.status


def _search_of(target: Target) -> JobListQuery:
    """Return what the job list is asked for, for the target's job to be in it."""
    return JobListQuery(
        workspace_id=target.workspace_id,
        search_content=target.job_name.strip()[:_SEARCH_LIMIT],
    )


def _newest_status(listing: VersionListing) -> JobStatus | None:
    """Return the status of the newest version, which the job list shows as the job's own."""
    if not listing.versions:
        return None
    newest = max(listing.versions, key=lambda version: (version.created_ms or 0, version.name))
    return newest.status

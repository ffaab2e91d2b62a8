"""The training API without versions (v2): one async method per endpoint (api.md §5)."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from mtui.domain.answers import ApiCall
from mtui.domain.jobs import Page
from mtui.modelarts import v2_decode
from mtui.modelarts.calling import readable, segment
from mtui.modelarts.classify import Expect
from mtui.modelarts.project import ProjectClient
from mtui.modelarts.v2_paging import found_pages
from mtui.modelarts.v2_search import Found, JobSearch, Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.jobs import JobDetail, JobId, JobTask, TrainingJob
    from mtui.modelarts.decode import JobRows

MAX_BATCH = 100
"""Most jobs that one request deletes (BatchDeleteTrainingJob)."""
_SEARCH = ApiCall("list jobs", "POST", only_asks=True)


class ModelArtsV2Client(ProjectClient):
    """Jobs without versions of one project."""

    generation = "v2"

    async def search(self, search: JobSearch | None = None) -> AsyncIterator[Page[TrainingJob]]:
        """Yield all jobs that are searched for, page by page, several read at once.

        One that comes twice counts once. Works whether the service counts pages or records; rows
        without a usable id are left out.
        """
        search = search or JobSearch()
        walk = Walk(search.limit)
        async for page in found_pages(partial(self._rows, search), walk, at_once=self._at_once):
            yield page

    async def find(self, search: JobSearch) -> Found:
        """Return all jobs that are searched for, and whether others were certainly not there."""
        walk = Walk(search.limit)
        pages = found_pages(partial(self._rows, search), walk, at_once=self._at_once)
        return Found(tuple([job async for page in pages for job in page.items]), walk.is_certain)

    async def first_page(self, search: JobSearch) -> Page[TrainingJob]:
        """Return the first page of a search alone."""
        rows = await self._rows(search, 0)
        jobs = {job.job_id: job for job in rows.jobs}
        is_last = rows.total_hint is not None and len(jobs) >= rows.total_hint
        return Page(1, tuple(jobs.values()), rows.total_hint, is_last=is_last)

    async def show(self, job_id: JobId) -> JobDetail:
        """Return a job with its instances and details; nothing secret is kept of it."""
        reply = await self._exchange.read(ApiCall("show job", "GET", job_id), self._job(job_id))
        with readable(reply):
            return v2_decode.decode_job(reply.payload, job_id)

    async def tasks(self, job_id: JobId) -> tuple[JobTask, ...]:
        """Return a job's instances with the addresses that they have or had."""
        call = ApiCall("list tasks of job", "GET", job_id)
        reply = await self._exchange.read(call, f"{self._job(job_id)}/tasks", expect=Expect.ROWS)
        with readable(reply):
            return v2_decode.decode_tasks(reply.payload)

    async def delete(self, job_id: JobId) -> ApiAnswer:
        """Ask for a job's deletion: accepted is not yet gone.

        Raises:
            ReadOnlyError, DryRunError: the client's policy forbids it; nothing was sent.
        """
        return await self._write(ApiCall("delete job", "DELETE", job_id), self._job(job_id))

    async def batch_delete(self, job_ids: Sequence[JobId]) -> ApiAnswer:
        """Ask for the deletion of up to 100 jobs of one workspace, all in one request.

        Neither an acceptance nor a refusal says what became of each of them.

        Raises:
            ReadOnlyError, DryRunError: the client's policy forbids it; nothing was sent.
            ValueError: none, or too many.
        """
        if not 1 <= len(job_ids) <= MAX_BATCH:
            raise ValueError(f"a batch has 1 to {MAX_BATCH} jobs, not {len(job_ids)}")
        jobs = [{"kind": "job", "metadata": {"id": job_id}} for job_id in job_ids]
        call = ApiCall(f"delete {len(job_ids)} jobs", "POST")
        return await self._write(call, f"{self._root}/training-jobs/batch-delete", {"jobs": jobs})

    async def terminate(self, job_id: JobId) -> ApiAnswer:
        """Ask for a job that is created, waits or runs to be stopped: accepted is not yet done.

        Raises:
            ReadOnlyError, DryRunError: the client's policy forbids it; nothing was sent.
        """
        call = ApiCall("stop job", "POST", job_id)
        body = {"action_type": "terminate"}
        return await self._write(call, f"{self._job(job_id)}/actions", body)

    async def _rows(self, search: JobSearch, offset: int) -> JobRows:
        reply = await self._exchange.read(
            _SEARCH, f"{self._root}/training-job-searches", body=search.body(offset)
        )
        with readable(reply):
            return v2_decode.decode_search(reply.payload)

    async def _write(self, call: ApiCall, path: str, body: object = None) -> ApiAnswer:
        self._writes.check(call)
        content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
        reply = await self._exchange.write(call, path, body=content, expect=Expect.ACCEPTED)
        return reply.answer

    def _job(self, job_id: JobId) -> str:
        return f"{self._root}/training-jobs/{segment(job_id)}"

"""The job list: filtering, sorting and paging that stay cheap for huge projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mtui.simulator.records import JobRecord

_REMEMBERED = 16

SORT_KEYS = ("job_name", "job_desc", "status", "duration", "version_count", "create_time")
"""What ``sortBy`` may be (03_0046)."""

_FIXED_KEYS = frozenset({"job_name", "job_desc", "create_time"})


class JobQuery(NamedTuple):
    """What a job list was asked for, apart from the page."""

    workspace_id: str = "0"
    status: int | None = None
    search: str = ""
    """Part of a name, in any case."""
    sort_by: str = "job_name"
    is_descending: bool = False

    @property
    def depends_on_rows(self) -> bool:
        """Whether a change of a version can change the result or its order."""
        return self.status is not None or self.sort_by not in _FIXED_KEYS


class JobListing:
    """Sorted results, remembered as long as they hold."""

    def __init__(self, jobs: Mapping[int, JobRecord]) -> None:
        self._jobs = jobs
        self._membership = 0
        self._rows = 0
        self._results: dict[JobQuery, tuple[tuple[int, int], list[JobRecord]]] = {}

    def membership_changed(self) -> None:
        """Note that jobs came, went or changed their names or descriptions."""
        self._membership += 1

    def rows_changed(self) -> None:
        """Note that versions came, went or changed."""
        self._rows += 1

    def find(self, query: JobQuery, now_ms: int) -> list[JobRecord]:
        """Return all matching jobs in order; equal ones by id. Not to be changed."""
        stamp = (self._membership, self._rows if query.depends_on_rows else 0)
        kept = self._results.get(query)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        found = self._search(query, now_ms)
        self._results.pop(query, None)
        self._results[query] = (stamp, found)
        while len(self._results) > _REMEMBERED:
            del self._results[next(iter(self._results))]
        return found

    def _search(self, query: JobQuery, now_ms: int) -> list[JobRecord]:
        rows = [job for job in self._jobs.values() if job.workspace_id == query.workspace_id]
        if query.search:
            part = query.search.casefold()
            rows = [job for job in rows if part in job.name.casefold()]
        if query.status is not None:
            rows = [job for job in rows if status_of(job) == query.status]
        rows.sort(key=lambda job: job.job_id)
        rows.sort(key=_sort_key(query.sort_by, now_ms), reverse=query.is_descending)
        return rows


def status_of(job: JobRecord) -> int:
    """Return the newest version's status; 0 (unknown) without a version."""
    newest = job.newest
    return 0 if newest is None else newest.status


def duration_of(job: JobRecord, now_ms: int) -> int:
    """Return the newest version's duration in milliseconds; 0 without a version."""
    newest = job.newest
    return 0 if newest is None else newest.ran_ms(now_ms)


def _sort_key(name: str, now_ms: int) -> Callable[[JobRecord], str | int]:
    keys: dict[str, Callable[[JobRecord], str | int]] = {
        "job_name": lambda job: job.name,
        "job_desc": lambda job: job.description,
        "create_time": lambda job: job.created_ms,
        "status": status_of,
        "duration": lambda job: duration_of(job, now_ms),
        "version_count": lambda job: len(job.versions),
    }
    return keys[name]

"""Searching jobs (ListTrainingJobs): what may be asked for, and what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtui.simulator.refusals import RefusedError
from mtui.simulator.v2.records import made_up_uuid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mtui.simulator.v2.jobs import Jobs
    from mtui.simulator.v2.records import JobRecord

MAX_LIMIT = 50
_MAX_OFFSET = 10**9
_LAST_MS = 10**15
_REMEMBERED = 16

_TEXTS: Mapping[str, Callable[[JobRecord], str]] = {
    "name": lambda job: job.name,
    "phase": lambda job: job.phase,
    "algorithm_name": lambda job: job.setup.algorithm,
    "kind": lambda job: job.kind,
    "user_id": lambda job: user_id(job.user),
    "runtime_type": lambda job: job.runtime_type,
}
_ORDERS: Mapping[str, Callable[[JobRecord], str | int]] = {
    "create_time": lambda job: job.created_ms,
    "name": lambda job: job.name,
    "phase": lambda job: job.phase,
    "duration": lambda job: job.duration_ms,
    "start_time": lambda job: job.started_ms or 0,
}


class Condition(NamedTuple):
    """One filter."""

    key: str
    operator: str
    values: tuple[str, ...]

    def holds(self, job: JobRecord) -> bool:
        """Return whether the job passes; a filter without values lets every job pass."""
        if self.key == "create_time":
            first, last = (int(value) if value else None for value in self.values)
            return (first or 0) <= job.created_ms <= (_LAST_MS if last is None else last)
        wanted = [value for value in self.values if value]
        if not wanted:
            return True
        text = _TEXTS[self.key](job)
        if self.operator == "like":
            return any(value.casefold() in text.casefold() for value in wanted)
        return (text in wanted) is (self.operator == "in")


class Search(NamedTuple):
    """A search apart from the page."""

    workspace_id: str
    sort_by: str
    is_descending: bool
    train_type: str
    conditions: tuple[Condition, ...]


class Window(NamedTuple):
    """Which part of the result was asked for."""

    offset: int
    limit: int

    def cut(self, found: list[JobRecord], *, skips_records: bool) -> list[JobRecord]:
        """Return that part, by either reading of ``offset``."""
        start = self.offset if skips_records else self.offset * self.limit
        return found[start : start + self.limit]


def user_id(name: str) -> str:
    """Return the id of a user of that name."""
    return made_up_uuid(f"user {name}").replace("-", "")


def read_search(body: object, workspaces: Mapping[str, object]) -> tuple[Search, Window]:
    """Return what the body of a request asks for.

    Raises:
        RefusedError: with the code of what is wrong with it (api.md §3.5).
    """
    if not isinstance(body, dict):
        raise _refused("2787", "The request body is not a JSON object.")
    window = Window(
        _number(body, "offset", 0, 0, _MAX_OFFSET), _number(body, "limit", 10, 1, MAX_LIMIT)
    )
    workspace_id = body.get("workspace_id") or "0"
    if workspace_id not in workspaces:
        raise _refused("0102", f"The workspace {workspace_id} does not exist.")
    sort_by = body.get("sort_by") or "create_time"
    if sort_by not in _ORDERS:
        raise _refused("2790", f"Sorting by {sort_by} is not supported.")
    order = body.get("order") or "desc"
    if order not in ("asc", "desc"):
        raise _refused("2788", "order is asc or desc.")
    train_type = body.get("train_type") or ""
    if train_type not in ("", "job", "ftjob"):
        raise _refused("2788", "train_type is job or ftjob.")
    filters = [] if body.get("filters") is None else body["filters"]
    if not isinstance(filters, list):
        raise _refused("2788", "filters is a list.")
    conditions = tuple(_condition(item) for item in filters)
    return Search(str(workspace_id), sort_by, order == "desc", train_type, conditions), window


class Results:
    """Sorted results of searches, remembered as long as no job changes."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._version = -1
        self._kept: dict[Search, list[JobRecord]] = {}

    def find(self, search: Search) -> list[JobRecord]:
        """Return all matching jobs in order; equal ones by id. Not to be changed."""
        if self._version != self._jobs.version or len(self._kept) > _REMEMBERED:
            self._version = self._jobs.version
            self._kept.clear()
        found = self._kept.get(search)
        if found is None:
            found = self._kept[search] = self._search(search)
        return found

    def _search(self, search: Search) -> list[JobRecord]:
        found = [
            job
            for job in self._jobs.jobs.values()
            if job.workspace_id == search.workspace_id
            and search.train_type in ("", job.kind)
            and all(condition.holds(job) for condition in search.conditions)
        ]
        found.sort(key=lambda job: job.job_id)
        found.sort(key=_ORDERS[search.sort_by], reverse=search.is_descending)
        return found


def _condition(item: object) -> Condition:
    if not isinstance(item, dict):
        raise _refused("2789", "A filter is an object.")
    key, operator, values = str(item.get("key")), item.get("operator"), item.get("value")
    if key != "create_time" and key not in _TEXTS:
        raise _refused("2807", f"The condition key {key} is not supported.")
    allowed = ("between",) if key == "create_time" else ("like", "in", "not")
    if operator not in allowed:
        raise _refused("2808", f"The operator {operator} is not supported for {key}.")
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _refused("2809", f"The value of {key} is not a list of strings.")
    if key == "create_time" and not _is_range(values):
        raise _refused("2809", "The value of create_time is two times in milliseconds.")
    return Condition(key, str(operator), tuple(values))


def _is_range(values: list[str]) -> bool:
    return len(values) == 2 and all(
        not value or (value.isascii() and value.isdigit() and len(value) < 19) for value in values
    )


def _number(body: Mapping[str, object], name: str, default: int, low: int, high: int) -> int:
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _refused("2764", f"{name} should be in [{low},{high}].")
    return value


def _refused(code: str, message: str) -> RefusedError:
    return RefusedError(code, message, status=400)

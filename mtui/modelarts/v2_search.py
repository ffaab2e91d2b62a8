"""How jobs without versions are searched for, and how to walk through what is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, TypeAlias

from mtui.domain.frozen import frozen
from mtui.domain.jobs import DEFAULT_WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from mtui.domain.jobs import JobId, TrainingJob, WorkspaceId

MAX_LIMIT = 50
"""Most jobs in one answer (api.md §5.1)."""
FILTER_KEYS = (
    *("name", "create_time", "phase", "algorithm_name", "kind", "user_id", "runtime_type"),
)
"""What the documents filter by (api.md §5.1)."""
_PASSES = 3
_SHOWN = 2
"""After so many answers it is known how far apart the pages are."""

Operator: TypeAlias = Literal["between", "like", "in", "not"]


@frozen
class SearchFilter:
    """One condition; all of a search must hold.

    Raises:
        ValueError: the service has no such key, or takes two times for ``create_time``.
    """

    key: str
    operator: Operator
    values: tuple[str, ...]
    """Alternatives; for ``between`` two times in epoch milliseconds, an empty one is open."""

    def __post_init__(self) -> None:
        if self.key not in FILTER_KEYS:
            raise ValueError(f"cannot filter by {self.key!r}, only by {', '.join(FILTER_KEYS)}")
        is_range = self.operator == "between"
        if is_range != (self.key == "create_time") or (is_range and len(self.values) != 2):
            raise ValueError("create_time takes between and two times, nothing else does")


@frozen
class JobSearch:
    """Which jobs, in which order (ListTrainingJobs, api.md §5.1).

    Raises:
        ValueError: the service does not take such a value.
    """

    workspace_id: WorkspaceId = DEFAULT_WORKSPACE
    filters: tuple[SearchFilter, ...] = ()
    train_type: Literal["", "job", "ftjob"] = ""
    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Keys and values; with them the service looks back 31 days at most."""
    host_ips: tuple[str, ...] = ()
    """Nodes; with them the service looks back 31 days at most."""
    group_by: str = ""
    sort_by: str = "create_time"
    order: Literal["asc", "desc"] = "desc"
    limit: int = MAX_LIMIT
    """1 to 50."""

    def __post_init__(self) -> None:
        if self.order not in ("asc", "desc"):
            raise ValueError(f"order is asc or desc, not {self.order!r}")
        if not 1 <= self.limit <= MAX_LIMIT:
            raise ValueError(f"limit is 1 to {MAX_LIMIT}, not {self.limit}")

    def body(self, offset: int) -> bytes:
        """Return the request's body; order and workspace always stand in it."""
        fields: dict[str, object] = {
            "offset": offset,
            "limit": self.limit,
            "sort_by": self.sort_by,
            "order": self.order,
            "workspace_id": self.workspace_id,
            "filters": [
                {"key": one.key, "operator": one.operator, "value": list(one.values)}
                for one in self.filters
            ],
        }
        if self.group_by:
            fields["group_by"] = self.group_by
        if self.train_type:
            fields["train_type"] = self.train_type
        if self.tags:
            fields["tags"] = [{"key": key, "values": list(values)} for key, values in self.tags]
        if self.host_ips:
            fields["host_ips"] = list(self.host_ips)
        return json.dumps(fields, separators=(",", ":")).encode()


@frozen
class Found:
    """All that a search found."""

    jobs: tuple[TrainingJob, ...]
    is_certain: bool
    """Whether a job that is not among them was certainly not there."""


class Walk:
    """Finds out what ``offset`` means while it goes, and when everything has been seen.

    The documents disagree whether ``offset`` counts pages or records (api.md §8.24). The first
    answer is the same for both; the second, at offset 1, has hardly anything in common with the
    first where pages are counted, and nearly everything where records are.

    Jobs that are deleted meanwhile move others past the window. So a walk during which the count
    shrank, or that ended with fewer jobs than are counted, begins again, a few times at most.
    """

    def __init__(self, limit: int) -> None:
        """Walk with pages of so many jobs."""
        self.offset = 0
        """What to ask for next."""
        self.is_over = False
        self.is_certain = False
        """Whether all was seen that there was, nothing having moved meanwhile."""
        self._limit = limit
        self._seen: set[JobId] = set()
        self._first: frozenset[JobId] = frozenset()
        """What the first answer of a pass held."""
        self._passes = 0
        self._begin()

    def advance(self, ids: AbstractSet[JobId], row_count: int, total: int | None) -> set[JobId]:
        """Take note of an answer and return which of its jobs are new.

        Args:
            ids: the jobs in it.
            row_count: how many rows it had, the unreadable ones included.
            total: how many jobs match, as the service tells it.
        """
        fresh = set(ids) - self._seen
        if self.offset == 0:
            self._first = frozenset(ids)
        elif self.offset == 1:
            common = len(self._first & ids)
            self._counts_records = common > 0 and 2 * common >= len(ids)
        self._note(ids, fresh, row_count, total)
        if total is not None and len(self._here) + self._unreadable >= total:
            self.is_certain = not self._shrank and not self._unreadable
            self._end_pass(is_complete=not self._shrank)
        elif self._is_at_end(row_count, total):
            self._end_pass(is_complete=total is None)
        else:
            self.offset += self._step
        return fresh

    def ahead(self, at_once: int) -> list[int]:
        """Return what to ask for next and, where that is known already, after it.

        Known it is once two answers showed what ``offset`` counts and how many rows come, and
        only as far as the service tells that there are jobs.
        """
        if self._pages < _SHOWN or self._total is None or not self._row_count:
            return [self.offset]
        left = -(-(self._total - self._received) // self._row_count)
        return [self.offset + ahead * self._step for ahead in range(max(1, min(left, at_once)))]

    @property
    def _step(self) -> int:
        return self._row_count if self._counts_records else 1

    def _begin(self) -> None:
        self.offset = 0
        self._passes += 1
        self._counts_records = False
        self._here: set[JobId] = set()
        self._total: int | None = None
        self._shrank = False
        self._found = self._found_later = 0
        self._received = self._unreadable = self._pages = self._barren = 0
        self._row_count = 0

    def _note(
        self, ids: AbstractSet[JobId], fresh: set[JobId], row_count: int, total: int | None
    ) -> None:
        self._seen |= fresh
        self._here |= ids
        self._found += len(fresh)
        self._found_later += len(fresh) if self._pages else 0
        self._received += row_count
        self._row_count = row_count
        self._unreadable += row_count - len(ids)
        self._pages += row_count > 0
        self._barren = 0 if fresh else self._barren + 1
        self._shrank |= total is not None and self._total is not None and total < self._total
        self._total = total

    def _is_at_end(self, row_count: int, total: int | None) -> bool:
        if row_count == 0 or (self._barren > 1 and self._passes == 1):
            return True
        if total is None:
            return row_count < self._limit
        return self._received >= total + 2 * self._limit

    def _end_pass(self, *, is_complete: bool) -> None:
        # The first page alone never shifts; and where offset means nothing, nothing comes later.
        found = self._found_later if self._passes == 1 else self._found
        if is_complete or self._passes >= _PASSES or not (found or self._shrank):
            self.is_over = True
        else:
            self._begin()

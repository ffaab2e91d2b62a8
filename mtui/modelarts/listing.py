"""How the job list is asked for, and when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mtui.domain.frozen import frozen
from mtui.domain.jobs import DEFAULT_WORKSPACE

if TYPE_CHECKING:
    from mtui.domain.jobs import WorkspaceId

MAX_PAGE = 65_535
"""Highest page number the service takes (03_0046)."""

SORT_FIELDS = ("job_name", "job_desc", "status", "duration", "version_count", "create_time")
"""What the service sorts by (03_0046)."""


@frozen
class JobListQuery:
    """Which jobs, in which order (03_0046).

    Raises:
        ValueError: the service does not take such a value.
    """

    workspace_id: WorkspaceId = DEFAULT_WORKSPACE
    status: str | None = None
    """One status code; None for all. The service takes no more than one."""
    search_content: str = ""
    """Part of a name, up to 64 characters."""
    sort_by: str = "create_time"
    order: Literal["asc", "desc"] = "desc"
    per_page: int = 1000
    """1 to 1,000."""

    def __post_init__(self) -> None:
        if self.sort_by not in SORT_FIELDS:
            raise ValueError(f"cannot sort by {self.sort_by!r}, only by {', '.join(SORT_FIELDS)}")
        if self.order not in ("asc", "desc"):
            raise ValueError(f"order is asc or desc, not {self.order!r}")
        if not 1 <= self.per_page <= 1000:
            raise ValueError(f"per_page is 1 to 1000, not {self.per_page}")

    def parameters(self, page: int) -> list[tuple[str, str]]:
        """Return the query for a page; order and workspace always stand in it.

        The service's defaults differ between its documents (api.md §8.3).
        """
        parameters = [
            ("order", self.order),
            ("page", str(page)),
            ("per_page", str(self.per_page)),
            ("sortBy", self.sort_by),
            ("workspace_id", self.workspace_id),
        ]
        if self.status is not None:
            parameters.append(("status", self.status))
        if self.search_content:
            parameters.append(("search_content", self.search_content))
        return parameters


def is_last_page(
    *, rows: int, per_page: int, received: int, total_hint: int | None, is_barren: bool
) -> bool:
    """Say whether nothing is to be expected after a page.

    An empty page, or one that adds nothing, is always the last: a service that ignores the page
    number would go on for ever. A short page is the last unless the total says that there is
    more: a service may cap ``per_page`` below what was asked. The total alone decides nothing,
    its readings differ (03_0046).

    Args:
        rows: how many the page holds.
        per_page: how many were asked for.
        received: how many came in all, this page included.
        total_hint: how many there are as the service tells it.
        is_barren: whether the page adds nothing new.
    """
    if rows == 0 or is_barren:
        return True
    return rows < per_page and (total_hint is None or received >= total_hint)

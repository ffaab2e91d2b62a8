"""What the clients of both generations are made of: a way to the service, and one project."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mtui.modelarts.calling import WritePolicy, segment
from mtui.modelarts.paging import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

    from mtui.modelarts.exchange import Exchange


class ProjectClient:
    """A client of one project.

    Every method raises ApiError where the service, or the way to it, says no.

    Args:
        exchange: to the ModelArts endpoint, with authentication.
        project_id: the project whose jobs these are.
        writes: with anything but ALLOW, deletes and stops are refused here, before a request
            exists.
        at_once: how many pages of a list are asked for at once.
    """

    generation: ClassVar[str]
    """What its paths begin with."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        project_id: str,
        writes: WritePolicy = WritePolicy.ALLOW,
        at_once: int = AT_ONCE,
    ) -> None:
        self._exchange = exchange
        self._project_id = project_id
        self._root = f"/{self.generation}/{segment(project_id)}"
        self._writes = writes
        self._at_once = at_once

    def impatient(self, before_read: Callable[[], Awaitable[None]] | None = None) -> Self:
        """Return the same client for a caller who keeps a pace of his own.

        It repeats no read, and sends none before the one before it was answered.

        Args:
            before_read: awaited before every request that only asks.
        """
        exchange = self._exchange.impatient(before_read)
        return type(self)(exchange, project_id=self._project_id, writes=self._writes, at_once=1)

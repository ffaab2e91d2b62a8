"""What the clients of both generations are made of: a way to the service, and one project."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mtui.modelarts.calling import WritePolicy, segment

if TYPE_CHECKING:
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
    """

    generation: ClassVar[str]
    """What its paths begin with."""

    def __init__(
        self, exchange: Exchange, *, project_id: str, writes: WritePolicy = WritePolicy.ALLOW
    ) -> None:
        self._exchange = exchange
        self._project_id = project_id
        self._root = f"/{self.generation}/{segment(project_id)}"
        self._writes = writes

    def impatient(self) -> Self:
        """Return the same client for a caller who keeps a pace of his own: it repeats no read."""
        return type(self)(
            self._exchange.impatient(), project_id=self._project_id, writes=self._writes
        )

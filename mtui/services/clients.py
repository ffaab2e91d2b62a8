"""The clients of both training APIs, for one project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from mtui.modelarts import ModelArtsClient, ModelArtsV2Client


@frozen
class Clients:
    """What everything in a session goes through."""

    v1: ModelArtsClient
    """Jobs with versions."""
    v2: ModelArtsV2Client
    """Jobs without."""

    def impatient(self) -> Clients:
        """Return the same for a caller who keeps a pace of his own: they repeat no read."""
        return Clients(self.v1.impatient(), self.v2.impatient())

"""The clients of both training APIs, for one project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.services.turns import take_turn

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
        """Return the same for runs, whose looks keep a pace of their own: they repeat no read."""
        return Clients(self.v1.impatient(take_turn), self.v2.impatient(take_turn))

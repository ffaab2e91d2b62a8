"""Both generations behind one door: each target goes the way of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mtui.domain.errors import NotServedError
from mtui.domain.jobs import Generation
from mtui.services.sightings import Sighting
from mtui.services.v1 import V1Targets
from mtui.services.v2 import V2Targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.targets import Action, Target
    from mtui.services.clients import Clients
    from mtui.services.sightings import Batch, TargetApi


def targets_of(clients: Clients) -> AllTargets:
    """Return what a run needs of both clients."""
    return AllTargets({Generation.V1: V1Targets(clients.v1), Generation.V2: V2Targets(clients.v2)})


class AllTargets:
    """Sends to and looks at targets of any generation, so that one plan may hold both."""

    def __init__(self, generations: Mapping[Generation, TargetApi]) -> None:
        self._generations = generations

    def group_of(self, target: Target) -> str:
        """Return which listing the target appears in."""
        return f"{target.generation} {self._of(target).group_of(target)}"

    async def look(self, targets: Sequence[Target]) -> Sighting:
        """See which of these targets, all of one group, are there.

        Raises:
            ApiError: they could not be listed.
        """
        return await self._of(targets[0]).look(targets)

    async def survey(self, targets: Sequence[Target]) -> Sighting:
        """See as many of these targets as a few cheap requests show.

        A generation that is not offered here shows none, and does not keep the other from it.

        Raises:
            ApiError: they could not be listed.
        """
        halves = [
            [target for target in targets if target.generation is generation]
            for generation in self._generations
        ]
        sightings = await asyncio.gather(*(self._survey(half) for half in halves if half))
        return Sighting(
            {key: status for seen in sightings for key, status in seen.statuses.items()},
            {job: count for seen in sightings for job, count in seen.version_counts.items()},
        )

    def batch_of(self, action: Action, target: Target) -> Batch | None:
        """Return which other targets one request may carry with it; None if it goes alone."""
        batch = self._of(target).batch_of(action, target)
        if batch is None:
            return None
        return batch._replace(name=f"{target.generation} {batch.name}")

    async def send(self, action: Action, targets: Sequence[Target]) -> ApiAnswer:
        """Send the one request that deletes or stops these targets, all of one batch.

        Raises:
            GuardError: the client refused to send it.
            ApiError: the service refused, or its answer is not known.
        """
        return await self._of(targets[0]).send(action, targets)

    async def _survey(self, targets: Sequence[Target]) -> Sighting:
        try:
            return await self._of(targets[0]).survey(targets)
        except NotServedError:
            return Sighting({})

    def _of(self, target: Target) -> TargetApi:
        return self._generations[target.generation]

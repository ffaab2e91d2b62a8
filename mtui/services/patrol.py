"""Watches what was accepted until its fate is known: one look serves a whole group."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from mtui.domain.errors import ApiError, AuthError, ExpiredError
from mtui.services.cutoff import CutOffError

if TYPE_CHECKING:
    from mtui.domain.deletion import Outcome
    from mtui.domain.targets import Target
    from mtui.services.carrier import Carrier
    from mtui.services.gate import Gate
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import Sighting
    from mtui.services.timing import Timing

_LOOKS_SHARE = 100
"""Under a limit one look comes on so many requests at most, as long as the run still sends."""


class Beat(Protocol):
    """What a patrol needs of its run."""

    policy: RunPolicy
    timing: Timing
    gate: Gate

    async def sight(self, target: Target, max_age_s: float) -> Sighting:
        """Return a sighting of the target's group no older than that many seconds."""

    async def settle(self, target: Target, outcome: Outcome) -> None:
        """Record what became of a target."""


class Patrol:
    """Looks at the groups of accepted targets, each with growing waits of its own.

    As long as the run still sends, looks are few, so that requests keep the service's budget:
    then one group at a time gets its turn, every ``poll_gap_s``.

    Args:
        beat: the run.
        tasks: where its tasks live.
    """

    def __init__(self, beat: Beat, tasks: asyncio.TaskGroup) -> None:
        self._beat = beat
        self._tasks = tasks
        self._accepted: dict[str, list[Carrier]] = {}
        self._gate = asyncio.Lock()
        self._next_look_at = 0.0

    def add(self, group: str, carrier: Carrier) -> None:
        """Watch one more accepted target."""
        accepted = self._accepted.get(group)
        if accepted is None:
            self._accepted[group] = [carrier]
            self._tasks.create_task(self._watch(group))
        else:
            accepted.append(carrier)

    async def _watch(self, group: str) -> None:
        policy = self._beat.policy
        accepted = self._accepted[group]
        delay = policy.poll_first_s
        while accepted:
            known = len(accepted)
            since = self._beat.timing.steady()
            is_last = not await self._beat.gate.nap(delay, past_ending=True)
            sighting = None
            if not is_last:
                await self._turn()
                age_s = self._beat.timing.steady() - since  # others may have looked meanwhile
                sighting, is_last = await self._look(accepted[0].target, age_s)
            grew = len(accepted) > known
            await self._conclude(accepted, sighting, is_last=is_last)
            delay = policy.poll_first_s if grew else min(delay * 1.5, policy.poll_max_s)
        del self._accepted[group]

    async def _look(self, target: Target, max_age_s: float) -> tuple[Sighting | None, bool]:
        """Return what was seen, and whether nobody should look again."""
        try:
            return await self._beat.sight(target, max_age_s), False
        except ExpiredError:
            return None, False  # the next look will wait for other credentials
        except AuthError:
            return None, True  # asking on would lock the access key
        except ApiError:
            return None, False

    async def _conclude(
        self, accepted: list[Carrier], sighting: Sighting | None, *, is_last: bool
    ) -> None:
        """Settle every target whose fate is known, and keep the others in the list."""
        settled: list[tuple[Target, Outcome]] = []
        waiting: list[Carrier] = []
        for carrier in accepted:
            outcome = carrier.conclude(sighting, is_last=is_last)
            if outcome is None:
                waiting.append(carrier)
            else:
                settled.append((carrier.target, outcome))
        accepted[:] = waiting
        await asyncio.gather(*(self._beat.settle(target, outcome) for target, outcome in settled))

    async def _turn(self) -> None:
        """Wait for the group's turn as long as the run still sends."""
        steady = self._beat.timing.steady
        async with self._gate:
            try:
                async with self._beat.gate.sent_out.spares():
                    wait_s = self._next_look_at - steady()
                    if wait_s > 0:
                        await self._beat.timing.sleep(wait_s)
            except CutOffError:
                return
            gap_s = _LOOKS_SHARE * self._beat.gate.pacer.interval_s
            self._next_look_at = steady() + max(gap_s, self._beat.policy.poll_gap_s)

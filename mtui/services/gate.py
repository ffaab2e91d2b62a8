"""Through which every request of a run leaves: paced, paused, ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mtui.services.cutoff import Cutoff, CutOffError
from mtui.services.pacing import Pacer

if TYPE_CHECKING:
    from mtui.services.policy import RunPolicy
    from mtui.services.timing import Timing


class Gate:
    """Open, shut for a while, or shut for good."""

    def __init__(self, policy: RunPolicy, timing: Timing) -> None:
        self.slots = asyncio.Semaphore(policy.concurrency)
        """Held while a request is in flight."""
        self.pacer = Pacer(timing.steady)
        self.ended = Cutoff()
        """From here on nothing more is sent."""
        self.sent_out = Cutoff()
        """From here on nothing more will be sent, be it that all has been."""
        self.blind = Cutoff()
        """From here on nobody looks any more."""
        self.dropped = Cutoff()
        """From here on no answer is awaited any more."""
        self._policy = policy
        self._timing = timing
        self._one_by_one = asyncio.Lock()
        self._open = asyncio.Event()
        self._open.set()

    def pause(self) -> bool:
        """Let nothing through until ``resume``; return whether that is new."""
        is_new = self._open.is_set() and not self.ended.is_reached
        if is_new:
            self._open.clear()
        return is_new

    def resume(self) -> bool:
        """Let requests through again; return whether it had been paused."""
        is_new = not self._open.is_set() and not self.ended.is_reached
        if is_new:
            self._open.set()
        return is_new

    def end(self) -> None:
        """Let nothing through any more."""
        self.ended.reach()
        self.sent_out.reach()
        self._open.set()

    def give_up(self) -> None:
        """Await nothing any more, whatever is under way."""
        self.blind.reach()
        self.dropped.reach()

    async def ready(self) -> None:
        """Wait as long as the run is paused or held up; it may be ending then."""
        await self._open.wait()
        while (hold_s := self.pacer.hold_s) > 0 and await self.nap(hold_s):
            await self._open.wait()

    async def turn(self) -> bool:
        """Wait for the moment to send; return False if it was held up, or has taken too long.

        One request at a time waits here, after all else: so they leave evenly spread.
        """
        asked_at = self._timing.steady()
        async with self._one_by_one:
            slowdowns = self.pacer.slowdowns
            is_late = self._timing.steady() - asked_at > self._policy.stale_s
            if is_late or not self._lets_through():
                return False
            wait_s = self.pacer.take_turn()
            if wait_s > 0:
                await self.nap(wait_s)
            return self._lets_through() and self.pacer.slowdowns == slowdowns

    async def nap(self, seconds: float, *, past_ending: bool = False) -> bool:
        """Wait; return False if the wait was cut short because the run must end."""
        try:
            async with (self.blind if past_ending else self.ended).spares():
                await self._timing.sleep(seconds)
        except CutOffError:
            return False
        return True

    def _lets_through(self) -> bool:
        return self._open.is_set() and not self.ended.is_reached and self.pacer.hold_s <= 0

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
        self._is_paused = False
        self._knows = asyncio.Event()
        self._knows.set()
        self._expired_at = 0.0
        self._expired_for_s = 0.0
        self._held_at = self._held_until = self._held_before_s = 0.0

    @property
    def is_paused(self) -> bool:
        """Whether somebody paused it."""
        return self._is_paused

    @property
    def is_expired(self) -> bool:
        """Whether it waits for other credentials."""
        return not self._knows.is_set()

    def pause(self) -> bool:
        """Let nothing through until ``resume``; return whether that is new."""
        is_new = not self._is_paused and not self.ended.is_reached
        self._is_paused = self._is_paused or is_new
        self._open_or_shut()
        return is_new

    def resume(self) -> bool:
        """Let requests and looks through again; return whether it had been shut."""
        was_shut = self.sign_in() or not self._open.is_set()
        self._is_paused = False
        self._open_or_shut()
        return was_shut

    def expire(self) -> bool:
        """Let neither requests nor looks through until ``sign_in``; return whether that is new."""
        is_new = not self.is_expired and not self.blind.is_reached
        if is_new:
            self._expired_at = self._timing.steady()
            self._knows.clear()
            self._open_or_shut()
        return is_new

    def sign_in(self) -> bool:
        """Go on with other credentials; return whether it had waited for them."""
        was_expired = self.is_expired
        if was_expired:
            self._expired_for_s += self._timing.steady() - self._expired_at
            self._knows.set()
            self._open_or_shut()
        return was_expired

    def seeing_s(self) -> float:
        """Return steady seconds that stand still while nobody can look.

        That is as long as other credentials are waited for, or the service is. What is measured
        so does not run out meanwhile.
        """
        now = self._expired_at if self.is_expired else self._timing.steady()
        return now - self._expired_for_s - self._held_s(now)

    def hold(self, seconds: float) -> None:
        """Note that the service wants to be asked nothing for so long from now on."""
        now = self._timing.steady()
        self._held_before_s = self._held_s(now)
        self._held_at, self._held_until = now, now + seconds

    def _held_s(self, now: float) -> float:
        """Return how long it has wanted that up to a moment, in seconds."""
        return self._held_before_s + max(0.0, min(now, self._held_until) - self._held_at)

    def end(self) -> None:
        """Let nothing through any more, and look no longer than what was just sent is watched."""
        if not self.ended.is_reached:
            last_s = self._policy.settle_s + self._policy.doubt_s
            asyncio.get_running_loop().call_later(last_s, self.blind.reach)
        self.ended.reach()
        self.sent_out.reach()
        self._open_or_shut()

    def give_up(self) -> None:
        """Await nothing any more, whatever is under way."""
        self.blind.reach()
        self.dropped.reach()

    async def ready(self) -> None:
        """Wait as long as the run is paused, expired or held up; it may be ending then."""
        await self._open.wait()
        while (hold_s := self.pacer.hold_s) > 0 and await self.nap(hold_s):
            await self._open.wait()

    async def turn(self, checked_at: float) -> bool:
        """Wait for the moment to send; return False if it was held up, or has taken too long.

        One request at a time waits here, after all else: so they leave evenly spread.

        Args:
            checked_at: the steady time at which its targets were compared with a listing.
        """
        async with self._one_by_one:
            slowdowns = self.pacer.slowdowns
            is_late = self._timing.steady() - checked_at > self._policy.stale_s
            if is_late or not self._lets_through():
                return False
            wait_s = self.pacer.take_turn()
            if wait_s > 0:
                await self.nap(wait_s)
            return self._lets_through() and self.pacer.slowdowns == slowdowns

    async def nap(self, seconds: float, *, past_ending: bool = False) -> bool:
        """Wait; return False if the wait was cut short because the run must end.

        Past its ending only looks are left: those wait for other credentials too.
        """
        try:
            async with (self.blind if past_ending else self.ended).spares():
                await self._timing.sleep(seconds)
                if past_ending:
                    await self._knows.wait()
        except CutOffError:
            return False
        return True

    def _open_or_shut(self) -> None:
        if self.ended.is_reached or not (self._is_paused or self.is_expired):
            self._open.set()
        else:
            self._open.clear()

    def _lets_through(self) -> bool:
        return self._open.is_set() and not self.ended.is_reached and self.pacer.hold_s <= 0

"""One confirmed plan being carried out: bounded, paced, journaled, verified, never guessed."""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from mtui.domain.deletion import LedgerEntry, Outcome, OutcomeKind, RunReport
from mtui.domain.errors import JournalError
from mtui.domain.events import (
    RunFinished,
    RunPaused,
    RunResumed,
    RunSlowed,
    RunStarted,
    RunStopping,
    TargetSettled,
)
from mtui.services.carrier import Carrier
from mtui.services.pacing import Breaker, Pacer
from mtui.services.sightings import GroupWatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.errors import ApiError, ThrottledError
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target, TargetKey
    from mtui.services.journal import Journal
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import Sighting, TargetApi
    from mtui.services.timing import Timing


class DeletionRun:
    """Carries out one plan on the session's loop; screens only watch it.

    Order for one target: compare with a fresh listing, journal the intent, send, classify,
    watch until it is really gone, journal the outcome.
    """

    def __init__(
        self,
        plan: DeletionPlan,
        api: TargetApi,
        journal: Journal,
        policy: RunPolicy,
        timing: Timing,
    ) -> None:
        self.plan = plan
        self.policy = policy
        self.timing = timing
        self.report: RunReport | None = None
        self._api = api
        self._journal = journal
        self._pacer = Pacer(timing.steady)
        self._breaker = Breaker()
        self._queue = deque(item.target for item in plan.going)
        self._watches = self._make_watches()
        self._outcomes: dict[TargetKey, Outcome] = {}
        self._events: list[RunEvent] = []
        self._news = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        self._ended = asyncio.Event()
        self._gave_up = asyncio.Event()
        self._ending = ""

    @property
    def ending(self) -> str:
        """Why nothing more may be sent, or an empty string."""
        return self._ending

    @property
    def may_send(self) -> bool:
        """Whether the run is neither paused nor ending."""
        return self._open.is_set() and not self._ending

    @property
    def unsettled(self) -> frozenset[TargetKey]:
        """The targets without an outcome so far."""
        return frozenset(
            item.target.key for item in self.plan.going if item.target.key not in self._outcomes
        )

    async def run(self) -> RunReport:
        """Carry the plan out and return what became of every target. Call it once."""
        try:
            await self._journal.began(self.plan)
        except JournalError as error:
            self.end(error.message)
        self.emit(RunStarted(self.plan))
        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.policy.concurrency, len(self._queue))):
                group.create_task(self._work(group))
        await asyncio.gather(*(self._leave(target) for target in self._queue))
        try:
            await self._journal.ended(self.plan.plan_id, self._ending)
        except JournalError as error:
            self._ending = self._ending or error.message
        entries = tuple(
            LedgerEntry(item.target, self._outcomes[item.target.key]) for item in self.plan.going
        )
        self.report = RunReport(self.plan.plan_id, self.plan.action, entries, self._ending)
        self.emit(RunFinished(self.report))
        return self.report

    async def watch(self) -> AsyncIterator[RunEvent]:
        """Yield every event from the beginning, and new ones until the run is over."""
        seen = 0
        while True:
            news = self._news
            while seen < len(self._events):
                event = self._events[seen]
                seen += 1
                yield event
                if isinstance(event, RunFinished):
                    return
            await news.wait()

    def pause(self, reason: str) -> None:
        """Send nothing until ``resume``; what is in flight goes on."""
        if self._open.is_set() and not self._ending:
            self._open.clear()
            self.emit(RunPaused(reason))

    def resume(self) -> None:
        """Send again."""
        if not self._open.is_set() and not self._ending:
            self._open.set()
            self.emit(RunResumed())

    def end(self, reason: str) -> None:
        """Send nothing more; what was sent is still watched until its fate is known."""
        if not self._ending and self.report is None:
            self._ending = reason
            self._ended.set()
            self._open.set()
            self.emit(RunStopping(reason))

    def shut_down(self, reason: str) -> None:
        """Send nothing more, and watch what was sent no longer than the policy's last seconds."""
        self.end(reason)
        asyncio.get_running_loop().call_later(self.policy.shutdown_s, self._gave_up.set)

    async def turn(self) -> float:
        """Wait until a request may leave; return that steady moment. Returns early on ending."""
        while not self._ending:
            await self._open.wait()
            wait_s = self._pacer.take_turn()
            if wait_s > 0:
                await self.nap(wait_s)
            if self._open.is_set() and not self._pacer.must_wait():
                break
        return self.timing.steady()

    async def nap(self, seconds: float, *, past_ending: bool = False) -> bool:
        """Wait; return False if the wait was cut short because the run must end."""
        cut = self._gave_up if past_ending else self._ended
        if cut.is_set():
            return False
        sleeping = asyncio.ensure_future(self.timing.sleep(seconds))
        cutting = asyncio.ensure_future(cut.wait())
        try:
            await asyncio.wait({sleeping, cutting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            cutting.cancel()
        return not cut.is_set()

    async def sight(self, target: Target, max_age_s: float) -> Sighting:
        """Return a sighting of the target's group no older than that many seconds."""
        return await self._watches[self._api.group_of(target)].sight(max_age_s)

    async def intend(self, target: Target, attempt: int) -> None:
        """Put the intent on the disk."""
        await self._journal.intends(self.plan, target.key, attempt)

    async def send(self, target: Target) -> ApiAnswer:
        """Send the request, once."""
        return await self._api.send(self.plan.action, target)

    def throttled(self, error: ThrottledError, sent_at: float) -> None:
        """Slow the whole run down."""
        hold_s = self._pacer.throttled(sent_at, error.retry_after_s)
        if hold_s is not None:
            self.emit(RunSlowed(error.answer, hold_s))
            self.failed(error)

    def passed(self) -> None:
        """Note that the service let a request through."""
        self._pacer.passed()
        self._breaker.passed()

    def failed(self, error: ApiError) -> None:
        """Count a failure, which may end the run."""
        if reason := self._breaker.failed(error):
            self.end(reason)

    def emit(self, event: RunEvent) -> None:
        """Tell the watchers."""
        self._events.append(event)
        self._news.set()
        self._news = asyncio.Event()

    def _make_watches(self) -> dict[str, GroupWatch]:
        groups: dict[str, list[Target]] = {}
        for target in self._queue:
            groups.setdefault(self._api.group_of(target), []).append(target)
        limit = asyncio.Semaphore(self.policy.look_concurrency)

        steady = self.timing.steady
        return {
            group: GroupWatch(partial(self._api.look, targets), steady, limit)
            for group, targets in groups.items()
        }

    async def _work(self, group: asyncio.TaskGroup) -> None:
        while self._queue and not self._ending:
            carrier = Carrier(self, self._queue.popleft())
            outcome = await carrier.send()
            if outcome is None:
                group.create_task(self._verify(carrier))
            else:
                await self._settle(carrier.target, outcome)

    async def _verify(self, carrier: Carrier) -> None:
        await self._settle(carrier.target, await carrier.verify())

    async def _leave(self, target: Target) -> None:
        outcome = Outcome(OutcomeKind.NOT_SENT, self._ending, at_ms=self.timing.now_ms())
        await self._settle(target, outcome)

    async def _settle(self, target: Target, outcome: Outcome) -> None:
        self._outcomes[target.key] = outcome
        try:
            await self._journal.came_out(self.plan, target.key, outcome)
        except JournalError as error:
            self.end(error.message)
        self.emit(TargetSettled(target.key, outcome))

"""One confirmed plan being carried out: bounded, paced, journaled, verified, never guessed."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.deletion import LedgerEntry, Outcome, OutcomeKind, RunReport
from mtui.domain.errors import AnswerLostError, AuthError, JournalError
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
from mtui.services.cutoff import CutOffError
from mtui.services.gate import Gate
from mtui.services.lookout import Lookout
from mtui.services.pacing import Breaker
from mtui.services.patrol import Patrol
from mtui.services.shipment import Shipment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence
    from typing import Any

    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.errors import ApiError, ExpiredError, ThrottledError
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target, TargetKey
    from mtui.services.journal import Journal
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import Sighting, TargetApi
    from mtui.services.timing import Timing


_PREPARED = 2
"""So many targets are checked and have their intent on the disk while they wait for a slot."""

_EXPIRED = "the credentials have expired"


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
        self.gate = Gate(policy, timing)
        self.report: RunReport | None = None
        self._api = api
        self._journal = journal
        self._breaker = Breaker()
        self._queue = deque(item.target for item in plan.going)
        self._outcomes: dict[TargetKey, Outcome] = {}
        self._events: list[RunEvent] = []
        self._news = asyncio.Event()
        self._is_over = False
        self._lookout = Lookout(
            self._queue,
            api,
            policy,
            timing,
            pacer=self.gate.pacer,
            notes=self,
            blind=self.gate.blind,
        )
        self._patrol: Patrol | None = None
        self._ending = ""
        self._pause_reason = ""
        self._expired: ApiAnswer | None = None

    @property
    def ending(self) -> str:
        """Why nothing more may be sent, or an empty string."""
        return self._ending

    @property
    def unsettled(self) -> frozenset[TargetKey]:
        """The targets without an outcome so far."""
        return frozenset(
            item.target.key for item in self.plan.going if item.target.key not in self._outcomes
        )

    async def run(self) -> RunReport:
        """Carry the plan out and return what became of every target. Call it once."""
        try:
            return await self._run()
        finally:
            self._is_over = True
            self._news.set()

    async def _run(self) -> RunReport:
        self.emit(RunStarted(self.plan))
        try:
            await self._journal.began(self.plan)
        except JournalError as error:
            self.end(error.message)
        async with asyncio.TaskGroup() as tasks:
            await self._send_all(tasks)
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
        """Yield every event from the beginning, and new ones until the run is over.

        It ends without RunFinished if the run broke down.
        """
        seen = 0
        while True:
            news = self._news
            while seen < len(self._events):
                event = self._events[seen]
                seen += 1
                yield event
            if self._is_over:
                return
            await news.wait()

    def pause(self, reason: str) -> None:
        """Send nothing until ``resume``; what is in flight goes on."""
        if self.gate.pause():
            self._pause_reason = reason
            self._tell_pause()

    def resume(self) -> None:
        """Send again, and look again if credentials had run out."""
        if self.gate.resume():
            self._tell_pause()

    def expired(self, error: ExpiredError) -> None:
        """Let the whole run wait for other credentials."""
        if self.gate.expire():
            self._expired = error.answer
            self._tell_pause()

    def signed_in_anew(self) -> None:
        """Go on if it was for other credentials that the run waited."""
        if self.gate.sign_in():
            self._tell_pause()

    def end(self, reason: str) -> None:
        """Send nothing more; what was sent is still watched until its fate is known."""
        if not self._ending and self.report is None:
            self._ending = reason
            self.gate.end()
            self.emit(RunStopping(reason))

    def shut_down(self, reason: str) -> None:
        """Send nothing more, and watch what was sent no longer than the policy's last seconds."""
        self.end(reason)
        asyncio.get_running_loop().call_later(self.policy.shutdown_s, self.gate.give_up)

    async def check(self, target: Target) -> Sighting:
        """Return a sighting that is fresh enough to send by."""
        return await self._lookout.check(target)

    async def sight(self, target: Target, max_age_s: float) -> Sighting:
        """Return a sighting of the target's group no older than that many seconds."""
        return await self._lookout.sight(target, max_age_s)

    async def intend(self, target: Target, attempt: int) -> None:
        """Put the intent on the disk."""
        await self._journal.intends(self.plan, target.key, attempt)

    async def send(self, targets: Sequence[Target]) -> ApiAnswer:
        """Send the one request for these targets, once."""
        try:
            async with self.gate.dropped.spares():
                return await self._api.send(self.plan.action, targets)
        except CutOffError:
            job_id, version_id = targets[0].key
            call = ApiCall(f"{self.plan.action} it", "", job_id, version_id)
            message = "mtui did not wait for the answer any longer"
            answer = ApiAnswer(call, None, "", message, at_ms=self.timing.now_ms())
            raise AnswerLostError(answer) from None

    def throttled(self, error: ThrottledError, sent_at: float) -> None:
        """Slow the whole run down."""
        hold_s = self.gate.pacer.throttled(error, sent_at)
        if hold_s is not None:
            slowed = RunSlowed(error.answer, hold_s)
            if slowed.is_long:
                self.gate.hold(hold_s)
            self.emit(slowed)
            self.failed(error)

    def passed(self, answer: ApiAnswer) -> None:
        """Note that the service let a request through."""
        self.gate.pacer.passed(is_read=answer.call.is_read)
        self._breaker.passed()

    def looked(self) -> None:
        """Note that a look got through."""
        self.gate.pacer.passed(is_read=True)
        self._breaker.looked()

    def failed(self, error: ApiError) -> None:
        """Count a failure, which may end the run."""
        if reason := self._breaker.failed(error):
            self.end(reason)
        if isinstance(error, AuthError):
            self.gate.blind.reach()  # asking on would lock the access key

    def _tell_pause(self) -> None:
        if self.report is not None:
            return  # whoever watched has gone with the last event
        if self.gate.is_expired:
            self.emit(RunPaused(_EXPIRED, self._expired))
        elif self.gate.is_paused:
            self.emit(RunPaused(self._pause_reason))
        else:
            self.emit(RunResumed())

    def emit(self, event: RunEvent) -> None:
        """Tell the watchers."""
        self._events.append(event)
        self._news.set()
        self._news = asyncio.Event()

    async def hand_over(self, carrier: Carrier, outcome: Outcome | None) -> None:
        """Take a target that has its outcome, or that was accepted and is to be watched."""
        target = carrier.target
        self._lookout.was_sent(target)
        if outcome is not None:
            await self.settle(target, outcome)
        elif self._patrol is not None:
            self._patrol.add(self._api.group_of(target), carrier)

    async def _send_all(self, tasks: asyncio.TaskGroup) -> None:
        """Send until the queue is empty or the run must end.

        The first request goes alone: a wrong key or a missing permission then shows itself once.
        """
        self._patrol = Patrol(self, tasks)
        if self._queue and not self._ending:
            await self._ship()
        async with asyncio.TaskGroup() as workers:
            for _ in range(min(self.policy.concurrency + _PREPARED, len(self._queue))):
                workers.create_task(self._work(tasks))
        self.gate.sent_out.reach()
        self._lookout.widen()

    async def _work(self, tasks: asyncio.TaskGroup) -> None:
        while self._queue and not self._ending:
            shipping = self._ship()
            if self._queue:
                soon = self._queue[min(2 * self.policy.concurrency, len(self._queue)) - 1]
                tasks.create_task(self._lookout.look_ahead(soon))
            await shipping

    def _ship(self) -> Coroutine[Any, Any, None]:
        """Take the next targets that one request may carry; awaiting it sends them."""
        load = [self._queue.popleft()]
        batch = self._api.batch_of(self.plan.action, load[0])
        while (
            batch is not None
            and self._queue
            and len(load) < batch.limit
            and self._api.batch_of(self.plan.action, self._queue[0]) == batch
        ):
            load.append(self._queue.popleft())
        return Shipment(self, [Carrier(self, target) for target in load]).send()

    async def _leave(self, target: Target) -> None:
        outcome = Outcome(OutcomeKind.NOT_SENT, self._ending, at_ms=self.timing.now_ms())
        await self.settle(target, outcome)

    async def settle(self, target: Target, outcome: Outcome) -> None:
        """Record what became of a target, and tell it."""
        self._outcomes[target.key] = outcome
        try:
            await self._journal.came_out(self.plan.plan_id, target.key, outcome)
        except JournalError as error:
            self.end(error.message)
        self.emit(TargetSettled(target.key, outcome))

"""The one door: every deletion and every stop is planned, confirmed and started here."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mtui.domain.deletion import make_plan
from mtui.domain.errors import GuardError, ReadOnlyError
from mtui.domain.targets import Action, TargetKey
from mtui.services.run import DeletionRun

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from mtui.domain.deletion import DeletionPlan, Guards, RunReport
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target
    from mtui.services.journal import Journal
    from mtui.services.locks import RunLock
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import TargetApi
    from mtui.services.timing import Timing


class Deletions:
    """Plans, starts and keeps the runs of one session."""

    def __init__(
        self,
        api: TargetApi,
        journal: Journal,
        lock: RunLock,
        *,
        profile: str,
        guards: Guards,
        policy: RunPolicy,
        timing: Timing,
    ) -> None:
        self._api = api
        self._journal = journal
        self._lock = lock
        self._profile = profile
        self._guards = guards
        self._policy = policy
        self._timing = timing
        self._is_ending = False
        self._runs: dict[str, DeletionRun] = {}
        self._tasks: dict[str, asyncio.Task[RunReport]] = {}

    def plan(
        self,
        action: Action,
        targets: Iterable[Target],
        *,
        read_ms: int,
        is_hidden: Callable[[Target], bool] = lambda _: False,
    ) -> DeletionPlan:
        """Return a plan over targets that were read at that epoch millisecond; sends nothing."""
        moment = datetime.fromtimestamp(self._timing.now(), UTC)
        plan = make_plan(
            targets,
            plan_id=f"{moment:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
            profile=self._profile,
            action=action,
            made_ms=read_ms,
            guards=self._guards,
            is_hidden=is_hidden,
        )
        busy = self.busy
        items = tuple(
            replace(item, refusal=item.refusal or self._refusal(action, item.target, busy))
            for item in plan.items
        )
        return replace(plan, items=items)

    def is_stale(self, plan: DeletionPlan) -> bool:
        """Whether what the plan was made from is too old to be acted on."""
        age_s = self._timing.now() - plan.made_ms / 1000
        return not 0 <= age_s <= self._policy.plan_max_age_s  # a clock set back tells no age

    async def start(self, plan: DeletionPlan, typed: str) -> str:
        """Start a confirmed plan and return its id; the run goes on by itself.

        Everything that forbids it is checked here again, whatever the screen showed.

        Raises:
            GuardError: it must not be started, and why.
            JournalError: the lock cannot be taken.
        """
        self._admit(plan, typed)
        self._lock.acquire()
        run = DeletionRun(plan, self._api, self._journal, self._policy, self._timing)
        self._runs[plan.plan_id] = run
        task = asyncio.create_task(self._carry_out(run), name=f"run {plan.plan_id}")
        self._tasks[plan.plan_id] = task
        return plan.plan_id

    async def watch(self, plan_id: str) -> AsyncIterator[RunEvent]:
        """Yield all events of a run from its beginning until it is over.

        A run that broke down, which is a bug, breaks its watchers too.
        """
        async for event in self._runs[plan_id].watch():
            yield event
        await asyncio.shield(self._tasks[plan_id])

    def pause(self, plan_id: str) -> None:
        """Send nothing of this run until it is resumed."""
        self._runs[plan_id].pause("paused")

    def resume(self, plan_id: str) -> None:
        """Let a paused run go on."""
        self._runs[plan_id].resume()

    def stop(self, plan_id: str) -> None:
        """Send nothing more of this run; what is in flight is still watched."""
        self._runs[plan_id].end("stopped by you")

    def signed_in_anew(self) -> None:
        """Let the runs go on that waited for other credentials."""
        for run in self._runs.values():
            run.signed_in_anew()

    @property
    def busy(self) -> frozenset[TargetKey]:
        """The targets of live runs that have no outcome yet."""
        live = (run for run in self._runs.values() if run.report is None)
        return frozenset(key for run in live for key in run.unsettled)

    @property
    def plan_ids(self) -> tuple[str, ...]:
        """All runs of this session, oldest first."""
        return tuple(self._runs)

    async def shut_down(self, reason: str) -> None:
        """Send nothing more, await what is in flight for the policy's last seconds, and return."""
        self._is_ending = True
        for run in self._runs.values():
            run.shut_down(reason)
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _admit(self, plan: DeletionPlan, typed: str) -> None:
        if self._guards.read_only:
            raise ReadOnlyError("This session is read-only; nothing was sent.")
        if plan.guards != self._guards or plan.profile != self._profile:
            raise GuardError("The plan was made for another profile or other rules.")
        if self._is_ending:
            raise GuardError("The session is ending.")
        if plan.refusal:
            raise GuardError(f"The plan cannot be started: {plan.refusal}.")
        if typed != plan.confirmation.phrase:
            raise GuardError("The plan was not confirmed.")
        if plan.plan_id in self._runs:
            raise GuardError("The plan was started already.")
        if self.is_stale(plan):
            minutes = round(self._policy.plan_max_age_s / 60)
            raise GuardError(f"The plan is older than {minutes} minutes; refresh and plan again.")
        busy = self.busy
        for item in plan.going:
            if refusal := self._refusal(plan.action, item.target, busy):
                raise GuardError(f"{item.target.label} cannot be sent: {refusal}.")

    def _refusal(self, action: Action, target: Target, busy: frozenset[TargetKey]) -> str:
        if target.key in busy or TargetKey(target.job_id, None) in busy:
            return "in a run already"
        if target.is_whole_job and any(key.job_id == target.job_id for key in busy):
            return "one of its versions is in a run"
        if action is Action.STOP and not target.has_a_stop:
            return "only versions can be stopped"  # 03_0051 has no call for a job
        return self._guards.refusal(action, target)

    async def _carry_out(self, run: DeletionRun) -> RunReport:
        try:
            return await run.run()
        finally:
            self._lock.release()

"""What the tests of the services share: a session, plans, runs and what is left of them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mtui.config import Profile
from mtui.config.credential import Inline
from mtui.domain.events import RunFinished, RunStarted
from mtui.domain.jobs import DEFAULT_WORKSPACE, JobId
from mtui.domain.secret import Secret
from mtui.domain.targets import Action, Target, target_of_job, targets_of_listing
from mtui.services.journal import read_records
from mtui.services.policy import RunPolicy
from mtui.services.session import Session, Surroundings, open_session
from mtui.services.timing import Timing
from mtui.simulator import DEMO_ACCESS_KEY, DEMO_PROJECT_ID, DEMO_REGION, DEMO_SECRET_KEY
from mtui.simulator.transport import SimulatorTransport
from tests.services.story import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import httpx

    from mtui.domain.deletion import DeletionPlan, Outcome, RunReport
    from mtui.domain.events import RunEvent
    from mtui.simulator import RequestRecord, Service

PROFILE = Profile(
    name="lab",
    region=DEMO_REGION,
    project_id=DEMO_PROJECT_ID,
    credentials=MappingProxyType(
        {
            "access_key": Inline(Secret(DEMO_ACCESS_KEY)),
            "secret_key": Inline(Secret(DEMO_SECRET_KEY)),
        }
    ),
)
LATENCY_S = 0.05


class Stage:
    """One session of one profile, opened when it is first used."""

    def __init__(self, service: Service, state_path: Path) -> None:
        self.service = service
        self.profile = PROFILE
        self.policy = RunPolicy()
        self.state_path = state_path
        self.journal_path = state_path / "journal.jsonl"
        self.transport = SimulatorTransport(service, latency_s=LATENCY_S)
        self.dry_run = False
        self.read_only = False
        self._stack = AsyncExitStack()
        self._session: Session | None = None

    def configure(self, **options: Any) -> None:
        """Change the profile in its file: a session that is open reads its credentials alone."""
        self.profile = replace(self.profile, **options)

    @property
    def timing(self) -> Timing:
        return Timing(self.service.clock, asyncio.get_running_loop().time, asyncio.sleep)

    async def session(self) -> Session:
        if self._session is None:
            self._session = await self._stack.enter_async_context(self.another_session())
        return self._session

    @property
    def network(self) -> httpx.AsyncBaseTransport | None:
        """What stands in for the network."""
        return self.transport

    def another_session(self) -> AbstractAsyncContextManager[Session]:
        around = Surroundings(
            state_path=self.state_path,
            environ={},
            timing=self.timing,
            policy=self.policy,
            read_only=self.read_only,
            dry_run=self.dry_run,
            transport=self.network,
            reread=lambda _: self.profile,
        )
        return open_session(self.profile, {}, around)

    async def close(self) -> None:
        await self._stack.aclose()
        self._session = None

    # What there is

    def add_job(self, *statuses: int, name: str = "resnet", workspace_id: str = "0") -> JobId:
        """Add a job with a version of each status, oldest first."""
        job = self.service.project.add_job(name, workspace_id=workspace_id)
        for status in statuses:
            self.service.project.add_version(job, status=status)
        return JobId(str(job.job_id))

    def set_status(self, version_id: int, status: int, *, shown: int | None = None) -> None:
        """Change a version's status; to the outside it may still show another."""
        project = self.service.project
        for job in project.jobs.values():
            version = job.versions.get(version_id)
            if version is not None:
                version.status = status
                project.override(version, {} if shown is None else {"status": shown})

    async def versions(self, *job_ids: JobId) -> list[Target]:
        """Return all versions of the jobs as a person sees them now, newest first."""
        catalog = (await self.session()).catalog
        return [
            target
            for job_id in job_ids
            for target in targets_of_listing((await catalog.versions(job_id)).listing)
        ]

    async def jobs(self) -> list[Target]:
        """Return the default workspace's jobs as targets."""
        catalog = (await self.session()).catalog
        chunks = catalog.jobs(DEFAULT_WORKSPACE)
        return [target_of_job(job) async for chunk in chunks for job in chunk.jobs]

    def is_there(self, target: Target) -> bool:
        if target.version_id is None:
            return self.service.job_exists(target.job_id)
        return self.service.version_exists(target.job_id, target.version_id)

    # What is done

    async def plan(
        self, targets: Iterable[Target], action: Action = Action.DELETE, *, age_s: float = 0.0
    ) -> DeletionPlan:
        deletions = (await self.session()).deletions
        return deletions.plan(action, targets, read_ms=int((self.service.clock() - age_s) * 1000))

    async def start(self, targets: Iterable[Target], action: Action = Action.DELETE) -> str:
        """Plan, confirm and start; what was asked of the service before is forgotten."""
        plan = await self.plan(targets, action)
        self.service.requests.clear()
        return await (await self.session()).deletions.start(plan, plan.confirmation.phrase)

    async def finish(self, plan_id: str) -> Run:
        deletions = (await self.session()).deletions
        return Run([event async for event in deletions.watch(plan_id)], self)

    async def run(self, targets: Iterable[Target], action: Action = Action.DELETE) -> Run:
        return await self.finish(await self.start(targets, action))

    async def until(self, plan_id: str, kind: type[RunEvent], count: int = 1) -> None:
        """Wait until a run has told so many events of a kind."""
        deletions = (await self.session()).deletions
        async for event in deletions.watch(plan_id):
            count -= isinstance(event, kind)
            if not count:
                return
        raise AssertionError(f"the run was over without {kind.__name__}")

    # What is left of it

    def records(self) -> list[dict[str, Any]]:
        return list(read_records(self.journal_path))

    def sent(self) -> list[RequestRecord]:
        """Return what was sent to delete or stop something."""
        return [record for record in self.service.requests if record.method != "GET"]


class Run:
    """A run that is over."""

    def __init__(self, events: Sequence[RunEvent], stage: Stage) -> None:
        self.events = events
        self._stage = stage

    @property
    def report(self) -> RunReport:
        last = self.events[-1]
        assert isinstance(last, RunFinished)
        return last.report

    @property
    def outcome(self) -> Outcome:
        """The outcome of the only target."""
        (entry,) = self.report.entries
        return entry.outcome

    @property
    def kinds(self) -> list[str]:
        """The outcomes in the plan's order."""
        return [entry.outcome.kind.value for entry in self.report.entries]

    @property
    def story(self) -> list[str]:
        """The events between the first and the last, in short, with names for ids."""
        assert isinstance(self.events[0], RunStarted)
        return [self._short(event) for event in self.events[1:-1]]

    def _short(self, event: RunEvent) -> str:
        names = {entry.target.key: entry.target.version_name for entry in self.report.entries}
        return short(event, names)

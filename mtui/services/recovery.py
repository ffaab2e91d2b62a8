"""Runs that ended in the middle: found in the journal, verified, and closed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from mtui.domain.deletion import LedgerEntry, Outcome, OutcomeKind, RunReport
from mtui.domain.frozen import frozen
from mtui.domain.status import status_from_code
from mtui.domain.targets import Action, Target, TargetKey
from mtui.services.journal import read_records
from mtui.services.sightings import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtui.services.journal import Actor, Journal
    from mtui.services.locks import RunLock
    from mtui.services.sightings import Sighting, TargetApi
    from mtui.services.timing import Timing

_log = logging.getLogger(__name__)

LEFT = "mtui ended"
"""Why a run ended that had to end because mtui did: what it left undone can be resumed."""


@frozen
class UnfinishedRun:
    """A run that left targets undone because mtui, its machine or its terminal went away."""

    plan_id: str
    action: Action
    began_at: str
    """When it began, in UTC, as the journal has it."""
    host: str
    total: int
    """How many targets a person had confirmed."""
    doubtful: tuple[Target, ...]
    """Targets with an intent and no known outcome: their requests may have been carried out."""
    unsent: tuple[Target, ...]
    """Targets that were certainly not sent."""


def find_unfinished(records: Iterable[dict[str, Any]], actor: Actor) -> tuple[UnfinishedRun, ...]:
    """Return the runs on the actor's project that left something undone, oldest first."""
    trails: dict[str, _Trail] = {}
    for record in records:
        plan_id = str(record.get("plan"))
        kind = record.get("kind")
        if kind == "run":
            if _is_about(record, actor) and not record.get("dry_run"):
                trails.update(_trail(record))
        elif kind == "end" and record.get("reason") != LEFT:
            trails.pop(plan_id, None)
        elif plan_id in trails:
            trails[plan_id].take(record)
    runs = (trail.unfinished(plan_id) for plan_id, trail in trails.items())
    return tuple(run for run in runs if run.doubtful or run.unsent)


class _Trail:
    """What the journal tells of one run.

    Raises:
        KeyError: its first record lacks something.
        ValueError: something in it makes no sense.
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record
        self._action = Action(record["action"])
        self._targets = [_target(entry) for entry in record["targets"]]
        self._told: dict[TargetKey, str] = {}

    def take(self, record: dict[str, Any]) -> None:
        """Take the next record about one of its targets."""
        match record.get("kind"):
            case "intent":
                self._told[_key(record)] = OutcomeKind.UNCONFIRMED
            case "outcome" if record.get("outcome") in set(OutcomeKind):
                self._told[_key(record)] = record["outcome"]

    def unfinished(self, plan_id: str) -> UnfinishedRun:
        """Return what it left undone."""
        record, targets = self._record, self._targets

        def told(kind: OutcomeKind) -> tuple[Target, ...]:
            unheard = OutcomeKind.NOT_SENT
            return tuple(t for t in targets if self._told.get(t.key, unheard) == kind)

        return UnfinishedRun(
            plan_id=plan_id,
            action=self._action,
            began_at=str(record.get("at", "")),
            host=str(record.get("host", "")),
            total=len(targets),
            doubtful=told(OutcomeKind.UNCONFIRMED),
            unsent=told(OutcomeKind.NOT_SENT),
        )


class Recovery:
    """Brings unfinished runs to their end; sends nothing that changes anything."""

    def __init__(
        self, api: TargetApi, journal: Journal, lock: RunLock, actor: Actor, timing: Timing
    ) -> None:
        self._api = api
        self._journal = journal
        self._lock = lock
        self._actor = actor
        self._timing = timing

    async def unfinished(self) -> tuple[UnfinishedRun, ...]:
        """Return the unfinished runs, none while another mtui has a run on this project.

        Raises:
            JournalError: the journal cannot be read.
        """
        if self._lock.is_held_elsewhere() or self._lock.is_held_here:
            return ()
        return find_unfinished(read_records(self._journal.path), self._actor)

    @property
    def is_run_elsewhere(self) -> bool:
        """Whether another mtui has a run on this project now."""
        return self._lock.is_held_elsewhere()

    async def verify(self, run: UnfinishedRun, *, closes: bool = True) -> RunReport:
        """Look what became of the doubtful targets, record every outcome, and close the run.

        What somebody else has brought to its end meanwhile is left alone, and not reported.

        Args:
            run: what was left undone.
            closes: False leaves it to ``close``, so that what remains can still be resumed.

        Raises:
            GuardError: another mtui has a run on this project.
            ApiError: the service could not be asked; the run stays unfinished.
            JournalError: the journal cannot be written; the run stays unfinished.
        """
        self._lock.acquire()
        try:
            known = self._as_it_is(run)
            if known is None:
                return RunReport(run.plan_id, run.action, (), "it was brought to its end meanwhile")
            run = known
            entries = [
                LedgerEntry(target, self._outcome(run.action, target, sighting))
                for group in self._groups(run.doubtful)
                for sighting in [await self._api.look(group)]
                for target in group
            ]
            entries += [LedgerEntry(target, self._never_sent()) for target in run.unsent]
            for entry in entries:
                await self._journal.came_out(run.plan_id, entry.target.key, entry.outcome)
            if closes:
                await self.close(run)
        finally:
            self._lock.release()
        return RunReport(run.plan_id, run.action, tuple(entries), "it had been interrupted")

    async def close(self, run: UnfinishedRun) -> None:
        """Close a run that was verified: nothing of it is left to be resumed.

        Raises:
            JournalError: the journal cannot be written.
        """
        await self._journal.ended(run.plan_id, "verified after it had been interrupted")

    async def discard(self, run: UnfinishedRun) -> None:
        """Close the run without looking.

        Raises:
            GuardError: another mtui has a run on this project.
            JournalError: the journal cannot be written.
        """
        self._lock.acquire()
        try:
            if self._as_it_is(run) is not None:
                await self._journal.ended(run.plan_id, "discarded by you")
        finally:
            self._lock.release()

    def _as_it_is(self, run: UnfinishedRun) -> UnfinishedRun | None:
        """Return what the journal tells of a run by now; None if nothing of it is left."""
        runs = find_unfinished(read_records(self._journal.path), self._actor)
        return next((other for other in runs if other.plan_id == run.plan_id), None)

    def _groups(self, targets: Iterable[Target]) -> list[list[Target]]:
        groups: dict[str, list[Target]] = {}
        for target in targets:
            groups.setdefault(self._api.group_of(target), []).append(target)
        return list(groups.values())

    def _outcome(self, action: Action, target: Target, sighting: Sighting) -> Outcome:
        now_ms = self._timing.now_ms()
        match judge(action, target, sighting):
            case Verdict.DONE:
                kind = OutcomeKind.GONE if action is Action.DELETE else OutcomeKind.STOPPED
                return Outcome(kind, "seen after the interruption", tries=1, at_ms=now_ms)
            case Verdict.ABSENT:
                return Outcome(OutcomeKind.ALREADY_GONE, "not there any more", at_ms=now_ms)
            case Verdict.FAILED:
                words = "accepted, then status 6 (delete failed)"
                return Outcome(OutcomeKind.FAILED, words, tries=1, at_ms=now_ms)
            case None:
                words = "still there after the interruption"
                return Outcome(OutcomeKind.UNCONFIRMED, words, tries=1, at_ms=now_ms)

    def _never_sent(self) -> Outcome:
        now_ms = self._timing.now_ms()
        return Outcome(OutcomeKind.NOT_SENT, "interrupted before its turn", at_ms=now_ms)


def _is_about(record: dict[str, Any], actor: Actor) -> bool:
    mine = (actor.endpoint, actor.project_id)
    return (record.get("endpoint"), record.get("project_id")) == mine


def _trail(record: dict[str, Any]) -> dict[str, _Trail]:
    try:
        return {str(record.get("plan")): _Trail(record)}
    except (KeyError, ValueError):
        _log.warning("passed over a run in the journal that makes no sense")
        return {}


def _key(record: dict[str, Any]) -> TargetKey:
    return TargetKey(record.get("job_id"), record.get("version_id"))  # type: ignore[arg-type]  # any scalar


def _target(record: dict[str, Any]) -> Target:
    ids = [record["job_id"], "-" if record["version_id"] is None else record["version_id"]]
    texts = [record[n] for n in ("job_name", "version_name", "workspace_id")]
    numbers = [record[n] for n in ("version_count", "created_ms", "duration_ms", "nodes")]
    if not (
        all(isinstance(text, str) for text in (*ids, *texts))
        and all(ids)  # without an id of its version it would be the whole job
        and all(number is None or isinstance(number, int) for number in numbers)
    ):
        raise ValueError("not a target")
    return Target(
        job_id=record["job_id"],
        job_name=record["job_name"],
        status=status_from_code(record["status"]),
        version_id=record["version_id"],
        version_name=record["version_name"],
        version_count=record["version_count"],
        created_ms=record["created_ms"],
        duration_ms=record["duration_ms"],
        nodes=record["nodes"],
        workspace_id=record["workspace_id"],
    )

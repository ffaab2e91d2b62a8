"""What is to be deleted or stopped, what forbids it, and what became of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.domain.targets import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.protection import Protection
    from mtui.domain.targets import Target, TargetKey


@frozen
class Guards:
    """What a profile or the command line forbids or makes harder; checked at one door."""

    read_only: bool = False
    dry_run: bool = False
    production: bool = False
    protect: tuple[Protection, ...] = ()
    """Jobs whose name one of these covers are never deleted or stopped."""
    max_bulk: int | None = None
    """The most that one plan may reach; a whole job counts as the versions it has."""

    def refusal(self, action: Action, target: Target) -> str:
        """Return why the target may not be touched, or an empty string."""
        if self.read_only:
            return "read-only"
        if self.protect and not target.job_name:
            return "protected: its job's name is not known"
        for protection in self.protect:
            if protection.covers(target.job_name):
                return f"protected: {protection.pattern}"
        if target.status.is_being_cancelled:
            return "being cancelled"
        if action is Action.STOP and not target.has_a_stop:
            return "only versions can be stopped"
        cannot = action is Action.STOP and not target.status.can_stop
        return "not running" if cannot else ""


@frozen
class PlanItem:
    """One line of a plan."""

    target: Target
    refusal: str = ""
    """Why it will not be sent, whatever the person ticks; empty if it may be."""
    ticked: bool = True
    is_hidden: bool = False
    """Whether the filter hid it when the plan was made."""
    notes: tuple[str, ...] = ()
    """What a person should know before saying yes."""

    @property
    def is_going(self) -> bool:
        """Whether it will be sent."""
        return self.ticked and not self.refusal


class ConfirmKind(StrEnum):
    """How hard it is to say yes."""

    KEY = "key"
    """One key: y."""
    TYPE = "type"
    """Type the phrase out."""


@frozen
class Confirmation:
    """What a person must do to confirm a plan."""

    kind: ConfirmKind
    phrase: str
    """The key, or the phrase to type."""


MANY = 20
"""Above this reach a plan over several targets is confirmed with profile and count."""


@frozen
class DeletionPlan:
    """A frozen, ordered list of what will be done, to be confirmed by a person."""

    plan_id: str
    profile: str
    action: Action
    made_ms: int
    """When the statuses in it were read, in epoch milliseconds."""
    items: tuple[PlanItem, ...]
    guards: Guards = field(default_factory=Guards)

    @property
    def going(self) -> tuple[PlanItem, ...]:
        """The items that will be sent, in order."""
        return tuple(item for item in self.items if item.is_going)

    @property
    def refused(self) -> tuple[PlanItem, ...]:
        """The items that a guard or their state rules out."""
        return tuple(item for item in self.items if item.refusal)

    @property
    def unticked(self) -> tuple[PlanItem, ...]:
        """The items that could go and were left out by the person or the filter."""
        return tuple(item for item in self.items if not item.refusal and not item.ticked)

    @property
    def refusal(self) -> str:
        """Why the plan as a whole may not be sent, or an empty string."""
        going = len(self.going)
        if not going:
            return "nothing to send"
        if len({item.target.key for item in self.going}) < going:
            return "it has a target twice"
        limit = self.guards.max_bulk
        reach = sum(item.target.reach for item in self.going)
        if limit is not None and reach > limit:
            what = f"{going} targets" if reach == going else f"whole jobs with {reach} versions"
            return f"{what}, and max_bulk allows {limit}"
        return ""

    @property
    def confirmation(self) -> Confirmation:
        """How this plan is confirmed: the wider the blast, the more must be typed."""
        going = self.going
        count = len(going)
        is_many = count > 1 and sum(item.target.reach for item in going) > MANY
        if self.guards.production or is_many:
            return Confirmation(ConfirmKind.TYPE, f"{self.profile} {count}")
        if count == 1:
            target = going[0].target
            if self.action is Action.DELETE and target.is_whole_job:
                return Confirmation(ConfirmKind.TYPE, typeable_name(target))
            if target.status.is_settled:
                return Confirmation(ConfirmKind.KEY, "y")
        return Confirmation(ConfirmKind.TYPE, str(count))

    def with_tick(self, key: TargetKey, *, ticked: bool) -> DeletionPlan:
        """Return the plan with one item ticked or unticked; refused ones stay refused."""
        items = tuple(
            replace(item, ticked=ticked) if item.target.key == key else item for item in self.items
        )
        return replace(self, items=items)


_TYPEABLE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def typeable_name(target: Target) -> str:
    """Return what a person types for a whole job: its name, or its id if that is untypeable.

    The service allows letters, digits, ``_`` and ``-`` (03_0045); anything else is data that a
    keyboard may not produce.
    """
    return target.job_name if _TYPEABLE.fullmatch(target.job_name) else target.job_id


def make_plan(
    targets: Iterable[Target],
    *,
    plan_id: str,
    profile: str,
    action: Action,
    made_ms: int,
    guards: Guards,
    is_hidden: Callable[[Target], bool] = lambda _: False,
) -> DeletionPlan:
    """Return a plan over the targets, each once; hidden ones last, in a block, unticked."""
    unique = {target.key: target for target in targets}
    whole_jobs = {
        target.job_id
        for target in unique.values()
        if target.is_whole_job and not guards.refusal(action, target)
    }
    items = []
    for target in unique.values():
        refusal = guards.refusal(action, target)
        if not refusal and not target.is_whole_job and target.job_id in whole_jobs:
            refusal = "goes with its job"
        hidden = is_hidden(target)
        items.append(PlanItem(target, refusal, ticked=not hidden, is_hidden=hidden))
    going_per_job = Counter(item.target.job_id for item in items if item.is_going)
    items = [
        replace(item, notes=_notes(action, item.target, going_per_job[item.target.job_id]))
        for item in items
    ]
    items.sort(key=lambda item: item.is_hidden)
    return DeletionPlan(plan_id, profile, action, made_ms, tuple(items), guards)


def _notes(action: Action, target: Target, going_of_job: int) -> tuple[str, ...]:
    notes = []
    if target.status.is_running and action is Action.DELETE:
        notes.append("running now")
    elif not target.status.is_settled and action is Action.DELETE:
        notes.append(f"not settled: {target.status.word}")
    if action is Action.DELETE and target.takes_versions_along and target.version_count is None:
        notes.append("it is not known how many versions go")
    if action is Action.DELETE and not target.is_whole_job:
        if target.is_parent:
            notes.append("parent of other versions")
        if target.version_count is not None and going_of_job >= target.version_count:
            is_only = target.version_count <= 1
            notes.append("last version of its job" if is_only else "all versions of its job go")
    return tuple(notes)


class OutcomeKind(StrEnum):
    """What became of one target; every target ends in exactly one of these."""

    GONE = "gone"
    """Accepted, and seen to be absent afterwards."""
    STOPPED = "stopped"
    """Accepted, and seen in a settled state afterwards (stop only)."""
    ALREADY_GONE = "already gone"
    """It was not there any more when its turn came."""
    REFUSED = "refused"
    """The service answered that it will not do it."""
    FAILED = "failed"
    """It was tried and did not succeed."""
    UNCONFIRMED = "unconfirmed"
    """It may have been done; nobody could tell within the time."""
    SKIPPED = "skipped"
    """Not sent, because it changed since the plan was made."""
    NOT_SENT = "not sent"
    """Not sent, because the run ended before its turn."""
    WOULD_DO = "would delete"
    """A dry run: everything but the request itself."""

    @property
    def is_success(self) -> bool:
        """Whether what was wanted is now so."""
        return self in (OutcomeKind.GONE, OutcomeKind.STOPPED, OutcomeKind.ALREADY_GONE)

    @property
    def means_absent(self) -> bool:
        """Whether the target was seen not to be there any more."""
        return self in (OutcomeKind.GONE, OutcomeKind.ALREADY_GONE)

    @property
    def is_retryable(self) -> bool:
        """Whether a new plan may try it again."""
        return not self.is_success and self is not OutcomeKind.WOULD_DO


@frozen
class Outcome:
    """What became of one target, and how that is known."""

    kind: OutcomeKind
    reason: str = ""
    """One plain sentence or fragment for a person."""
    answer: ApiAnswer | None = None
    """The service's answer to the request itself, if one came."""
    tries: int = 0
    """How often the request was sent."""
    at_ms: int = 0
    """When it was settled, in epoch milliseconds."""
    elapsed_ms: int = 0
    """From the first sending until it was settled, in milliseconds."""


@frozen
class LedgerEntry:
    """A target and what became of it."""

    target: Target
    outcome: Outcome


@frozen
class RunReport:
    """The end of a run: one entry for every target that the person confirmed."""

    plan_id: str
    action: Action
    entries: tuple[LedgerEntry, ...]
    stopped_because: str = ""
    """Why the run ended early, or an empty string."""

    def count(self, kind: OutcomeKind) -> int:
        """Return how many targets ended this way."""
        return sum(entry.outcome.kind is kind for entry in self.entries)

    @property
    def succeeded(self) -> int:
        """How many targets are now as was wanted."""
        return sum(entry.outcome.kind.is_success for entry in self.entries)

    @property
    def retryable(self) -> tuple[Target, ...]:
        """The targets that a new plan may try again."""
        return tuple(entry.target for entry in self.entries if entry.outcome.kind.is_retryable)

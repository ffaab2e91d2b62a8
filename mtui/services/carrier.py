"""Carries one target from its turn to its outcome: check, intent, request, verification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mtui.domain.deletion import Outcome, OutcomeKind
from mtui.domain.errors import (
    AnswerLostError,
    ApiError,
    AuthError,
    DryRunError,
    JournalError,
    MalformedAnswerError,
    MtuiError,
    NotFoundError,
    NotSentError,
    ServerError,
    ThrottledError,
)
from mtui.domain.events import TargetAccepted, TargetSent, TargetUncertain
from mtui.domain.targets import Action
from mtui.services.sightings import Verdict, difference, judge

if TYPE_CHECKING:
    from mtui.domain.answers import ApiAnswer
    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Target
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import Sighting
    from mtui.services.timing import Timing


class Road(Protocol):
    """What a run gives to each of its carriers."""

    plan: DeletionPlan
    policy: RunPolicy
    timing: Timing

    @property
    def ending(self) -> str:
        """Why nothing more may be sent, or an empty string."""

    @property
    def may_send(self) -> bool:
        """Whether the run is neither paused nor ending."""

    async def turn(self) -> float:
        """Wait until a request may leave; return that steady moment. Returns early on ending."""

    async def nap(self, seconds: float, *, past_ending: bool = False) -> bool:
        """Wait; return False if the wait was cut short because the run must end."""

    async def sight(self, target: Target, max_age_s: float) -> Sighting:
        """Return a sighting of the target's group no older than that many seconds."""

    async def intend(self, target: Target, attempt: int) -> None:
        """Put the intent on the disk."""

    async def send(self, target: Target) -> ApiAnswer:
        """Send the request, once."""

    def throttled(self, error: ThrottledError, sent_at: float) -> None:
        """Slow the whole run down."""

    def passed(self) -> None:
        """Note that the service let a request through."""

    def failed(self, error: ApiError) -> None:
        """Count a failure, which may end the run."""

    def end(self, reason: str) -> None:
        """Let nothing more be sent."""

    def emit(self, event: RunEvent) -> None:
        """Tell the watchers."""


class Carrier:
    """One target on its way. ``send`` brings it to its outcome, or to *accepted*.

    After *accepted* (None), ``verify`` finds out what became of it; that may take minutes and
    holds up nobody else.
    """

    def __init__(self, road: Road, target: Target) -> None:
        self.target = target
        self._road = road
        self._answer: ApiAnswer | None = None
        self._tries = 0
        self._is_in_doubt = False
        self._was_seen = False
        self._failed_checks = 0
        self._first_sent_at: float | None = None

    async def send(self) -> Outcome | None:
        """Check the target and send the request; None if the service accepted it."""
        while True:
            sent_at = await self._road.turn()
            if outcome := await self._check():
                return outcome
            if self._failed_checks or not self._road.may_send:
                continue  # it waited, or the run was paused meanwhile: take a turn anew
            try:
                await self._request()
            except MtuiError as error:
                if outcome := await self._went_wrong(error, sent_at):
                    return outcome
            else:
                return None

    async def verify(self) -> Outcome:
        """Watch an accepted target until its fate is known or patience ends."""
        verdict = await self._watch(self._road.policy.settle_s)
        if verdict is None:
            return self._outcome(OutcomeKind.UNCONFIRMED, self._still_there("accepted"))
        return self._concluded(verdict)

    async def _check(self) -> Outcome | None:
        """Compare the target with the plan; an outcome means that it must not be sent."""
        if self._road.ending:
            return self._not_sent()
        try:
            sighting = await self._road.sight(self.target, self._road.policy.fresh_s)
        except ThrottledError as error:
            self._road.throttled(error, self._road.timing.steady())
            self._failed_checks = 1
            return None
        except ApiError as error:
            return await self._cannot_check(error)
        self._failed_checks = 0
        if self.target.key not in sighting.statuses:
            kind = OutcomeKind.GONE if self._is_in_doubt else OutcomeKind.ALREADY_GONE
            return self._outcome(kind, "a listing shows that it is not there")
        if not self._is_in_doubt and (changed := difference(self.target, sighting)):
            return self._outcome(OutcomeKind.SKIPPED, f"changed since plan: {changed}")
        return None

    async def _cannot_check(self, error: ApiError) -> Outcome | None:
        self._road.failed(error)
        self._failed_checks += 1
        if self._failed_checks < self._road.policy.max_tries:
            await self._road.nap(2.0 ** (self._failed_checks - 1))
            return None
        reason = f"its state could not be checked: {error.message}"
        if not self._is_in_doubt:
            self._answer = error.answer
        return self._unsent(OutcomeKind.NOT_SENT, reason)

    async def _request(self) -> None:
        await self._road.intend(self.target, self._tries + 1)
        self._tries += 1
        if self._first_sent_at is None:
            self._first_sent_at = self._road.timing.steady()
        self._road.emit(TargetSent(self.target.key, self._tries))
        self._answer = await self._road.send(self.target)
        self._road.passed()
        self._road.emit(TargetAccepted(self.target.key, self._answer))

    async def _went_wrong(self, error: MtuiError, sent_at: float) -> Outcome | None:
        """Find the outcome of a request that was not accepted; None means: send it once more."""
        match error:
            case JournalError():
                self._road.end(error.message)
                return self._not_sent()
            case DryRunError():
                return self._kept_back(OutcomeKind.WOULD_DO, error)
            case ThrottledError():
                self._answer = error.answer
                self._road.throttled(error, sent_at)
                return None
            case ApiError():
                self._answer = error.answer
                self._road.failed(error)
                return await self._answered_badly(error)
            case _:
                return self._kept_back(OutcomeKind.NOT_SENT, error)

    async def _answered_badly(self, error: ApiError) -> Outcome | None:
        match error:
            case NotSentError():
                if self._tries >= self._road.policy.max_tries:
                    return self._unsent(OutcomeKind.FAILED, f"it never left: {error.message}")
                await self._road.nap(2.0 ** (self._tries - 1))
                return None
            case AnswerLostError() | MalformedAnswerError() | ServerError():
                return await self._doubt(error)
            case NotFoundError():
                return await self._said_not_found(error)
            case _:
                return self._outcome(OutcomeKind.REFUSED, f"{error.message} {error.hint}".strip())

    async def _doubt(self, error: ApiError) -> Outcome | None:
        """Look whether it was done. Only a request without any answer may be repeated."""
        self._is_in_doubt = True
        self._road.emit(TargetUncertain(self.target.key, error.answer))
        verdict = await self._watch(self._road.policy.doubt_s)
        if verdict is not None:
            return self._concluded(verdict)
        if not self._was_seen:
            return self._outcome(OutcomeKind.UNCONFIRMED, "no answer, and it could not be listed")
        if isinstance(error, AnswerLostError):
            if self._tries < self._road.policy.max_tries and not self._road.ending:
                return None
            return self._outcome(OutcomeKind.UNCONFIRMED, self._still_there("answer lost"))
        if isinstance(error, MalformedAnswerError):
            return self._outcome(OutcomeKind.UNCONFIRMED, self._still_there(error.message))
        return self._outcome(OutcomeKind.FAILED, self._still_there(error.message))

    async def _said_not_found(self, error: ApiError) -> Outcome:
        """Believe "not found" only once a listing shows the same."""
        verdict = await self._watch(self._road.policy.doubt_s)
        if verdict in (Verdict.DONE, Verdict.ABSENT):
            kind = OutcomeKind.GONE if self._is_in_doubt else OutcomeKind.ALREADY_GONE
            return self._outcome(kind, error.message)
        return self._outcome(OutcomeKind.FAILED, f"{error.message} Yet it is still listed.")

    async def _watch(self, patience_s: float) -> Verdict | None:
        """Look again and again, with growing waits, until a sighting proves something."""
        steady = self._road.timing.steady
        policy = self._road.policy
        deadline = steady() + patience_s
        delay = policy.poll_first_s
        self._was_seen = False
        while (left := deadline - steady()) > 0:
            if not await self._road.nap(min(delay, left), past_ending=True):
                return None
            try:
                sighting = await self._road.sight(self.target, delay / 2)
            except ThrottledError as error:
                self._road.throttled(error, steady())
            except ApiError as error:
                self._road.failed(error)
                if isinstance(error, AuthError):
                    return None  # asking on would lock the access key
            else:
                verdict = judge(self._road.plan.action, self.target, sighting)
                if verdict is not None:
                    return verdict
                self._was_seen = True
            delay = min(delay * 1.5, policy.poll_max_s)
        return None

    def _concluded(self, verdict: Verdict) -> Outcome:
        if verdict is Verdict.FAILED:
            return self._outcome(OutcomeKind.FAILED, "accepted, then status 6 (delete failed)")
        if verdict is Verdict.ABSENT:
            return self._outcome(OutcomeKind.ALREADY_GONE, "it is not there any more")
        done = OutcomeKind.GONE if self._road.plan.action is Action.DELETE else OutcomeKind.STOPPED
        return self._outcome(done)

    def _still_there(self, before: str) -> str:
        if self._road.ending:
            return f"{before}; the run ended before anyone could tell"
        return f"{before}; still there when patience ended"

    def _not_sent(self) -> Outcome:
        return self._unsent(OutcomeKind.NOT_SENT, self._road.ending)

    def _kept_back(self, kind: OutcomeKind, error: MtuiError) -> Outcome:
        """Return the outcome of a request that the client itself refused to send."""
        self._tries = 0
        return self._outcome(kind, error.message)

    def _unsent(self, kind: OutcomeKind, reason: str) -> Outcome:
        """Return that kind, unless an earlier request left whose effect is not known."""
        return self._outcome(OutcomeKind.UNCONFIRMED if self._is_in_doubt else kind, reason)

    def _outcome(self, kind: OutcomeKind, reason: str = "") -> Outcome:
        timing = self._road.timing
        elapsed_s = 0.0 if self._first_sent_at is None else timing.steady() - self._first_sent_at
        return Outcome(
            kind, reason, self._answer, self._tries, timing.now_ms(), round(elapsed_s * 1000)
        )

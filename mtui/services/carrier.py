"""Carries one target from its turn to its outcome: check, intent, request, verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.deletion import Outcome, OutcomeKind
from mtui.domain.errors import (
    AnswerLostError,
    ApiError,
    AuthError,
    DryRunError,
    ExpiredError,
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
from mtui.services.sightings import Verdict, difference, interference, judge

if TYPE_CHECKING:
    from mtui.domain.answers import ApiAnswer
    from mtui.domain.targets import Target
    from mtui.services.road import Road
    from mtui.services.sightings import Sighting


_LONGEST_REASON = 200


class Carrier:
    """One target on its way: what was tried, what is known, what that means.

    A shipment takes it through ``check``, ``intend`` and ``leave`` to ``accept`` or ``fail``. Once
    it is accepted, ``conclude`` is given one sighting after another until it has the outcome;
    that may take minutes and holds up nobody else.
    """

    def __init__(self, road: Road, target: Target) -> None:
        self.target = target
        self._road = road
        self._answer: ApiAnswer | None = None
        self._intended = 0
        self._tries = 0
        self._is_in_doubt = False
        self._is_still_there = False
        self._failed_checks = 0
        self._first_sent_at: float | None = None
        self._patience_ends_at = 0.0

    @property
    def is_unchecked(self) -> bool:
        """Whether the last comparison with a listing could not be made."""
        return self._failed_checks > 0

    @property
    def is_in_doubt(self) -> bool:
        """Whether a request left whose effect is not known."""
        return self._is_in_doubt

    @property
    def was_last_try(self) -> bool:
        """Whether it may not be sent once more."""
        return self._tries >= self._road.policy.max_tries

    def conclude(self, sighting: Sighting | None, *, is_last: bool) -> Outcome | None:
        """Return what a sighting proves of an accepted target; None as long as it proves nothing.

        Args:
            sighting: what was seen; None if it could not be looked.
            is_last: whether nobody will look again.
        """
        self._is_still_there = sighting is not None
        if sighting is not None:
            verdict = judge(self._road.plan.action, self.target, sighting)
            if verdict is not None:
                return self._concluded(verdict)
        gate = self._road.gate
        if is_last or (not gate.is_expired and gate.seeing_s() >= self._patience_ends_at):
            return self._outcome(OutcomeKind.UNCONFIRMED, self._not_known("accepted"))
        return None

    async def check(self) -> Outcome | None:
        """Compare the target with the plan; an outcome means that it must not be sent."""
        if self._road.ending:
            return self._not_sent()
        try:
            sighting = await self._road.check(self.target)
        except (ThrottledError, ExpiredError):
            self._failed_checks = 1
            return None
        except ApiError as error:
            return await self._cannot_check(error)
        self._failed_checks = 0
        if self.target.key not in sighting.statuses:
            return self._outcome(self._absent_kind, "a listing shows that it is not there")
        look = interference if self._is_in_doubt else difference
        if changed := look(self.target, sighting):
            return self._unsent(OutcomeKind.SKIPPED, f"changed since plan: {changed}")
        return None

    async def _cannot_check(self, error: ApiError) -> Outcome | None:
        self._failed_checks += 1
        if self._failed_checks < self._road.policy.max_tries:
            await self._road.gate.nap(2.0 ** (self._failed_checks - 1))
            return None
        self._road.failed(error)
        why = f"{error.answer.error_code} {error.message}".strip()[:_LONGEST_REASON]
        return self._unsent(OutcomeKind.NOT_SENT, f"its state could not be checked: {why}")

    async def intend(self) -> None:
        """Put on the disk that it is about to be sent.

        Raises:
            JournalError: it could not be written, so it must not be sent.
        """
        attempt = self._tries + 1
        if self._intended < attempt:
            await self._road.intend(self.target, attempt)
            self._intended = attempt

    def leave(self) -> None:
        """Note that the request goes out now."""
        self._tries += 1
        if self._first_sent_at is None:
            self._first_sent_at = self._road.timing.steady()
        self._road.emit(TargetSent(self.target.key, self._tries))

    def accept(self, answer: ApiAnswer) -> None:
        """Note that the service accepted it."""
        self._answer = answer
        self._patience_ends_at = self._road.gate.seeing_s() + self._road.policy.settle_s
        self._road.emit(TargetAccepted(self.target.key, answer))

    def doubt(self, error: ApiError) -> None:
        """Note that the request may have been carried out, whatever the answer says."""
        self._is_in_doubt = True
        self._answer = error.answer
        self._road.emit(TargetUncertain(self.target.key, error.answer))

    async def fail(self, error: MtuiError) -> Outcome | None:
        """Find the outcome of a request that was not accepted; None means: send it once more."""
        match error:
            case JournalError():
                return self._not_sent()
            case DryRunError():
                return self._kept_back(OutcomeKind.WOULD_DO, error)
            case ThrottledError() | ExpiredError():
                self._answer = error.answer
                return None
            case ApiError():
                self._answer = error.answer
                return await self._answered_badly(error)
            case _:
                return self._kept_back(OutcomeKind.NOT_SENT, error)

    async def _answered_badly(self, error: ApiError) -> Outcome | None:
        match error:
            case NotSentError():
                if self.was_last_try:
                    return self._unsent(OutcomeKind.FAILED, f"it never left: {error.message}")
                await self._road.gate.nap(2.0 ** (self._tries - 1))
                return None
            case AnswerLostError() | MalformedAnswerError() | ServerError():
                return await self._find_out(error)
            case NotFoundError():
                return await self._said_not_found(error)
            case _:
                return await self._refused(error)

    async def _find_out(self, error: ApiError) -> Outcome | None:
        """Look whether it was done. Only a request without any answer may be repeated."""
        self.doubt(error)
        verdict = await self._watch()
        if verdict is not None:
            return self._concluded(verdict)
        if not self._is_still_there:
            return self._outcome(OutcomeKind.UNCONFIRMED, self._not_known(error.message))
        if isinstance(error, ServerError):
            return self._outcome(OutcomeKind.FAILED, self._not_known(error.message))
        is_lost = isinstance(error, AnswerLostError)
        if is_lost and not self.was_last_try and not self._road.ending:
            return None
        return self._outcome(OutcomeKind.UNCONFIRMED, self._not_known(error.message))

    async def _said_not_found(self, error: ApiError) -> Outcome:
        """Believe "not found" only once a listing shows the same."""
        verdict = await self._watch()
        is_delete = self._road.plan.action is Action.DELETE
        if verdict is Verdict.ABSENT or (verdict is Verdict.DONE and is_delete):
            return self._outcome(self._absent_kind, error.message)
        if verdict is not None:
            return self._concluded(verdict)
        kind = OutcomeKind.FAILED if self._is_still_there else OutcomeKind.UNCONFIRMED
        return self._outcome(kind, self._not_known(error.message))

    async def _refused(self, error: ApiError) -> Outcome:
        reason = f"{error.message} {error.hint}".strip()
        if not self._is_in_doubt:
            return self._outcome(OutcomeKind.REFUSED, reason)
        # An earlier request, whose answer was lost, may be why it is refused now.
        verdict = await self._watch()
        if verdict is not None:
            return self._concluded(verdict)
        return self._outcome(OutcomeKind.UNCONFIRMED, self._not_known(reason))

    async def _watch(self) -> Verdict | None:
        """Look again and again, with growing waits, until a sighting proves something.

        Without a verdict ``_is_still_there`` tells whether it was seen when patience ended.
        """
        seeing_s = self._road.gate.seeing_s
        policy = self._road.policy
        deadline = seeing_s() + policy.doubt_s
        delay = policy.poll_first_s
        self._is_still_there = False
        while (left := deadline - seeing_s()) > 0:
            if not await self._road.gate.nap(min(delay, left), past_ending=True):
                self._is_still_there = False
                return None
            try:
                sighting = await self._road.sight(self.target, delay / 2)
            except ExpiredError:
                self._is_still_there = False
                deadline += delay  # that was no look: the next one will wait for credentials
            except ApiError as error:
                self._is_still_there = False
                if isinstance(error, AuthError):
                    return None  # asking on would lock the access key
            else:
                verdict = judge(self._road.plan.action, self.target, sighting)
                if verdict is not None:
                    return verdict
                self._is_still_there = True
            delay = min(delay * 1.5, policy.poll_max_s)
        return None

    def _concluded(self, verdict: Verdict) -> Outcome:
        if verdict is Verdict.FAILED:
            return self._outcome(OutcomeKind.FAILED, "the service shows status 6 (delete failed)")
        if verdict is Verdict.ABSENT:
            return self._outcome(OutcomeKind.ALREADY_GONE, "it is not there any more")
        done = OutcomeKind.GONE if self._road.plan.action is Action.DELETE else OutcomeKind.STOPPED
        return self._outcome(done)

    @property
    def _absent_kind(self) -> OutcomeKind:
        """What it means that the target is not there, though no request was accepted."""
        is_ours = self._is_in_doubt and self._road.plan.action is Action.DELETE
        return OutcomeKind.GONE if is_ours else OutcomeKind.ALREADY_GONE

    def _not_known(self, before: str) -> str:
        if self._is_still_there:
            return f"{before}; still there when patience ended"
        if self._road.ending:
            return f"{before}; the run ended before anyone could tell"
        return f"{before}; it could not be listed"

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

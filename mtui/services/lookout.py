"""Looks at the service for a run: no more often than needed, within its pace, failures noted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.errors import (
    AnswerLostError,
    ApiError,
    ExpiredError,
    MalformedAnswerError,
    NotSentError,
    ServerError,
    ThrottledError,
)
from mtui.services.cutoff import CutOffError
from mtui.services.sightings import Watch
from mtui.services.turns import taking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from mtui.domain.targets import Target
    from mtui.services.cutoff import Cutoff
    from mtui.services.pacing import Pacer
    from mtui.services.policy import RunPolicy
    from mtui.services.sightings import Sighting, TargetApi
    from mtui.services.timing import Timing

_PASSING = (NotSentError, AnswerLostError, MalformedAnswerError, ServerError)
"""What may be over when somebody looks again a little later."""


class Notes(Protocol):
    """Who takes note of what goes wrong with a look."""

    def throttled(self, error: ThrottledError, sent_at: float) -> None:
        """Slow the whole run down."""

    def expired(self, error: ExpiredError) -> None:
        """Let the whole run wait for other credentials."""

    def failed(self, error: ApiError) -> None:
        """Count a failure, which may end the run."""

    def looked(self) -> None:
        """Note that a look got through."""


class Lookout:
    """Sightings of a run's targets: a watch for each group, and one for many groups at once.

    Args:
        targets: all that the run may send.
        api: the service.
        policy: how fresh a sighting must be.
        timing: the run's time.
        pacer: looks keep the run's pace.
        notes: told once of every failed look that looking again would not mend.
        blind: when it is reached, nobody looks any more.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        api: TargetApi,
        policy: RunPolicy,
        timing: Timing,
        *,
        pacer: Pacer,
        notes: Notes,
        blind: Cutoff,
    ) -> None:
        self._api = api
        self._policy = policy
        self._timing = timing
        self._pacer = pacer
        self._notes = notes
        self._blind = blind
        self._slots = asyncio.Semaphore(policy.look_concurrency)
        groups: dict[str, list[Target]] = {}
        for target in targets:
            groups.setdefault(api.group_of(target), []).append(target)
        self._watches = {
            group: self._watch(partial(api.look, members)) for group, members in groups.items()
        }
        self._lonely = {
            members[0].key: members[0] for members in groups.values() if not members[1:]
        }
        self._survey: Watch | None = None
        if len(self._lonely) >= policy.survey_from:
            self._survey = self._watch(lambda: api.survey(tuple(self._lonely.values())))

    async def check(self, target: Target) -> Sighting:
        """Return a sighting that is fresh enough to send by.

        Raises:
            ApiError: none could be had.
        """
        fresh_s = self._policy.fresh_s
        if self._survey is not None and target.key in self._lonely:
            sighting = await self._survey.sight(fresh_s)
            if target.key in sighting.statuses:
                return sighting
        return await self.sight(target, fresh_s)

    async def sight(self, target: Target, max_age_s: float) -> Sighting:
        """Return a sighting of the target's group no older than that many seconds.

        Raises:
            ApiError: none could be had.
        """
        return await self._watches[self._api.group_of(target)].sight(max_age_s)

    async def look_ahead(self, target: Target) -> None:
        """See to it that ``check`` will find a fresh sighting a little later."""
        watch = self._watches[self._api.group_of(target)]
        if self._survey is not None and target.key in self._lonely:
            watch = self._survey
        max_age_s = self._policy.fresh_s
        if not self._pacer.per_s:  # under a limit no look is spent before it is needed
            max_age_s /= 2
        if watch.needs_look(max_age_s):
            with suppress(ApiError):  # whoever needs it will look again
                await watch.sight(max_age_s)

    def widen(self) -> None:
        """Look with the whole concurrency, once no request needs it any more."""
        for _ in range(self._policy.concurrency - self._policy.look_concurrency):
            self._slots.release()

    def was_sent(self, target: Target) -> None:
        """Note that the target need not be compared with the plan any more."""
        self._lonely.pop(target.key, None)

    def _watch(self, look: Callable[[], Awaitable[Sighting]]) -> Watch:
        return Watch(partial(self._look, look), self._timing.steady)

    async def _look(self, look: Callable[[], Awaitable[Sighting]]) -> Sighting:
        try:
            async with self._slots, self._blind.spares():
                return await self._look_now(look)
        except CutOffError:
            message = "mtui did not wait for the listing any longer"
            call = ApiCall("list what is there", "GET")
            at_ms = self._timing.now_ms()
            raise AnswerLostError(ApiAnswer(call, None, "", message, at_ms=at_ms)) from None

    async def _turn(self) -> None:
        while True:
            slowdowns = self._pacer.slowdowns
            wait_s = self._pacer.take_turn()
            if wait_s > 0:
                await self._timing.sleep(wait_s)
            if self._pacer.slowdowns == slowdowns:
                return

    async def _look_now(self, look: Callable[[], Awaitable[Sighting]]) -> Sighting:
        asked_at: float | None = None

        async def turn() -> None:
            nonlocal asked_at
            if asked_at is not None:
                self._notes.looked()  # who asks on was answered
            await self._turn()
            asked_at = self._timing.steady()

        try:
            with taking(turn):
                sighting = await look()
        except ThrottledError as error:
            self._notes.throttled(error, asked_at or self._timing.steady())
            raise
        except ExpiredError as error:
            self._notes.expired(error)
            raise
        except ApiError as error:
            if not isinstance(error, _PASSING):
                self._notes.failed(error)
            raise
        self._notes.looked()
        return sighting

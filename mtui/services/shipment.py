"""What one request carries: one target, or as many as the service takes at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mtui.domain.errors import (
    AnswerLostError,
    ApiError,
    AuthError,
    ExpiredError,
    ForbiddenError,
    JournalError,
    MalformedAnswerError,
    MtuiError,
    NotSentError,
    NotServedError,
    ServerError,
    ThrottledError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from mtui.domain.deletion import Outcome
    from mtui.services.carrier import Carrier
    from mtui.services.road import Road

_SAME_FOR_ALL = (
    AnswerLostError,
    AuthError,
    MalformedAnswerError,
    NotSentError,
    ServerError,
    ThrottledError,
)
"""What means the same for every target of a request."""
_NOTHING_DONE = (ForbiddenError, NotServedError)
"""Refusals after which certainly none of the targets was touched."""


class Shipment:
    """Brings its targets to *accepted* or to their outcomes, and hands them over one by one.

    Order: compare each target with a fresh listing, journal each intent, send, classify. A
    request for several targets that is refused says nothing of any one of them, and may have
    been carried out in part: then each goes on alone.
    """

    def __init__(self, road: Road, carriers: Sequence[Carrier]) -> None:
        self._road = road
        self._carriers = list(carriers)
        """Those that are neither accepted nor settled."""
        self._checked_at = 0.0
        self._sent_at = 0.0

    async def send(self) -> None:
        """Send what must be sent, again where that is right."""
        while self._carriers:
            await self._road.gate.ready()
            self._checked_at = self._road.timing.steady()
            await self._part(carrier.check() for carrier in self._carriers)
            if any(carrier.is_unchecked for carrier in self._carriers) or not self._carriers:
                continue
            try:
                if await self._request():
                    return
            except MtuiError as error:
                await self._went_wrong(error)

    async def _request(self) -> bool:
        """Send once the intents are on the disk; False if the targets must be checked again."""
        carriers = self._carriers
        await asyncio.gather(*(carrier.intend() for carrier in carriers))
        async with self._road.gate.slots:
            if not await self._road.gate.turn(self._checked_at):
                return False
            self._sent_at = self._road.timing.steady()
            for carrier in carriers:
                carrier.leave()
            answer = await self._road.send([carrier.target for carrier in carriers])
        self._road.passed(answer)
        self._carriers = []
        for carrier in carriers:
            carrier.accept(answer)
        await asyncio.gather(*(self._road.hand_over(carrier, None) for carrier in carriers))
        return True

    async def _went_wrong(self, error: MtuiError) -> None:
        is_many = len(self._carriers) > 1
        if is_many and isinstance(error, ApiError) and not isinstance(error, _SAME_FOR_ALL):
            await self._go_alone(error)
            return
        self._note(error)
        await self._part(carrier.fail(error) for carrier in self._carriers)
        if is_many and any(carrier.is_in_doubt for carrier in self._carriers):
            await self._scatter()

    def _note(self, error: MtuiError) -> None:
        """Tell the run of a failed request, once for all of its targets."""
        match error:
            case JournalError():
                self._road.end(error.message)
            case ThrottledError():
                self._road.throttled(error, self._sent_at)
            case ExpiredError():
                self._road.expired(error)
            case NotSentError():
                if any(carrier.was_last_try for carrier in self._carriers):
                    self._road.failed(error)
            case ApiError():
                self._road.failed(error)

    async def _go_alone(self, error: ApiError) -> None:
        """Let each target find out for itself, after a refusal that means none in particular."""
        if not isinstance(error, _NOTHING_DONE):
            for carrier in self._carriers:
                carrier.doubt(error)
        await self._scatter()

    async def _scatter(self) -> None:
        carriers, self._carriers = self._carriers, []
        await asyncio.gather(*(Shipment(self._road, [carrier]).send() for carrier in carriers))

    async def _part(self, fates: Iterable[Awaitable[Outcome | None]]) -> None:
        """Hand over every target that has its outcome, and keep the others."""
        outcomes = await asyncio.gather(*fates)
        settled = [
            self._road.hand_over(carrier, outcome)
            for carrier, outcome in zip(self._carriers, outcomes, strict=True)
            if outcome is not None
        ]
        self._carriers = [
            carrier
            for carrier, outcome in zip(self._carriers, outcomes, strict=True)
            if outcome is None
        ]
        await asyncio.gather(*settled)

"""How fast a run may go, and when it must not go on: learned from the service's answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mtui.domain.errors import (
    AnswerLostError,
    ApiError,
    AuthError,
    ForbiddenError,
    MalformedAnswerError,
    NotSentError,
    NotServedError,
    ServerError,
    ThrottledError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_BACK_OFF = 0.95
_MOST_AT_ONCE = 0.5
_ABOVE_SUPPLY = 1.25
_BELOW_SUPPLY = 0.9
_ENOUGH = 10
_SHORTEST_S = 0.1
_LONGEST_HOLD_S = 10.0
_LONGEST_ASKED_S = 86_400.0
_GROWTH = 0.005
_LEAST_PER_S = 0.2


class Pacer:
    """Hands out moments to send at. Unlimited until the service throttles; then it learns.

    After a throttling answer nothing is sent for as long as the service asks, though no longer
    than a day (or for a growing time), and then a little more slowly than before, or much
    more slowly if much less got through. From there the rate grows, hardly at first and then
    faster and faster: the service documents no limit, and may count in buckets, seconds or
    minutes.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._per_s = 0.0
        self._grown_s = 0.0
        self._calm_s = 1.0
        self._turn_at = self._next_at = self._mark_at = steady()
        self._passed = 0
        self._slowed_at = float("-inf")
        self._hold_until = float("-inf")
        self._in_a_row: dict[bool, int] = {}
        self._slowdowns = 0

    @property
    def slowdowns(self) -> int:
        """How often it slowed down so far: a turn that was taken before the last time is void."""
        return self._slowdowns

    @property
    def per_s(self) -> float:
        """The most requests in a second that it lets through now; 0 without a limit."""
        return self._per_s * math.exp(min(_GROWTH * (self._grown_s / self._calm_s) ** 2, 10.0))

    @property
    def interval_s(self) -> float:
        """The time that it keeps between two requests now, in seconds; 0 without a limit."""
        rate = self.per_s
        return 1 / rate if rate else 0.0

    def take_turn(self) -> float:
        """Reserve the next moment to send and return how long to wait for it, in seconds."""
        now = self._steady()
        self._grown_s += min(max(0.0, now - max(self._turn_at, self._hold_until)), 1.0)
        self._turn_at = now
        moment = max(now, self._next_at)
        self._next_at = moment + self.interval_s
        return moment - now

    @property
    def hold_s(self) -> float:
        """How long nothing may be sent from now on, in seconds; 0 or less: it may."""
        return self._hold_until - self._steady()

    def passed(self, *, is_read: bool) -> None:
        """Note that the service let a request through; looks and changes are counted apart."""
        self._in_a_row[is_read] = 0
        self._passed += 1

    def throttled(self, error: ThrottledError, sent_at: float) -> float | None:
        """Slow down after a throttling answer to a request sent at that steady time.

        Returns how long nothing is sent, in seconds, or None where the request had left before
        the last slow-down: one burst counts once.
        """
        if sent_at <= self._slowed_at:
            return None
        now = self._steady()
        is_read = error.answer.call.is_read
        in_a_row = self._in_a_row.get(is_read, 0)
        hold_s = min(_LONGEST_HOLD_S, _SHORTEST_S * 2.0 ** min(in_a_row, 20))
        if error.retry_after_s is not None:
            hold_s = min(error.retry_after_s, _LONGEST_ASKED_S)
        if self._passed and not in_a_row:
            self._per_s = max(self._slower(now), _LEAST_PER_S)
            self._grown_s = 0.0
        self._in_a_row[is_read] = in_a_row + 1
        self._slowdowns += 1
        self._calm_s = max(1.0, 2 * hold_s)
        self._slowed_at = now
        self._hold_until = self._next_at = now + hold_s
        return hold_s

    def _slower(self, now: float) -> float:
        """Return the rate for a service that throttled at the present one."""
        supply = self._passed / max(now - self._mark_at, _SHORTEST_S)
        rate = self.per_s
        if not rate or self._passed >= _ENOUGH:
            self._mark_at, self._passed = now, 0
        if not rate:
            return supply
        least, most = _BELOW_SUPPLY * supply, max(_ABOVE_SUPPLY * supply, rate * _MOST_AT_ONCE)
        return min(max(rate * _BACK_OFF, least), most)


_LIMITS: tuple[tuple[type[ApiError], int], ...] = (
    (AuthError, 1),  # a few more would lock the access key (APIGW.0301)
    (NotServedError, 1),
    (ForbiddenError, 3),
    (MalformedAnswerError, 3),
    (ServerError, 5),
    (NotSentError, 5),
    (AnswerLostError, 5),
    (ThrottledError, 14),  # the waits before that add up to 80 s: limits may count by the minute
)


class Breaker:
    """Stops a run when the same kind of failure comes again and again, with nothing between."""

    def __init__(self) -> None:
        self._last: tuple[type[ApiError], bool, str, int | None] | None = None
        self._count = 0

    def passed(self) -> None:
        """Note that a request got through."""
        self._last = None
        self._count = 0

    def looked(self) -> None:
        """Note that a look got through: that ends a row of throttled looks, and nothing else."""
        if self._last is not None and self._last[0] is ThrottledError and self._last[1]:
            self.passed()

    def failed(self, error: ApiError) -> str:
        """Count a failure; return why the run must stop, or an empty string."""
        limit = next((limit for kind, limit in _LIMITS if isinstance(error, kind)), None)
        if limit is None:
            self.passed()  # a refusal of one target shows that the service is well
            return ""
        answer = error.answer
        same = (type(error), answer.call.is_read, answer.error_code, answer.http_status)
        self._count = self._count + 1 if same == self._last else 1
        self._last = same
        if self._count < limit:
            return ""
        times = "" if limit == 1 else f"{limit} times in a row: "
        code = error.answer.error_code or (
            f"HTTP {error.answer.http_status}" if error.answer.http_status else "no answer"
        )
        return f"{times}{code} {error.message}".strip()

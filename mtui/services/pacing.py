"""How fast a run may go, and when it must not go on: learned from the service's answers."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from mtui.domain.errors import (
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

_WINDOW_S = 2.0
_BACK_OFF = 0.95
_SPEED_UP_PER_S = 1.03
_FIRST_HOLD_S = 1.0
_LONGEST_HOLD_S = 60.0


class Pacer:
    """Hands out moments to send at. Unlimited until the service throttles; then it learns.

    After a throttling answer nothing is sent for as long as the service asks (or for a growing
    time), and then no faster than what got through just before; from there the rate creeps up.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._began = steady()
        self._passed: deque[float] = deque()
        self._interval_s = 0.0
        self._interval_set_at = 0.0
        self._next_at = self._began
        self._slowed_at = float("-inf")
        self._hold_until = float("-inf")
        self._episodes = 0

    @property
    def interval_s(self) -> float:
        """The time between two requests that it keeps now, in seconds; 0 without a limit."""
        return self._interval_s

    def take_turn(self) -> float:
        """Reserve the next moment to send and return how long to wait for it, in seconds."""
        now = self._steady()
        self._creep_up(now)
        moment = max(now, self._next_at)
        self._next_at = moment + self._interval_s
        return moment - now

    def must_wait(self) -> bool:
        """Whether a hold began that a turn taken earlier does not know of."""
        return self._steady() < self._hold_until

    def passed(self) -> None:
        """Note that the service let a request through."""
        now = self._steady()
        self._episodes = 0
        self._passed.append(now)
        while self._passed and self._passed[0] < now - _WINDOW_S:
            self._passed.popleft()

    def throttled(self, sent_at: float, retry_after_s: float | None) -> float | None:
        """Slow down after a throttling answer to a request sent at that steady time.

        Returns how long nothing is sent, in seconds, or None where the request had left before
        the last slow-down: one burst counts once.
        """
        if sent_at <= self._slowed_at:
            return None
        now = self._steady()
        self._episodes += 1
        hold_s = min(_LONGEST_HOLD_S, _FIRST_HOLD_S * 2.0 ** (self._episodes - 1))
        if retry_after_s is not None:
            hold_s = retry_after_s
        window_s = min(_WINDOW_S, max(1.0, now - self._began))
        recent = sum(moment >= now - window_s for moment in self._passed)
        rate = max(recent / window_s * _BACK_OFF, 0.2)
        self._interval_s = max(1 / rate, self._interval_s if recent == 0 else 0.0)
        self._slowed_at = now
        self._hold_until = self._next_at = self._interval_set_at = now + hold_s
        return hold_s

    def _creep_up(self, now: float) -> None:
        elapsed_s = now - self._interval_set_at
        if self._interval_s and elapsed_s >= 1.0:
            self._interval_s /= _SPEED_UP_PER_S**elapsed_s
            self._interval_set_at = now


_LIMITS: tuple[tuple[type[ApiError], int], ...] = (
    (AuthError, 1),  # a few more would lock the access key (APIGW.0301)
    (NotServedError, 1),
    (ForbiddenError, 3),
    (MalformedAnswerError, 3),
    (ServerError, 5),
    (NotSentError, 5),
    (ThrottledError, 8),
)


class Breaker:
    """Stops a run when the same kind of failure comes again and again, with nothing between."""

    def __init__(self) -> None:
        self._last: tuple[type[ApiError], str, int | None] | None = None
        self._count = 0

    def passed(self) -> None:
        """Note that a request got through."""
        self._last = None
        self._count = 0

    def failed(self, error: ApiError) -> str:
        """Count a failure; return why the run must stop, or an empty string."""
        limit = next((limit for kind, limit in _LIMITS if isinstance(error, kind)), None)
        if limit is None:
            return ""
        same = (type(error), error.answer.error_code, error.answer.http_status)
        self._count = self._count + 1 if same == self._last else 1
        self._last = same
        if self._count < limit:
            return ""
        times = "" if limit == 1 else f"{limit} times in a row: "
        code = error.answer.error_code or (
            f"HTTP {error.answer.http_status}" if error.answer.http_status else "no answer"
        )
        return f"{times}{code} {error.message}".strip()

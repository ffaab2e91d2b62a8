"""Which requests go wrong: faults matched by method, path and count; a request rate limit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from mtui.simulator.effects import throttled

if TYPE_CHECKING:
    from mtui.simulator.effects import Effect
    from mtui.simulator.wire import Request


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong, and when."""

    effect: Effect
    method: str | None = None
    """None for any."""
    path: str = ""
    """A regular expression searched for in the raw path."""
    skip: int = 0
    """How many matching requests are spared first."""
    times: int | None = 1
    """How many are hit then; None for all."""
    probability: float = 1.0
    """How likely each of those is really hit."""
    seen: int = field(default=0, init=False)
    """How many requests matched."""
    hits: int = field(default=0, init=False)
    """How many were hit."""

    def takes(self, request: Request, dice: Random) -> bool:
        """Count the request and return whether it is hit."""
        if self.method not in (None, request.method) or not re.search(self.path, request.path):
            return False
        self.seen += 1
        is_hit = (
            self.seen > self.skip
            and (self.times is None or self.hits < self.times)
            and (self.probability >= 1 or dice.random() < self.probability)
        )
        self.hits += is_hit
        return is_hit


class FaultPlan:
    """The faults in force; the first that takes a request decides."""

    def __init__(self, seed: int = 0) -> None:
        self._dice = Random(seed)  # noqa: S311 - repeatable, not secret
        self.faults: list[Fault] = []

    def add(
        self,
        effect: Effect,
        *,
        method: str | None = None,
        path: str = "",
        skip: int = 0,
        times: int | None = 1,
        probability: float = 1.0,
    ) -> Fault:
        """Add a fault; see :class:`Fault` for what the words mean."""
        fault = Fault(effect, method, path, skip, times, probability)
        self.faults.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything go right again."""
        self.faults.clear()

    def pick(self, request: Request) -> Effect | None:
        """Return what goes wrong with this request; None if nothing does."""
        for fault in self.faults:
            if fault.takes(request, self._dice):
                return fault.effect
        return None


class RateLimit:
    """A token bucket: more requests than ``per_s`` a second are answered with 429."""

    def __init__(
        self,
        per_s: float,
        *,
        burst: float | None = None,
        method: str | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        """Limit to ``per_s`` requests a second; as many at once, unless ``burst`` says how many.

        Only requests of ``method`` count, if one is given.
        """
        burst = max(1.0, per_s) if burst is None else burst
        if per_s <= 0 or burst < 1:
            raise ValueError("a rate limit lets at least one request through")
        self.effect = throttled(retry_after_s)
        self.refused = 0
        """How many requests were answered with 429."""
        self._per_s = per_s
        self._burst = burst
        self._method = method
        self._level = burst
        self._at_s: float | None = None

    def refuses(self, request: Request, now_s: float) -> bool:
        """Count the request and return whether it is one too many."""
        if self._method not in (None, request.method):
            return False
        passed_s = 0.0 if self._at_s is None else max(0.0, now_s - self._at_s)
        self._at_s = now_s
        self._level = min(self._burst, self._level + passed_s * self._per_s)
        if self._level < 1:
            self.refused += 1
            return True
        self._level -= 1
        return False

"""How often and how long a read is tried again: pure arithmetic."""

from __future__ import annotations

from mtui.domain.frozen import frozen


@frozen
class RetryPolicy:
    """Exponential backoff with full jitter, a number of tries and a deadline over them all."""

    tries: int = 4
    """How often in all."""
    first_delay_s: float = 0.5
    """Upper bound of the first pause, in seconds; doubles each time."""
    max_delay_s: float = 8.0
    """Upper bound of any pause that the service did not ask for, in seconds."""
    deadline_s: float = 60.0
    """No try begins later than this after the first, in seconds."""

    def pause_s(
        self, *, tries_done: int, spent_s: float, asked_s: float | None, jitter: float
    ) -> float | None:
        """Return how long to wait before the next try, in seconds; None to give up.

        Args:
            tries_done: how many have failed.
            spent_s: since the first began, in seconds.
            asked_s: what the service asked for, in seconds; a shorter pause is never taken.
            jitter: a number from 0 to 1.
        """
        if tries_done >= self.tries:
            return None
        # The exponent is bounded before the float is made: 2.0**1024 overflows.
        bound = min(self.max_delay_s, self.first_delay_s * 2.0 ** min(tries_done - 1, 30))
        pause = bound * jitter if asked_s is None else asked_s + self.first_delay_s * jitter
        return pause if spent_s + pause <= self.deadline_s else None

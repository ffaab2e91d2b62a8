"""How a run behaves: the few numbers that decide its pace and its patience."""

from __future__ import annotations

from mtui.domain.frozen import frozen


@frozen
class RunPolicy:
    """Pace and patience of a run. The service documents no limits (api.md §3.6), so: gentle."""

    concurrency: int = 4
    """How many requests are in flight at most."""
    fresh_s: float = 5.0
    """How old the listing may be that a target is compared with before it is sent, in seconds."""
    stale_s: float = 10.0
    """A target that was compared longer ago than this is compared again, in seconds."""
    poll_first_s: float = 1.0
    """The wait before the first look at what was accepted, in seconds; later waits grow."""
    poll_max_s: float = 8.0
    """The longest wait between two looks, in seconds."""
    poll_gap_s: float = 2.0
    """The least time between two such looks while requests still go out, in seconds."""
    look_concurrency: int = 2
    """How many listings are in flight at most, beside the requests."""
    survey_from: int = 20
    """From this many groups of a single target on, those are compared with one listing of all."""
    settle_s: float = 300.0
    """How long an accepted target is watched before it counts as unconfirmed, in seconds."""
    doubt_s: float = 20.0
    """How long a target is watched after an answer was lost, in seconds."""
    max_tries: int = 3
    """How often a request whose answer never came is sent at most."""
    plan_max_age_s: float = 600.0
    """A plan older than this is made anew before anything is sent, in seconds."""
    shutdown_s: float = 5.0
    """How long requests in flight are awaited when mtui must end, in seconds."""

"""Times and durations in a few characters."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

_SECOND_MS = 1_000
_MINUTE_S = 60
_HOUR_S = 3_600
_DAY_S = 86_400
_YEAR_D = 365.2425
_OLDEST_YEARS = 100
_MOST_DAYS_WITH_HOURS = 100

NOTHING = "–"


def age(created_ms: int | None, now_ms: int, *, nothing: str = NOTHING) -> str:
    """Return how long ago something was: ``12s``, ``42m``, ``5h 02m``, ``3d 04h``, ``2y 9mo``.

    Takes at most 8 cells. A moment that lies ahead counts as just now, as clocks differ; one that
    is missing or before the epoch or a hundred years off is `nothing`.

    Args:
        created_ms: epoch milliseconds.
        now_ms: epoch milliseconds.
        nothing: what stands for no age.
    """
    if created_ms is None or created_ms <= 0:
        return nothing
    seconds = (now_ms - created_ms) // _SECOND_MS
    days = seconds // _DAY_S
    if abs(days) > _OLDEST_YEARS * _YEAR_D:
        return nothing
    months = int(days * 12 / _YEAR_D)
    if months < 1:
        return _short(max(0, seconds))
    return f"{months // 12}y {months % 12}mo" if months >= 12 else f"{months}mo"


def duration(duration_ms: int | None, *, nothing: str = NOTHING) -> str:
    """Return how long something took: ``12s``, ``42m``, ``1h 20m``, ``3d 04h``, ``412d``.

    Takes at most 7 cells up to a hundred thousand days; what is missing, negative or longer is
    `nothing`.
    """
    if duration_ms is None or duration_ms < 0:
        return nothing
    seconds = duration_ms // _SECOND_MS
    days = seconds // _DAY_S
    if days > _OLDEST_YEARS * _YEAR_D:
        return nothing
    return f"{days}d" if days >= _MOST_DAYS_WITH_HOURS else _short(seconds)


def exact_time(moment_ms: int | None, zone: tzinfo | None = None, *, nothing: str = NOTHING) -> str:
    """Return a moment as ``2023-09-14 10:22:07`` in `zone`, by default the local one.

    Args:
        moment_ms: epoch milliseconds; None, or what no calendar holds, is `nothing`.
        zone: None for the local time zone.
        nothing: what stands for no time.
    """
    if moment_ms is None or moment_ms <= 0:
        return nothing
    try:
        moment = datetime.fromtimestamp(moment_ms / 1_000, tz=UTC).astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return nothing
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _short(seconds: int) -> str:
    """Return up to two units, the larger first."""
    if seconds < _MINUTE_S:
        return f"{seconds}s"
    if seconds < _HOUR_S:
        return f"{seconds // _MINUTE_S}m"
    if seconds < _DAY_S:
        return f"{seconds // _HOUR_S}h {seconds % _HOUR_S // _MINUTE_S:02}m"
    return f"{seconds // _DAY_S}d {seconds % _DAY_S // _HOUR_S:02}h"

"""One request without credentials, to see how far the way to the service goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.frozen import frozen
from mtui.modelarts import failures, hints

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

_KNOCK = ApiCall("reach the service", "GET")


@frozen
class Knock:
    """What answered at the other end."""

    http_status: int
    """Any status will do: something speaks HTTP there."""
    clock_skew: str
    """A sentence if this machine's clock is off by more than five minutes, else empty."""


async def knock(http: httpx.AsyncClient, base_url: str, *, clock: Callable[[], float]) -> Knock:
    """Ask the endpoint's root for anything at all.

    Raises:
        ApiError: it could not be reached, or did not answer.
    """
    try:
        async with http.stream("GET", f"{base_url}/") as response:
            skew = hints.clock_skew(response.headers, now_s=clock())
            return Knock(response.status_code, skew)
    except failures.TRANSPORT_FAILURES as error:
        answer = ApiAnswer(_KNOCK, None, at_ms=int(clock() * 1000))
        raise failures.from_exception(error, answer, was_sent=None) from None

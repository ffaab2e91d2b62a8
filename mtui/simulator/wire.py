"""HTTP as values: what the simulator is asked and what it answers, without any I/O.

Values in this package are named tuples: they cost a fraction of a dataclass at import, and the
demo's start waits for it.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

JSON_TYPE = ("Content-Type", "application/json;charset=UTF-8")

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Request(NamedTuple):
    """One request as it arrived."""

    method: str
    """In upper case."""
    path: str
    """Still percent-encoded."""
    query: str
    """Still encoded, without the question mark."""
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes = b""

    @classmethod
    def from_target(
        cls, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes = b""
    ) -> Request:
        """Build a request from a request line's target and header pairs.

        The absolute form, which clients send to a proxy, loses its scheme and host.
        """
        if target.startswith(("http://", "https://")):
            target = "/" + target.partition("//")[2].partition("/")[2]
        path, _, query = target.partition("?")
        return cls(method.upper(), path, query, {k.lower(): v for k, v in headers}, body)


class Response(NamedTuple):
    """One whole HTTP answer."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    delay_s: float = 0.0
    """How much later than usual it is sent, in seconds."""
    is_cut: bool = False
    """Whether the connection breaks in the middle of the body."""

    def header(self, name: str) -> str | None:
        """Return the first header of this name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def json(self) -> object:
        """Return the body decoded from JSON.

        Raises:
            ValueError: the body is not JSON.
        """
        return json.loads(self.body)


class Loss(Enum):
    """How an answer fails to come."""

    REFUSED = "connection refused"
    RESET = "connection reset"
    HANG = "no answer until the client gives up"


class Drop(NamedTuple):
    """No answer: what a transport turns into a broken or silent connection."""

    loss: Loss


Answer: TypeAlias = Response | Drop


def encode_json(value: object) -> bytes:
    """Return compact JSON in UTF-8; what UTF-8 cannot hold becomes a JSON escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def json_response(
    status: int, value: object, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """Return an answer with a JSON body."""
    return Response(status, (JSON_TYPE, *headers), encode_json(value))


def http_date(at_s: float) -> str:
    """Return the value of a ``Date`` header (RFC 9110) for an epoch time in seconds."""
    from time import gmtime

    at = gmtime(at_s)
    day, month = _DAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    return (
        f"{day}, {at.tm_mday:02} {month} {at.tm_year} "
        f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} GMT"
    )


def iso_time(at_s: float) -> str:
    """Return IAM's spelling of an epoch time in seconds: ISO, microseconds, ``Z``."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(at_s)) + f".{int(at_s % 1 * 1_000_000):06}Z"

"""What can go wrong with one request, on its way in, in the service, or on its way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from mtui.simulator.refusals import GATEWAY_INCORRECT
from mtui.simulator.wire import JSON_TYPE, Answer, Drop, Loss, Response, json_response

Act: TypeAlias = Callable[[], Response]
"""Lets the service carry the request out."""

_HTML_TYPE = ("Content-Type", "text/html")
_FAULT_REQUEST_ID = "fe2a3b5c0e1f4f8d9a7b6c5d4e3f2a1b"


class Effect(NamedTuple):
    """A named thing that goes wrong; it decides whether the request is carried out."""

    name: str
    run: Callable[[Act], Answer]


def canned(response: Response, *, name: str = "canned answer") -> Effect:
    """Answer like this; nothing is carried out."""
    return Effect(name, lambda _act: response)


def throttled(retry_after_s: int | None = None) -> Effect:
    """Answer 429 as the gateway does (APIGW.0308), ``Retry-After`` in seconds."""
    text = (
        "The throttling threshold has been reached: "
        "policy user over ratelimit,limit:10,time:1 second"
    )
    return _gateway("throttled", 429, "0308", text, _retry_after(retry_after_s))


def too_frequent(status: int = 429, retry_after_s: int | None = None) -> Effect:
    """Answer as ModelArts throttles (0114), under the given HTTP status."""
    body = {
        "is_success": False,
        "error_code": "ModelArts.0114",
        "error_msg": "Too frequent requests.",
    }
    return canned(json_response(status, body, _retry_after(retry_after_s)), name="too frequent")


def server_error(status: int = 500, retry_after_s: int | None = None) -> Effect:
    """Answer that the service failed, in JSON; nothing was carried out."""
    body = {
        "is_success": False,
        "error_code": "ModelArts.0010",
        "error_msg": "An internal unknown error occurred.",
    }
    return canned(json_response(status, body, _retry_after(retry_after_s)), name="server error")


def failed_after_act(status: int = 504) -> Effect:
    """Carry it out, yet answer that the backend timed out."""
    body = {
        "error_code": "APIGW.0203",
        "error_msg": "Backend timeout.",
        "request_id": _FAULT_REQUEST_ID,
    }
    return _after("failed after the act", lambda _: json_response(status, body))


def bad_gateway(status: int = 502) -> Effect:
    """Answer with a proxy's HTML page; nothing is carried out."""
    page = f"<html><head><title>{status}</title></head><body>Bad Gateway</body></html>"
    return canned(Response(status, (_HTML_TYPE,), page.encode()), name="bad gateway")


def html_page() -> Effect:
    """Answer 200 with a login page, as captive portals do; nothing is carried out."""
    page = b"<!DOCTYPE html><html><body><h1>Please sign in</h1></body></html>"
    return canned(Response(200, (_HTML_TYPE,), page), name="HTML page")


def expired_token() -> Effect:
    """Answer that the token is out of date (APIGW.0307)."""
    return _gateway("expired token", 401, "0307", "The token must be updated: token expires")


def wrong_signature() -> Effect:
    """Answer that the signature is wrong (APIGW.0301)."""
    text = GATEWAY_INCORRECT + "verify aksk signature fail"
    return _gateway("wrong signature", 401, "0301", text)


def not_offered() -> Effect:
    """Answer as a region where this API is gone (404 APIGW.0101)."""
    text = "The API does not exist or has not been published in the environment"
    return _gateway("not offered", 404, "0101", text)


def redirect(location: str, status: int = 302) -> Effect:
    """Send the client elsewhere; nothing is carried out."""
    return canned(Response(status, (("Location", location),)), name="redirect")


def malformed_json() -> Effect:
    """Carry it out, then answer with what only looks like JSON."""
    body = b'{"is_success": tru, "jobs": [}'
    return _after("malformed JSON", lambda response: response._replace(body=body))


def truncated_json() -> Effect:
    """Carry it out, then answer with a complete message that holds half the JSON."""
    return _after(
        "truncated JSON",
        lambda response: response._replace(body=response.body[: len(response.body) // 2]),
    )


def empty_body(status: int = 200) -> Effect:
    """Carry it out, then answer without a body."""
    return _after("empty body", lambda _: Response(status))


def wrong_types() -> Effect:
    """Carry it out, then answer with JSON whose members have types nobody expects."""
    body = {
        "is_success": "yes",
        "job_total_count": [],
        "jobs": {"job_id": {}},
        "versions": 3,
        "version_count": "many",
        "status": {"code": 10},
        "error_code": 105,
        "error_msg": ["not", "text"],
    }
    return _after("wrong types", lambda _: json_response(200, body))


def huge_body(size: int = 8_000_000) -> Effect:
    """Carry it out, then answer with a body of this many bytes that is not JSON."""
    return _after("huge body", lambda _: Response(200, (JSON_TYPE,), b"x" * size))


def slow(delay_s: float) -> Effect:
    """Carry it out and answer this much later, in seconds."""
    return _after("slow", lambda response: response._replace(delay_s=delay_s))


def refuse_connection() -> Effect:
    """Do not let the client connect."""
    return Effect("connection refused", lambda _act: Drop(Loss.REFUSED))


def lose_request() -> Effect:
    """Break the connection before anything is carried out."""
    return Effect("request lost", lambda _act: Drop(Loss.RESET))


def lose_answer() -> Effect:
    """Carry it out, then break the connection without a word."""
    return _dropped_after("answer lost", Loss.RESET)


def cut_answer() -> Effect:
    """Carry it out, then break the connection in the middle of the body."""
    return _after("answer cut", lambda response: response._replace(is_cut=True))


def hang_before_act() -> Effect:
    """Take the request and stay silent; nothing is carried out."""
    return Effect("hang before the act", lambda _act: Drop(Loss.HANG))


def hang_after_act() -> Effect:
    """Carry it out and stay silent."""
    return _dropped_after("hang after the act", Loss.HANG)


def _after(name: str, change: Callable[[Response], Response]) -> Effect:
    return Effect(name, lambda act: change(act()))


def _dropped_after(name: str, loss: Loss) -> Effect:
    def run(act: Act) -> Drop:
        act()
        return Drop(loss)

    return Effect(name, run)


def _gateway(
    name: str, status: int, code: str, text: str, headers: tuple[tuple[str, str], ...] = ()
) -> Effect:
    body = {
        "error_msg": text,
        "error_code": f"APIGW.{code}",
        "request_id": _FAULT_REQUEST_ID,
    }
    return canned(json_response(status, body, headers), name=name)


def _retry_after(seconds: int | None) -> tuple[tuple[str, str], ...]:
    return () if seconds is None else (("Retry-After", str(seconds)),)

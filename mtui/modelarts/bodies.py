"""Reading an answer's body: JSON of any shape, and the error in it (api.md §3.1)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from mtui.domain.frozen import frozen
from mtui.domain.secret import MASK, mask_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

MAX_MESSAGE = 2_000
"""Longest message kept from an answer, in characters."""

_MESSAGES = ("error_msg", "error_message", "errorMsg")
_ERROR_MEMBERS = ("error_code", "errorCode", *_MESSAGES, "error", "errors")

_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})
# Good for a quarter of an hour to whoever repeats the request that it was made for.
_SIGNATURE = re.compile(r"(\bsignature\W{1,4}(?:3D)?)[0-9a-f]{8,64}", re.IGNORECASE)
_HTML_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,200})", re.IGNORECASE)
_HTML_START = re.compile(rb"\s*(<!doctype html|<html|<head|<body|<center|<h1)", re.IGNORECASE)


@frozen
class ErrorFields:
    """What a body says about an error; empty where it says nothing."""

    code: str = ""
    message: str = ""
    request_id: str = ""


def parse_json(body: bytes) -> JsonValue:
    """Return the body's JSON; bytes that are no UTF-8 become U+FFFD, NaN and Infinity null.

    Raises:
        ValueError: it is not JSON, or nested or long beyond what can be read.
    """
    text = body.decode("utf-8-sig", errors="replace")
    try:
        value: JsonValue = json.loads(text, parse_constant=lambda _name: None)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def clean_text(value: str) -> str:
    """Return text without lone surrogates, which no file or terminal takes."""
    return value.encode("utf-8", errors="replace").decode("utf-8")


def truth(value: JsonValue) -> bool | None:
    """Return a flag that may come as a boolean, a number or text; None where it is neither."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, int | str) else ""
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def is_success(payload: JsonValue) -> bool | None:
    """Return what the body says about success; None where it says nothing."""
    return truth(payload.get("is_success")) if isinstance(payload, dict) else None


def tells_error(payload: dict[str, JsonValue]) -> bool:
    """Say whether a body without ``is_success`` is an error all the same.

    Only a code at the top or an object named ``error`` make it one: what is listed in an answer
    may have a "message" of its own.
    """
    return bool(_first(payload, "error_code", "errorCode")) or isinstance(
        payload.get("error"), dict
    )


def hints_at_error(payload: dict[str, JsonValue]) -> bool:
    """Say whether a body that should tell nothing but success mentions an error anywhere.

    A member "code" or "message" counts at the top alone: a job's instances have their own.
    """
    if any(payload.get(name) for name in ("code", "message")):
        return True
    waiting: list[JsonValue] = [payload]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if any(value.get(name) for name in _ERROR_MEMBERS):
                return True
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False


def read_error(payload: JsonValue) -> ErrorFields:
    """Return the error that a body tells, from any of the known shapes."""
    if not isinstance(payload, dict):
        return ErrorFields()
    fields = _fields(payload)
    if fields.code or fields.message:
        return fields
    for nested in payload.values():
        if isinstance(nested, dict):
            inner = _fields(nested)
            if inner.code or inner.message:
                return ErrorFields(inner.code, inner.message, fields.request_id or inner.request_id)
    return fields


def _fields(record: Mapping[str, JsonValue]) -> ErrorFields:
    return ErrorFields(
        code=_first(record, "error_code", "errorCode", "code"),
        message=_first(record, *_MESSAGES, "message"),
        request_id=_first(record, "request_id", "requestId"),
    )


def _first(record: Mapping[str, JsonValue], *names: str) -> str:
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return cut(value.strip())
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
            return cut(str(value))
    return ""


def cut(text: str) -> str:
    """Return clean text of at most MAX_MESSAGE characters, without secrets and signatures."""
    # Before it is cut: a part of a secret would not be known for one.
    text = _SIGNATURE.sub(rf"\1{MASK}", mask_secrets(clean_text(text)))
    return text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "…"


def looks_like_html(body: bytes) -> bool:
    """Say whether a body is a web page rather than an API's answer."""
    return _HTML_START.match(body) is not None


def excerpt(body: bytes) -> str:
    """Return a short text for a body that is not JSON: a page's title, or the text itself."""
    if looks_like_html(body):
        title = _HTML_TITLE.search(body[:8_192])
        words = title.group(1).decode("utf-8", errors="replace").strip() if title else ""
        return cut(" ".join(words.split())) or "an HTML page"
    return cut(body[: 4 * MAX_MESSAGE].decode("utf-8", errors="replace").strip())

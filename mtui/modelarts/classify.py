"""What an answer means: HTTP status, headers and body to a value or an error. Pure."""

from __future__ import annotations

import re
from dataclasses import field, replace
from enum import Enum
from typing import TYPE_CHECKING

from mtui.domain import errors
from mtui.domain.answers import ApiAnswer
from mtui.domain.frozen import frozen
from mtui.modelarts import bodies, hints
from mtui.modelarts.failures import PROXY_ASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.domain.answers import ApiCall
    from mtui.modelarts.bodies import JsonValue

_GATEWAY_CODE = re.compile(r"(?:APIGW|APIG)\.(\d+)", re.IGNORECASE)
_SERVICE_CODE = re.compile(r"ModelArts\.(\d+)", re.IGNORECASE)

# Numbers are reused with other meanings (api.md §3.5), so only these few speak for themselves.
_STATE_CONFLICT = frozenset({"0105", "2796", "2813", "2878", "4828", "6357"})
_NOT_FOUND = frozenset({"0015", "0102", "2775", "4851"})
_THROTTLED = frozenset({"0114", "2799", "4206", "4395", "6101"})
_FORBIDDEN = frozenset({"0108", "0109", "0112", "2771", "2838", "7002", "7003"})
_NOT_SERVED = frozenset({"2836", "4204"})
_EXPIRED = frozenset({"0202", "4127"})
_INTERNAL = frozenset({"0010", "0012", "0013", *(str(code) for code in range(2950, 2960))})

# A signature that "expired" means a wrong clock instead: new credentials would not help.
_END_OF_A_TOKEN = re.compile(r"\btoken\b.*\bexpire[sd]?\b", re.IGNORECASE | re.DOTALL)

_WITHOUT_CONTENT = frozenset({202, 204})
_BY_STATUS: Mapping[int, type[errors.ApiError]] = {
    401: errors.AuthError,
    403: errors.ForbiddenError,
    408: errors.ServerError,
    409: errors.StateConflictError,
    429: errors.ThrottledError,
}


class Expect(Enum):
    """What an answer must hold to count as success."""

    OBJECT = "an object"
    """As for calls that change nothing."""
    ROWS = "a list"
    """A bare list, which becomes the member ``items`` of an object; or an object."""
    CONFIRMED = "a true is_success"
    """As for v1's calls that change something: a wrong "done" is worse than a wrong "not done"."""
    ACCEPTED = "nothing, or an object"
    """As for v2's: 202 is labelled "No Content", its body is empty, ``""`` or null (api.md §5);
    an object that mentions an error is none."""


@frozen
class RawAnswer:
    """An HTTP answer before anybody has said what it means."""

    call: ApiCall
    http_status: int
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case, or a mapping that ignores case."""
    body: bytes = field(repr=False)
    at_ms: int = 0
    elapsed_ms: int = 0

    def answer(self, fields: bodies.ErrorFields) -> ApiAnswer:
        """Return it as the domain's value; the header's request id goes before the body's."""
        return ApiAnswer(
            call=self.call,
            http_status=self.http_status,
            error_code=fields.code,
            error_msg=fields.message,
            request_id=bodies.cut(self.headers.get("x-request-id", "")) or fields.request_id,
            at_ms=self.at_ms,
            elapsed_ms=self.elapsed_ms,
        )


def understand(raw: RawAnswer, expect: Expect) -> tuple[ApiAnswer, dict[str, JsonValue]]:
    """Return the answer and its JSON object when it tells success.

    Raises:
        ApiError: the answer tells anything else; the class says what.
    """
    if not 200 <= raw.http_status < 300:
        raise _refusal(raw)
    payload = _payload(raw, expect)
    fields = bodies.read_error(payload)
    told = bodies.is_success(payload)
    if told is False or (told is None and bodies.tells_error(payload)):
        raise _error(raw, fields)
    if expect is Expect.CONFIRMED and told is not True:
        raise _malformed(raw, "the answer does not say whether it was done (no is_success)")
    if told and bodies.tells_error(payload):
        raise _malformed(raw, _contradiction(fields))
    if expect is Expect.ACCEPTED and bodies.hints_at_error(payload):
        raise _malformed(raw, _contradiction(fields))
    return raw.answer(bodies.ErrorFields(request_id=fields.request_id)), payload


def _payload(raw: RawAnswer, expect: Expect) -> dict[str, JsonValue]:
    may_be_blank = expect is Expect.ACCEPTED and raw.http_status in _WITHOUT_CONTENT
    if may_be_blank and not raw.body.strip():
        return {}
    try:
        payload = bodies.parse_json(raw.body)
    except ValueError:
        raise _malformed(raw, _not_json(raw.body)) from None
    if may_be_blank and payload in (None, ""):
        return {}
    if expect is Expect.ROWS and isinstance(payload, list):
        return {"items": payload}
    if not isinstance(payload, dict):
        raise _malformed(raw, "the answer's JSON is not an object")
    return payload


def _contradiction(fields: bodies.ErrorFields) -> str:
    told = " ".join(filter(None, (fields.code, fields.message)))
    return "the answer mentions an error and yet counts as success" + (f": {told}" if told else "")


def malformed(answer: ApiAnswer, reason: str) -> errors.MalformedAnswerError:
    """Return the error for an answer that was read and yet makes no sense."""
    return errors.MalformedAnswerError(
        replace(answer, error_msg=bodies.cut(reason)), hint=hints.MALFORMED
    )


def _malformed(raw: RawAnswer, reason: str) -> errors.MalformedAnswerError:
    hint = hints.HTML if bodies.looks_like_html(raw.body) else hints.MALFORMED
    return errors.MalformedAnswerError(raw.answer(bodies.ErrorFields(message=reason)), hint=hint)


def _not_json(body: bytes) -> str:
    if not body.strip():
        return "the answer is empty"
    if bodies.looks_like_html(body):
        return f"the answer is a web page, not JSON: {bodies.excerpt(body)}"
    return f"the answer is not JSON: {bodies.excerpt(body)}"[: bodies.MAX_MESSAGE]


def _refusal(raw: RawAnswer) -> errors.ApiError:
    """Return the error for any status outside 2xx."""
    if 300 <= raw.http_status < 400:
        return errors.MalformedAnswerError(
            raw.answer(bodies.ErrorFields(message="the answer is a redirect")),
            hint=hints.redirect(raw.headers.get("location", "")),
        )
    if raw.http_status == 407:  # of the proxy, which has passed nothing on
        answer = raw.answer(bodies.ErrorFields(message=PROXY_ASKS))
        return errors.NotSentError(answer, hint=hints.PROXY_LOGIN)
    try:
        fields = bodies.read_error(bodies.parse_json(raw.body))
    except ValueError:
        fields = bodies.ErrorFields(message=bodies.excerpt(raw.body))
        if raw.http_status not in _BY_STATUS and raw.http_status < 500:
            return _malformed(raw, _not_json(raw.body))
    return _error(raw, fields)


def _error(raw: RawAnswer, fields: bodies.ErrorFields) -> errors.ApiError:
    answer = raw.answer(fields)
    kind = _kind(answer)
    return kind(
        answer,
        hint=hints.for_answer(kind, answer, raw.headers),
        retry_after_s=hints.retry_after_s(raw.headers, now_s=raw.at_ms / 1000),
    )


def _kind(answer: ApiAnswer) -> type[errors.ApiError]:
    """Return the error class: by HTTP status first, then by the few codes that are certain."""
    status = answer.http_status or 0
    if status >= 600 or status < 200:
        return errors.MalformedAnswerError
    if status >= 500:
        return errors.ServerError
    gateway = _GATEWAY_CODE.fullmatch(answer.error_code)
    by_code = (
        _gateway_kind(gateway.group(1)) if gateway is not None else _service_kind(answer, status)
    )
    if status == 401 and (by_code is errors.ExpiredError or _tells_of_an_end(answer)):
        return errors.ExpiredError
    if status in (401, 408, 429):
        return _BY_STATUS[status]
    return by_code or _BY_STATUS.get(status, errors.RejectedError)


def _gateway_kind(number: str) -> type[errors.ApiError] | None:
    if number == "0101":
        return errors.NotServedError
    if number == "0308":
        return errors.ThrottledError
    if number == "0307":
        return errors.ExpiredError
    if number in {"0301", "0303", "0305"}:
        return errors.AuthError
    if number.startswith(("03", "04")) or number == "0802":
        return errors.ForbiddenError
    return None


def _service_kind(answer: ApiAnswer, status: int) -> type[errors.ApiError] | None:
    code = _SERVICE_CODE.fullmatch(answer.error_code)
    if code is None:
        return None
    number = code.group(1)
    if number in _NOT_FOUND:
        return errors.NotFoundError if _is_about_the_resource(answer, status) else None
    if number in _EXPIRED:
        return errors.ExpiredError
    if number.startswith("02") and len(number) == 4:
        return errors.AuthError
    for codes, kind in (
        (_STATE_CONFLICT, errors.StateConflictError),
        (_THROTTLED, errors.ThrottledError),
        (_FORBIDDEN, errors.ForbiddenError),
        (_NOT_SERVED, errors.NotServedError),
        (_INTERNAL, errors.ServerError),
    ):
        if number in codes:
            return kind
    return None


def _tells_of_an_end(answer: ApiAnswer) -> bool:
    """Say whether the message is that a token, or the one of a temporary key, has run out."""
    return _END_OF_A_TOKEN.search(answer.error_msg) is not None


def _is_about_the_resource(answer: ApiAnswer, status: int) -> bool:
    """Say whether a "not found" code can only mean the job or version that was asked for.

    Newer tables give 0102 to a workspace that does not exist (03_0095).
    """
    return (
        (status < 300 or status in (400, 404))
        and answer.call.job_id is not None
        and "workspace" not in answer.error_msg.lower()
    )

"""The three ways the cloud says no, each with its own error body (api.md §3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtui.simulator.wire import json_response

if TYPE_CHECKING:
    from mtui.simulator.wire import Response

GATEWAY_INCORRECT = "Incorrect IAM authentication information: "


class FailureStyle(NamedTuple):
    """How ModelArts v1 wraps a failure: the pages disagree, so it can be chosen."""

    status: int
    """HTTP status of a failure that has none of its own."""
    message_key: str
    """``error_message`` or ``error_msg``."""


FAILS_WITH_400 = FailureStyle(400, "error_message")
"""What every known client takes for a failure; v1 clients read this key under HTTP ≥ 400."""
FAILS_UNDER_200 = FailureStyle(200, "error_msg")
"""What clients that look at the HTTP status alone take for a success."""


class RefusedError(Exception):
    """ModelArts refuses with a ``ModelArts.`` code; v1 adds ``is_success: false``."""

    def __init__(self, code: str, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.code = f"ModelArts.{code}"
        self.message = message
        self.status = status

    def response(self, style: FailureStyle) -> Response:
        """Return the answer as v1 gives it, in the given style."""
        body = {
            "is_success": False,
            "error_code": self.code,
            style.message_key: self.message,
        }
        return json_response(style.status if self.status is None else self.status, body)

    def bare_response(self) -> Response:
        """Return the answer as v2 gives it: code and message, nothing more."""
        body = {"error_code": self.code, "error_msg": self.message}
        return json_response(400 if self.status is None else self.status, body)


class GatewayError(Exception):
    """The gateway refuses before any service is reached: an ``APIGW.`` code."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = f"APIGW.{code}"
        self.message = message

    def response(self, request_id: str, headers: tuple[tuple[str, str], ...] = ()) -> Response:
        """Return the answer; the body repeats the request id."""
        body = {"error_msg": self.message, "error_code": self.code, "request_id": request_id}
        return json_response(self.status, body, headers)


class IdentityError(Exception):
    """IAM refuses: a nested error without a vendor code."""

    def __init__(self, status: int, title: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = f"IAM.{status}"
        self.title = title
        self.message = message

    def response(self) -> Response:
        """Return the answer."""
        error = {"code": self.status, "message": self.message, "title": self.title}
        return json_response(self.status, {"error": error})

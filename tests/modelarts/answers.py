"""Raw answers to be understood, and the errors they end in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mtui.domain import errors
from mtui.modelarts.classify import Expect, RawAnswer, understand
from tests.modelarts.wire import DELETE, NOW_S

if TYPE_CHECKING:
    from mtui.domain.answers import ApiCall


def raw(
    body: Any,
    status: int = 200,
    call: ApiCall = DELETE,
    headers: dict[str, str] | None = None,
) -> RawAnswer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RawAnswer(call, status, headers or {}, content, at_ms=int(NOW_S * 1000), elapsed_ms=7)


def refusal(
    body: Any,
    status: int = 200,
    call: ApiCall = DELETE,
    headers: dict[str, str] | None = None,
) -> errors.ApiError:
    with pytest.raises(errors.ApiError) as caught:
        understand(
            raw(body, status, call, headers), Expect.OBJECT if call.is_read else Expect.CONFIRMED
        )
    return caught.value


def coded(code: str, message: str = "Error string") -> dict[str, Any]:
    return {"is_success": False, "error_code": code, "error_msg": message}

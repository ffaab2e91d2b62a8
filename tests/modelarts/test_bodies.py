"""What is read in an answer's body, whatever the body is."""

from __future__ import annotations

from typing import Any

import pytest

from mtui.domain import errors
from mtui.modelarts import bodies, hints
from tests.modelarts.answers import coded, refusal


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"is_success": true, "n": ' + b"9" * 5_000 + b"}",
        b'{"is_success": tru',
        b"\xff\xfe{}",
        b"\x00",
    ],
)
def test_json_that_cannot_be_read_is_malformed(body: bytes) -> None:
    assert type(refusal(body)) is errors.MalformedAnswerError


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": NaN, "b": Infinity, "c": -Infinity}', {"a": None, "b": None, "c": None}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": "\xff"}', {"a": "\ufffd"}),
    ],
)
def test_odd_json_is_read_all_the_same(body: bytes, expected: Any) -> None:
    assert bodies.parse_json(body) == expected


def test_lone_surrogates_do_not_get_through() -> None:
    error = refusal(b'{"error_code": "x", "error_msg": "a\\ud800b"}', 400)
    assert error.message == "a?b"


def test_a_message_is_cut_and_kept_as_it_came() -> None:
    message = "[/x] \x1b[31m" + "長" * 10_000
    told = refusal(coded("ModelArts.0104", message), 400).answer.error_msg
    assert len(told) == bodies.MAX_MESSAGE
    assert message.startswith(told[:-1])
    assert len(refusal(b"x" * 100_000, 502).answer.error_msg) == bodies.MAX_MESSAGE


def test_a_web_page_is_named_and_not_quoted() -> None:
    page = b"<!DOCTYPE html><html><head><title> Sign\n in </title></head><body>secret"
    error = refusal(page, 200)
    assert type(error) is errors.MalformedAnswerError
    assert error.message == "the answer is a web page, not JSON: Sign in"
    assert error.hint == hints.HTML
    assert refusal(page, 502).message == "Sign in"


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        ({"error_code": "x", "request_id": "in-body"}, {"x-request-id": "in-header"}, "in-header"),
        ({"error_code": "x", "request_id": "in-body"}, {}, "in-body"),
        ({"error": {"code": "x", "request_id": "nested"}}, {}, "nested"),
        ({"error_code": "x"}, {}, ""),
    ],
)
def test_the_request_id_is_found(body: Any, headers: dict[str, str], expected: str) -> None:
    assert refusal(body, 400, headers=headers).answer.request_id == expected


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"is_success": False, "error_code": "ModelArts.0105", "error_message": "m"}, None, None),
        ({"is_success": False, "error_code": "ModelArts.0105", "error_msg": "m"}, None, None),
        ({"error_code": "ModelArts.0105", "error_msg": "m"}, None, None),
        ({"error_code": "ModelArts.0105", "error_message": "m"}, None, None),
        ({"error_code": "ModelArts.0105", "error_msg": "m", "error_solution": "s"}, None, None),
        ({"error": {"code": 401, "message": "m", "title": "Unauthorized"}}, "401", None),
        ({"error": {"code": "EPS.0003", "message": "m"}}, "EPS.0003", None),
        ({"errorCode": "IAM.0011", "errorMsg": "m"}, "IAM.0011", None),
        ({"is_success": "false", "error_msg": "m"}, "", None),
        ({"is_success": 0, "error_msg": "m"}, "", None),
        ({"is_success": False}, "", ""),
        ({"is_success": False, "error_code": None, "error_msg": None}, "", ""),
        ({"is_success": False, "error_code": ["x"], "error_msg": {"a": 1}}, "", ""),
        ({"error": {}}, "", ""),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_every_shape_of_an_error_is_read_under_200_too(
    body: dict[str, Any], code: str | None, message: str | None, status: int
) -> None:
    error = refusal(body, status)
    assert error.answer.error_code == ("ModelArts.0105" if code is None else code)
    assert error.answer.error_msg == ("m" if message is None else message)
    assert error.answer.http_status == status
    assert error.message  # with the call's name where the service was silent

"""What an answer means: status, code and body to the right error, with what a person needs."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain import errors
from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.jobs import JobId
from mtui.modelarts import bodies, hints
from mtui.modelarts.classify import RawAnswer, understand
from tests.modelarts.wire import DELETE, DONE, NOW_S, READ

NOT_OF_A_JOB = READ
LIST_VERSIONS = ApiCall("list versions of job", "GET", JobId("10"))


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
        understand(raw(body, status, call, headers), must_confirm=call.method != "GET")
    return caught.value


def coded(code: str, message: str = "Error string") -> dict[str, Any]:
    return {"is_success": False, "error_code": code, "error_msg": message}


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


CASES: list[tuple[int, str, type[errors.ApiError]]] = [
    (200, "ModelArts.0105", errors.StateConflictError),
    (400, "ModelArts.0105", errors.StateConflictError),
    (403, "ModelArts.0105", errors.StateConflictError),
    (409, "ModelArts.2796", errors.StateConflictError),
    (409, "ModelArts.9999", errors.StateConflictError),
    (200, "ModelArts.6357", errors.StateConflictError),
    (200, "ModelArts.0102", errors.NotFoundError),
    (404, "ModelArts.0015", errors.NotFoundError),
    (400, "ModelArts.2775", errors.NotFoundError),
    (400, "ModelArts.4851", errors.NotFoundError),
    (404, "APIGW.0101", errors.NotServedError),
    (404, "APIG.0101", errors.NotServedError),
    (404, "ModelArts.4204", errors.NotServedError),
    (404, "ModelArts.2836", errors.NotServedError),
    (404, "ModelArts.9999", errors.RejectedError),
    (404, "", errors.RejectedError),
    (401, "APIGW.0301", errors.AuthError),
    (401, "APIGW.0307", errors.AuthError),
    (403, "APIG.0301", errors.AuthError),
    (401, "ModelArts.0112", errors.AuthError),
    (401, "ModelArts.0105", errors.AuthError),
    (401, "ModelArts.0102", errors.AuthError),
    (200, "ModelArts.0202", errors.AuthError),
    (400, "ModelArts.0210", errors.AuthError),
    (403, "ModelArts.0203", errors.AuthError),
    (403, "ModelArts.0112", errors.ForbiddenError),
    (200, "ModelArts.0108", errors.ForbiddenError),
    (403, "APIGW.0302", errors.ForbiddenError),
    (403, "APIGW.0802", errors.ForbiddenError),
    (403, "ModelArts.0102", errors.ForbiddenError),
    (403, "", errors.ForbiddenError),
    (429, "ModelArts.2799", errors.ThrottledError),
    (429, "APIGW.0308", errors.ThrottledError),
    (429, "", errors.ThrottledError),
    (429, "ModelArts.0102", errors.ThrottledError),
    (200, "ModelArts.0114", errors.ThrottledError),
    (400, "ModelArts.0114", errors.ThrottledError),
    (500, "ModelArts.0010", errors.ServerError),
    (500, "ModelArts.0102", errors.ServerError),
    (503, "APIGW.0613", errors.ServerError),
    (504, "", errors.ServerError),
    (408, "ModelArts.4205", errors.ServerError),
    (200, "ModelArts.0010", errors.ServerError),
    (400, "ModelArts.2952", errors.ServerError),
    (407, "", errors.NotSentError),
    (400, "ModelArts.0104", errors.RejectedError),
    (413, "ModelArts.4104", errors.RejectedError),
    (200, "ModelArts.12345", errors.RejectedError),
    (200, "Other.0102", errors.RejectedError),
    (400, "ModelArts.02020202", errors.RejectedError),
    (200, "XModelArts.0102", errors.RejectedError),
    (999, "ModelArts.0102", errors.MalformedAnswerError),
    (100, "ModelArts.0102", errors.MalformedAnswerError),
]


@pytest.mark.parametrize(("status", "code", "kind"), CASES)
def test_status_and_code_choose_the_error(
    status: int, code: str, kind: type[errors.ApiError]
) -> None:
    error = refusal(coded(code), status)
    assert type(error) is kind
    assert error.answer.error_code == code


@pytest.mark.parametrize(
    ("body", "status", "call"),
    [
        (coded("ModelArts.0102"), 400, NOT_OF_A_JOB),
        (coded("ModelArts.0102", "The workspace does not exist."), 400, LIST_VERSIONS),
        (coded("APIGW.0101"), 404, DELETE),
        (b"<html><title>404 Not Found</title></html>", 404, DELETE),
        (b"", 404, DELETE),
        ({"error": {"code": 404, "message": "Could not find"}}, 404, DELETE),
        ({"message": "no Route matched"}, 404, DELETE),
    ],
)
def test_nothing_but_the_services_own_word_makes_a_version_gone(
    body: Any, status: int, call: ApiCall
) -> None:
    assert not isinstance(refusal(body, status, call), errors.NotFoundError)


@pytest.mark.parametrize(
    "body",
    [{}, {"is_success": None}, {"is_success": "maybe"}, {"is_success": 2}, [], None, "ok", 1, b""],
)
def test_a_write_is_done_only_when_the_answer_says_so(body: Any) -> None:
    assert type(refusal(body)) is errors.MalformedAnswerError


@pytest.mark.parametrize("flag", [True, "true", "True", 1, "1"])
def test_a_confirmed_write_is_a_success(flag: Any) -> None:
    answer, _ = understand(
        raw({"is_success": flag}, headers={"x-request-id": "r1"}), must_confirm=True
    )
    assert answer == ApiAnswer(DELETE, 200, request_id="r1", at_ms=int(NOW_S * 1000), elapsed_ms=7)


def test_a_read_needs_no_flag_and_its_rows_may_speak_of_errors() -> None:
    body = {"workspaces": [], "nested": {"code": "x", "message": "not an error"}, "error_code": ""}
    _, payload = understand(raw(body, call=READ), must_confirm=False)
    assert payload == body


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


def test_a_web_page_is_named_and_not_quoted() -> None:
    page = b"<!DOCTYPE html><html><head><title> Sign\n in </title></head><body>secret"
    error = refusal(page, 200)
    assert type(error) is errors.MalformedAnswerError
    assert error.message == "the answer is a web page, not JSON: Sign in"
    assert error.hint == hints.HTML
    assert refusal(page, 502).message == "Sign in"


def test_a_redirect_names_the_host_alone() -> None:
    location = "https://user:pw@login.example.com/x?ticket=secret"
    error = refusal(b"", 302, headers={"location": location})
    assert type(error) is errors.MalformedAnswerError
    assert "login.example.com" in error.hint
    assert "secret" not in str(error)
    assert "pw" not in error.hint
    assert (
        type(refusal(b"", 301, headers={"location": "http://[::1"})) is errors.MalformedAnswerError
    )


def test_a_message_is_cut_and_kept_as_it_came() -> None:
    message = "[/x] \x1b[31m" + "長" * 10_000
    told = refusal(coded("ModelArts.0104", message), 400).answer.error_msg
    assert len(told) == bodies.MAX_MESSAGE
    assert message.startswith(told[:-1])
    assert len(refusal(b"x" * 100_000, 502).answer.error_msg) == bodies.MAX_MESSAGE


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


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [(3600, "60 min behind"), (-3600, "60 min ahead of"), (240, ""), (-240, "")],
)
def test_a_clock_that_is_off_is_named(offset_s: int, words: str) -> None:
    headers = {"date": formatdate(NOW_S + offset_s, usegmt=True)}
    error = refusal(coded("APIGW.0301", "signature expired"), 401, headers=headers)
    assert (words in error.hint) if words else ("clock" not in error.hint)
    assert "lock" in error.hint  # 0301 always warns


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2023 99:99:99 GMT", "\udc80"])
def test_a_date_that_cannot_be_read_says_nothing_about_the_clock(date: str) -> None:
    assert hints.clock_skew({"date": date}, now_s=NOW_S) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30", 30.0),
        ("0", 0.0),
        (formatdate(NOW_S + 90, usegmt=True), 90.0),
        (formatdate(NOW_S - 90, usegmt=True), 0.0),
        ("999999999", 86_400.0),
        ("9" * 400, None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("later", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, expected: float | None) -> None:
    error = refusal(coded("ModelArts.2799"), 429, headers={"retry-after": value})
    assert error.retry_after_s == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["is_success", "error_code", "error_msg", "error", "code", "jobs", "x"]
            ),
            children,
            max_size=4,
        )
    ),
    max_leaves=8,
)


Outcome = errors.ApiError | tuple[ApiAnswer, dict[str, Any]]


def outcome(body: Any, status: int, *, must_confirm: bool) -> Outcome:
    try:
        return understand(raw(body, status), must_confirm=must_confirm)
    except errors.ApiError as error:
        return error


@given(status=st.integers(100, 700), body=JSON, must_confirm=st.booleans())
def test_any_json_ends_in_a_value_or_an_error(
    status: int, body: Any, *, must_confirm: bool
) -> None:
    told = outcome(body, status, must_confirm=must_confirm)
    if isinstance(told, errors.ApiError):
        assert told.message
        assert told.answer.http_status == status
    else:
        answer, payload = told
        assert 200 <= status < 300
        assert bodies.is_success(payload) is True or not must_confirm
        assert not answer.error_code


@given(status=st.integers(100, 700), body=st.binary(max_size=50))
def test_any_bytes_end_in_a_value_or_an_error(status: int, body: bytes) -> None:
    told = outcome(body, status, must_confirm=False)
    assert isinstance(told, tuple) or told.message


def test_the_success_of_a_delete_is_the_documented_body() -> None:
    assert understand(raw(DONE), must_confirm=True)[1] == DONE

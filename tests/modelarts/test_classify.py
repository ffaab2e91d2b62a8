"""What an answer means: status, code and body to the right error, with what a person needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain import errors
from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.jobs import JobId
from mtui.domain.secret import MASK, Secret
from mtui.modelarts import bodies
from mtui.modelarts.classify import Expect, malformed, understand
from tests.modelarts.answers import coded, raw, refusal
from tests.modelarts.wire import DELETE, DONE, NOW_S, READ

NOT_OF_A_JOB = READ
LIST_VERSIONS = ApiCall("list versions of job", "GET", JobId("10"))


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
    (401, "APIGW.0307", errors.ExpiredError),
    (401, "APIG.0307", errors.ExpiredError),
    (401, "ModelArts.0202", errors.ExpiredError),
    (401, "ModelArts.4127", errors.ExpiredError),
    (400, "ModelArts.4127", errors.ExpiredError),
    (500, "ModelArts.4127", errors.ServerError),
    (429, "APIGW.0307", errors.ThrottledError),
    (403, "APIG.0301", errors.AuthError),
    (401, "ModelArts.0112", errors.AuthError),
    (401, "ModelArts.0105", errors.AuthError),
    (401, "ModelArts.0102", errors.AuthError),
    (200, "ModelArts.0202", errors.ExpiredError),
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
    ("message", "status", "kind"),
    [
        ("Incorrect IAM authentication information: security token expires", 401, "ExpiredError"),
        ("The security token has expired.", 401, "ExpiredError"),
        ("Token expired", 401, "ExpiredError"),
        ("the token is\nexpired", 401, "ExpiredError"),
        ("Incorrect IAM authentication information: signature expired", 401, "AuthError"),
        ("Incorrect IAM authentication information: decrypt token fail", 401, "AuthError"),
        ("verify aksk signature fail", 401, "AuthError"),
        ("a tokenizer expired", 401, "AuthError"),
        ("The token expired", 403, "AuthError"),
    ],
)
def test_a_token_that_has_run_out_is_told_from_a_wrong_key_and_a_wrong_clock(
    message: str, status: int, kind: str
) -> None:
    error = refusal(coded("APIGW.0301", message), status)
    assert type(error) is getattr(errors, kind)
    assert ("Get a new token" in error.hint) == (kind == "ExpiredError")


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
        raw({"is_success": flag}, headers={"x-request-id": "r1"}), Expect.CONFIRMED
    )
    assert answer == ApiAnswer(DELETE, 200, request_id="r1", at_ms=int(NOW_S * 1000), elapsed_ms=7)


def test_a_read_needs_no_flag_and_its_rows_may_speak_of_errors() -> None:
    body = {"workspaces": [], "nested": {"code": "x", "message": "not an error"}, "error_code": ""}
    _, payload = understand(raw(body, call=READ), Expect.OBJECT)
    assert payload == body


KEY = Secret("echo/key+of==somebody")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (coded("X.1", f"bad key {KEY.reveal()} in a dump"), 400),
        (coded(f"X.{KEY.reveal()}"), 400),
        ({**coded("X.1"), "request_id": KEY.reveal()}, 400),
        (f"not JSON: {KEY.reveal()}".encode(), 400),
        (f"not JSON: {KEY.reveal()}".encode(), 200),
        (f"<html><title>{KEY.reveal()}</title>".encode(), 502),
        (coded("X.1", " " * 3 + "x" * (bodies.MAX_MESSAGE - 8) + KEY.reveal()), 400),
    ],
)
def test_a_secret_that_the_service_repeats_is_masked(body: Any, status: int) -> None:
    error = refusal(body, status, headers={"x-request-id": ""})
    assert KEY.reveal()[:6] not in f"{error.answer} {error} {error.hint}"
    assert MASK in str(error.answer)


@pytest.mark.parametrize("joint", ["=", ": ", '": "', "%3D"])
def test_a_signature_that_the_service_repeats_is_masked(joint: str) -> None:
    message = f"denied: SDK-HMAC-SHA256 Access=x, SignedHeaders=host, Signature{joint}{'0f' * 32}"
    told = refusal(coded("X.1", message), 400).answer.error_msg
    assert told.endswith(f"Signature{joint}{MASK}")


def test_a_secret_in_a_header_or_in_what_makes_no_sense_is_masked() -> None:
    answer, _ = understand(raw(DONE, headers={"x-request-id": KEY.reveal()}), Expect.CONFIRMED)
    assert answer.request_id == MASK
    assert KEY.reveal() not in malformed(answer, f"{KEY.reveal()} is not a list").message
    token = Secret("0123456789abcdef")
    moved = refusal(b"", 302, headers={"location": f"https://{token.reveal()}.example/x"})
    assert token.reveal() not in moved.hint


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


def outcome(body: Any, status: int, expect: Expect) -> Outcome:
    try:
        return understand(raw(body, status), expect)
    except errors.ApiError as error:
        return error


@given(status=st.integers(100, 700), body=JSON, expect=st.sampled_from(Expect))
def test_any_json_ends_in_a_value_or_an_error(status: int, body: Any, expect: Expect) -> None:
    told = outcome(body, status, expect)
    if isinstance(told, errors.ApiError):
        assert told.message
        assert told.answer.http_status == status
    else:
        answer, payload = told
        assert 200 <= status < 300
        assert bodies.is_success(payload) is True or expect is not Expect.CONFIRMED
        assert not answer.error_code


@given(status=st.integers(100, 700), body=st.binary(max_size=50))
def test_any_bytes_end_in_a_value_or_an_error(status: int, body: bytes) -> None:
    told = outcome(body, status, Expect.OBJECT)
    assert isinstance(told, tuple) or told.message


def test_the_success_of_a_delete_is_the_documented_body() -> None:
    assert understand(raw(DONE), Expect.CONFIRMED)[1] == DONE

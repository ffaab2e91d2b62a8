"""No text leaves with a secret in it: with one that mtui holds, or with what looks like one."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from mtui.domain.secret import MASK, Secret
from mtui.logs.redaction import one_line, redact, traceback_parts

SECRET = "pa/ss wörd'\"%1"


@pytest.mark.parametrize(
    "spelled",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe=""),
        json.dumps(SECRET),
        repr(SECRET),
        f"xx{SECRET}xx",
    ],
)
def test_a_secret_in_use_is_masked_however_it_is_spelled(spelled: str) -> None:
    held = Secret(SECRET)

    shown = redact(f"the service said {spelled}, sorry")

    assert SECRET not in shown
    assert spelled not in shown
    assert MASK in shown
    assert shown.endswith("sorry")
    assert held


def test_a_secret_that_holds_another_is_masked_whole() -> None:
    held = Secret("hunter2"), Secret("hunter2-and-more")

    assert redact("x hunter2-and-more x") == f"x {MASK} x"
    assert held


def test_equal_secrets_are_masked_while_one_of_them_is_in_use() -> None:
    first, second = Secret("hunter2"), Secret("hunter2")
    del first

    assert redact("hunter2") == MASK
    assert second


def test_short_secrets_do_not_tear_the_text() -> None:
    held = Secret("a")

    assert redact("a banana") == "a banana"
    assert held


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: SDK-HMAC-SHA256 Access=S3, SignedHeaders=host, Signature=S3",
        "{'authorization': 'SDK-HMAC-SHA256 Access=S3, Signature=S3', 'x': 1}",
        "[(b'X-Auth-Token', b'S3'), (b'Host', b'h')]",
        'X-Security-Token: "S3"',
        "x-subject-token=S3",
        "proxy-authorization: Basic S3",
        '{"auth": {"user": {"name": "n", "password": "S3 3S"}}}',
        "secret_key = 'S3'",
        "HW_SECRET_KEY=S3",
        "HUAWEICLOUD_SDK_SK: S3",
        "OS_PASSWORD=S3",
        "access_key: S3",
        "ak=S3&x=1",
        "connecting to http://alice:S3@proxy.example.com:3128 failed",
        f"got MII{'S3' * 40}+/==",
        f"sent {'0123456789abcdef' * 4}",
        "SDK-HMAC-SHA256 Access=S3, Signature=S3",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    shown = redact(text)

    assert MASK in shown
    assert "S3" not in shown
    assert "0123456789abcdef" * 4 not in shown


@pytest.mark.parametrize(
    "text",
    [
        "GET /v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/training-jobs/182626 200 - 0a1b2c 12 ms",
        "ModelArts.0105 req-000001",
        "https://modelarts.cn-north-4.myhuaweicloud.com/v1/jobs?page=1",
        "the token is renewed, the password was refused",
    ],
)
def test_ids_codes_and_prose_stay(text: str) -> None:
    assert redact(text) == text


def test_a_line_cannot_pass_for_two() -> None:
    assert one_line("a\nb\r\x1b[2J\x85\u2028\u202e\ud800") == (
        "a\\nb\\r\\x1b[2J\\x85\\u2028\\u202e\\ud800"
    )
    assert one_line("schön ✓") == "schön ✓"


def test_a_traceback_shows_no_secret_and_no_variable() -> None:
    held = Secret("hunter2")

    def fail(password: str) -> None:
        local = "a-local-" + "value"
        raise ValueError(f"{password} and token=unknown {len(local)}")

    with pytest.raises(ValueError, match="hunter2") as caught:
        fail(held.reveal())
    shown = "".join(traceback_parts(caught.value))

    assert "ValueError" in shown
    assert "fail(held.reveal())" in shown
    assert "hunter2" not in shown
    assert "a-local-value" not in shown
    assert "unknown" not in shown.splitlines()[-1]

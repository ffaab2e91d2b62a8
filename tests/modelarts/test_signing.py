"""The signature, against what the vendor's own signer made (tests/data/signing_vectors.json)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from mtui.domain.errors import CredentialError
from mtui.domain.secret import Secret
from mtui.modelarts import AkSk, AkSkAuth, signing
from tests.modelarts.wire import NOW_S

VECTORS_FILE = Path(__file__).parent.parent / "data" / "signing_vectors.json"
VECTORS = json.loads(VECTORS_FILE.read_text(encoding="utf-8"))["vectors"]
BY_NAME = {vector["name"]: vector for vector in VECTORS}

# The pair published in the vendor's signing guide (api.md §4.2); it opens nothing.
GUIDE_KEYS = AkSk("QTWAOYTTINDUT2QVKYUC", Secret("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"))
GUIDE_DATE = "20191115T033655Z"


def headers_to_sign(vector: dict[str, Any]) -> list[tuple[str, str]]:
    sent = vector["expect"]["headers_sent"].items()
    return [(name, value) for name, value in sent if name != "Authorization"]


def body_of(vector: dict[str, Any]) -> bytes:
    return (vector["input"]["body"] or "").encode()


@pytest.mark.parametrize("name", BY_NAME)
def test_canonical_request_and_signature_are_the_vendors(name: str) -> None:
    vector = BY_NAME[name]
    given, expected = vector["input"], vector["expect"]
    canonical, names = signing.canonical_request(
        given["method"], expected["request_target"], headers_to_sign(vector), body_of(vector)
    )
    text = signing.string_to_sign(canonical, given["x_sdk_date"])

    assert canonical == expected["canonical_request"]
    assert names == expected["signed_headers"]
    assert text == expected["string_to_sign"]
    assert signing.signature(Secret(given["sk"]), text) == expected["signature"]
    assert (
        signing.authorization(
            AkSk(given["ak"], Secret(given["sk"])),
            given["x_sdk_date"],
            given["method"],
            expected["request_target"],
            headers_to_sign(vector),
            body_of(vector),
        )
        == expected["authorization"]
    )


def test_there_are_sixteen_vectors() -> None:
    assert len(BY_NAME) == 16


@pytest.mark.parametrize(
    ("method", "host", "target", "digest", "expected"),
    [
        (
            "GET",
            "service.region.example.com",
            (
                "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs"
                "?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0"
            ),
            "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a",
            "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
        ),
        (
            "DELETE",
            "modelarts.cn-north-4.myhuaweicloud.com",
            "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/training-jobs/10/versions/10",
            "86f6ef9aedd329744e1f16e7862e3c25a37ec01d72a42b1d3ab18f4400ea859f",
            "6787cecff429d3d405e55f01b344148bdd17bbd0229c04173ab928606c0e871b",
        ),
    ],
)
def test_the_published_vectors_hold(
    method: str, host: str, target: str, digest: str, expected: str
) -> None:
    headers = [("Content-Type", "application/json"), ("Host", host), ("X-Sdk-Date", GUIDE_DATE)]
    canonical, _ = signing.canonical_request(method, target, headers, b"")
    text = signing.string_to_sign(canonical, GUIDE_DATE)
    assert text.splitlines()[-1] == digest
    assert signing.signature(GUIDE_KEYS.secret_key, text) == expected


# The vendor signs two things that httpx does not send as they are, or that AkSkAuth leaves out:
# a User-Agent, and names outside X-.
SENT_LIKE_THE_VENDOR = [name for name in BY_NAME if name != "v2-search-post"]


@pytest.mark.parametrize("name", SENT_LIKE_THE_VENDOR)
def test_the_auth_signs_exactly_what_httpx_sends(name: str) -> None:
    vector = BY_NAME[name]
    given, expected = vector["input"], vector["expect"]
    token = given["security_token"]
    keys = AkSk(given["ak"], Secret(given["sk"]), Secret(token) if token else None)
    request = httpx.Request(
        given["method"],
        f"{given['scheme']}://{given['host']}{expected['request_target']}",
        headers={name: value for name, value in given["headers"].items() if name != "X-Sdk-Date"},
        content=body_of(vector),
    )
    auth = AkSkAuth(keys, clock=lambda: when(given["x_sdk_date"]), project_id=given["project_id"])
    signed = next(auth.sync_auth_flow(request))
    assert signed.headers["Authorization"] == expected["authorization"]


def when(sdk_date: str) -> float:
    return datetime.strptime(sdk_date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()


def test_the_date_is_the_clocks() -> None:
    assert signing.sdk_date(NOW_S) == "20230102T030405Z"


def test_headers_that_proxies_rewrite_are_not_signed() -> None:
    request = httpx.Request(
        "GET", "https://h/v1", headers={"User-Agent": "mtui", "Accept-Encoding": "gzip"}
    )
    signed = next(AkSkAuth(GUIDE_KEYS, clock=lambda: NOW_S).sync_auth_flow(request))
    assert "SignedHeaders=host;x-sdk-date," in signed.headers["Authorization"]


def test_an_empty_body_hashes_as_empty_whatever_the_content_hash_header_says() -> None:
    headers = [("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")]
    canonical, _ = signing.canonical_request("GET", "/", headers, b"")
    assert canonical.endswith("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")


def test_a_plus_in_a_query_is_a_plus() -> None:
    assert signing.canonical_query("a=1+2") == "a=1%2B2"


@pytest.mark.parametrize(
    "keys",
    [
        AkSk("", Secret("SK")),
        AkSk("AK\n", Secret("SK")),
        AkSk("AK", Secret("SK"), Secret("tok en")),
        AkSk("AK", Secret("SK"), Secret("")),
    ],
)
def test_keys_that_no_header_can_carry_are_refused_by_name(keys: AkSk) -> None:
    with pytest.raises(CredentialError, match=r"access_key|security_token") as caught:
        AkSkAuth(keys, clock=lambda: NOW_S)
    assert "tok en" not in str(caught.value)


def test_no_repr_shows_the_secret_key() -> None:
    assert "SKSKSK" not in repr(AkSk("AK", Secret("SKSKSK"), Secret("SKSKSK")))


@pytest.mark.parametrize(
    ("content_type", "is_hashed"),
    [
        ("", True),
        ("application/json", True),
        ("application/json;charset=utf8", True),
        ("application/bson", True),
        ("Application/JSON", False),
        ("text/plain", False),
    ],
)
def test_only_the_types_that_the_vendor_hashes_are_hashed(
    content_type: str, *, is_hashed: bool
) -> None:
    """As huaweicloudsdkcore 3.1.219 does it, where upper and lower case count."""
    assert (signing.payload_header(content_type) is None) is is_hashed

"""The verifier against requests that the vendor's own signer made."""

import json
from pathlib import Path
from typing import Any

import pytest

from mtui.simulator.signature import canonical_request, is_genuine, parse_claim, signed_at
from mtui.simulator.wire import Request

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "signing_vectors.json").read_text("utf-8")
)["vectors"]

# Published in the vendor's signing guide (api.md §4.2, test vector 1).
GUIDE_SECRET_KEY = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"
GUIDE_REQUEST = Request.from_target(
    "GET",
    "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
    [
        ("content-type", "application/json"),
        ("host", "service.region.example.com"),
        ("x-sdk-date", "20191115T033655Z"),
        (
            "Authorization",
            (
                "SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, "
                "SignedHeaders=content-type;host;x-sdk-date, "
                "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"
            ),
        ),
    ],
)


def vector_request(vector: dict[str, Any]) -> Request:
    expect, given = vector["expect"], vector["input"]
    body = (given["body"] or "").encode()
    return Request.from_target(
        given["method"], expect["request_target"], expect["headers_sent"].items(), body
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: str(v["name"]))
def test_a_request_signed_by_the_vendors_signer_is_genuine(vector: dict[str, Any]) -> None:
    request = vector_request(vector)
    claim = parse_claim(request.headers["authorization"])
    assert claim is not None
    assert claim.access_key == vector["input"]["ak"]
    payload_hash = vector["expect"]["canonical_request"].rpartition("\n")[2]
    assert canonical_request(request, claim, payload_hash) == vector["expect"]["canonical_request"]
    assert is_genuine(request, claim, vector["input"]["sk"])


def test_there_are_sixteen_vectors() -> None:
    assert len(VECTORS) == 16


def test_the_published_example_is_genuine() -> None:
    claim = parse_claim(GUIDE_REQUEST.headers["authorization"])
    assert claim is not None
    assert is_genuine(GUIDE_REQUEST, claim, GUIDE_SECRET_KEY)
    assert signed_at(GUIDE_REQUEST) == 1_573_789_015


@pytest.mark.parametrize(
    "change",
    [
        {"method": "DELETE"},
        {"path": "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpc"},
        {"query": "limit=3&marker=13551d6b-755d-4757-b956-536f674975c0"},
        {"body": b"{}"},
        {"headers": {**GUIDE_REQUEST.headers, "host": "elsewhere.example.com"}},
        {"headers": {**GUIDE_REQUEST.headers, "x-sdk-date": "20191115T033656Z"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_after_signing_is_seen(change: dict[str, Any]) -> None:
    claim = parse_claim(GUIDE_REQUEST.headers["authorization"])
    assert claim is not None
    assert not is_genuine(GUIDE_REQUEST._replace(**change), claim, GUIDE_SECRET_KEY)


def test_host_and_date_must_be_signed() -> None:
    claim = parse_claim(GUIDE_REQUEST.headers["authorization"])
    assert claim is not None
    loose = claim._replace(signed_headers=("content-type", "x-sdk-date"))
    assert not is_genuine(GUIDE_REQUEST, loose, GUIDE_SECRET_KEY)


@pytest.mark.parametrize(
    "text",
    ["", "Bearer x", "SDK-HMAC-SHA256 Access=a", "AWS4-HMAC-SHA256 Access=a, SignedHeaders=b"],
)
def test_another_authorization_is_no_claim(text: str) -> None:
    assert parse_claim(text) is None


@pytest.mark.parametrize("text", ["", "2019-11-15T03:36:55Z", "20191315T033655Z"])
def test_another_date_is_no_moment(text: str) -> None:
    request = GUIDE_REQUEST._replace(headers={"x-sdk-date": text})
    assert signed_at(request) is None

"""Any request: mtui's signature, the vendor's own and the simulator's reading of it are one.

Both sign at the same moment and with the same keys. The strategies leave out what one side cannot
say, each with its reason.
"""

from __future__ import annotations

import string
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtui.domain.secret import Secret
from mtui.modelarts import AkSk, AkSkAuth, signing
from mtui.simulator.signature import is_genuine, parse_claim
from mtui.simulator.wire import Request
from tests.interop.strangers import stranger

if TYPE_CHECKING:
    from collections.abc import Sequence

MANY = settings(max_examples=500)

METHOD = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "delete"])
HOST = st.sampled_from(["modelarts.cn-north-4.myhuaweicloud.com", "127.0.0.1:8080", "[::1]:8080"])
MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)

# No client sends control characters bare (httpx refuses them) or can encode lone surrogates.
SAYABLE = st.characters(exclude_categories=["Cc", "Cs"])
SEGMENT = st.one_of(
    st.sampled_from(["", "v1", "training-jobs", "~", "a b", "a+b", "%", "%zz", "100%", "%2F", "é"]),
    st.text(SAYABLE, max_size=8).map(lambda text: quote(text, safe="")),
    # A bare "?" or "#" ends a path.
    st.text(SAYABLE.filter(lambda char: char not in "?#"), max_size=8),
)


def is_utf8(path: str) -> bool:
    """Whether what is percent-encoded is text: the vendor decodes anything else to U+FFFD."""
    return "\ufffd" not in httpx.URL(f"http://h{path}").path


PATH = (
    st.lists(SEGMENT, max_size=6)
    .map(lambda segments: "/" + "/".join(segments))
    # httpx resolves these before it sends, the vendor's client does not.
    .filter(lambda path: not {".", ".."} & {*path.split("/")})
    .filter(is_utf8)
)
WORD = st.text(SAYABLE, max_size=6)
QUERY = st.lists(
    st.tuples(
        st.sampled_from(["page", "a", "A", "search_content", ""]) | WORD,
        st.sampled_from(["", "10", "9", "a b", "a+b", "~", "%41", "训练"]) | WORD,
    ),
    max_size=6,
)
NAME = st.one_of(
    st.sampled_from(["X-Language", "X-Project-Id", "X-Security-Token", "X-Sdk-Content-Sha256"]),
    st.text(string.ascii_letters + string.digits + "-_.~!", min_size=1, max_size=12).map(
        "X-{}".format
    ),
)
VALUE = st.one_of(
    st.sampled_from(["", " ", "  two  words  ", "\tx\t", "UNSIGNED-PAYLOAD", "Ünïcode"]),
    st.text(SAYABLE, max_size=12),
)
CONTENT_TYPE = st.sampled_from(
    [
        *("", "application/json", "application/json;charset=utf8", "application/bson"),
        *("Application/JSON", "text/plain", "application/octet-stream", "multipart/form-data"),
    ]
)


def are_sayable(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether the vendor's client can send such headers as they are.

    It keeps them in a dict: a name in two spellings would be signed twice, with one value. And
    it takes the content's hash from a header whose non-ASCII characters it has mangled by then.
    """
    names = [name.lower() for name, _ in headers]
    hashes = [value for name, value in headers if name.lower() == "x-sdk-content-sha256"]
    return len({*names}) == len(names) and all(map(str.isascii, hashes))


HEADERS = st.lists(st.tuples(NAME, VALUE), max_size=5).filter(are_sayable)
BODY = st.sampled_from([b"", b"{}", b'{"a": 1}']) | st.binary(max_size=40)


class Keys(NamedTuple):
    """An access key with its secret."""

    access: str
    secret: str


KEYS = st.builds(
    Keys,
    # What a header cannot carry is refused before anything is signed.
    st.text(string.ascii_letters + string.digits, min_size=1, max_size=20),
    st.text(SAYABLE, min_size=1, max_size=40),
)


class Sent(NamedTuple):
    """A request before it is signed, as both clients are told it."""

    method: str
    host: str
    path: str
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def url(self) -> str:
        """The URL as mtui's exchange puts it together."""
        pairs = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in self.query)
        return f"http://{self.host}{self.path}" + (f"?{pairs}" if pairs else "")


SENT = st.builds(Sent, METHOD, HOST, PATH, QUERY, HEADERS, BODY)


def by_the_vendor(sent: Sent, keys: Keys, moment: datetime) -> str:
    """Return the header that the vendor's signer makes."""
    core = stranger("huaweicloudsdkcore.auth.credentials")
    request = stranger("huaweicloudsdkcore.sdk_request").SdkRequest(
        method=sent.method,
        schema="http",
        host=sent.host,
        resource_path=sent.path,
        query_params=list(sent.query),
        header_params={**dict(sent.headers), "X-Sdk-Date": f"{moment:%Y%m%dT%H%M%SZ}"},
        body=sent.body,
    )
    signer = stranger("huaweicloudsdkcore.signer.signer").Signer(
        core.BasicCredentials(keys.access, keys.secret, "p")
    )
    return str(signer.sign(request).header_params["Authorization"])


def by_mtui(sent: Sent, keys: Keys, moment: datetime) -> httpx.Request:
    """Return the request that leaves mtui."""
    request = httpx.Request(
        sent.method,
        sent.url,
        headers=[(name.encode(), value.encode()) for name, value in sent.headers],
        content=sent.body,
    )
    pair = AkSk(keys.access, Secret(keys.secret))
    return next(AkSkAuth(pair, clock=moment.timestamp).sync_auth_flow(request))


def is_accepted(signed: httpx.Request, keys: Keys) -> bool:
    """Whether the simulator finds the signature genuine."""
    headers = [(name.decode(), value.decode()) for name, value in signed.headers.raw]
    target = signed.url.raw_path.decode()
    claim = parse_claim(signed.headers["Authorization"])
    assert claim is not None
    assert claim.access_key == keys.access
    received = Request.from_target(signed.method, target, headers, signed.content)
    return is_genuine(received, claim, keys.secret)


@pytest.fixture(autouse=True)
def vendor() -> None:
    """Without the vendor's core there is nothing to compare with."""
    stranger("huaweicloudsdkcore.signer.signer")


@MANY
@given(sent=SENT, keys=KEYS, moment=MOMENT, content_type=CONTENT_TYPE)
def test_any_request_is_signed_as_the_vendor_signs_it(
    sent: Sent, keys: Keys, moment: datetime, content_type: str
) -> None:
    sent = sent._replace(headers=[*sent.headers, ("Content-Type", content_type)])
    signed = by_mtui(sent, keys, moment)
    assert signed.headers["Authorization"] == by_the_vendor(sent, keys, moment)


@MANY
@given(sent=SENT, keys=KEYS, moment=MOMENT)
def test_any_signature_of_mtui_is_genuine_to_the_simulator_and_none_of_another_key(
    sent: Sent, keys: Keys, moment: datetime
) -> None:
    # Where a client states the body's hash, the simulator compares.
    stated = {"x-sdk-content-sha256"}
    sent = sent._replace(headers=[pair for pair in sent.headers if pair[0].lower() not in stated])
    signed = by_mtui(sent, keys, moment)
    assert is_accepted(signed, keys)
    assert not is_accepted(signed, keys._replace(secret=keys.secret + "x"))


@MANY
@given(sent=SENT, keys=KEYS, moment=MOMENT, agent=VALUE)
def test_every_header_can_be_signed_as_the_vendor_does(
    sent: Sent, keys: Keys, moment: datetime, agent: str
) -> None:
    """The vendor signs all headers; mtui leaves out of its own what proxies rewrite."""
    date = f"{moment:%Y%m%dT%H%M%SZ}"
    sent = sent._replace(headers=[*sent.headers, ("User-Agent", agent), ("a_b", "left out")])
    headers: list[Any] = [*sent.headers, ("Host", sent.host), ("X-Sdk-Date", date)]
    target = httpx.URL(sent.url).raw_path.decode()
    pair = AkSk(keys.access, Secret(keys.secret))
    signed = signing.authorization(pair, date, sent.method, target, headers, sent.body)
    assert signed == by_the_vendor(sent, keys, moment)

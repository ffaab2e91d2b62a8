"""Documented answers gone wrong in every way that JSON and bytes can."""

from __future__ import annotations

import copy
import json
from functools import reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, cast

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_RAW = {
    # What json.dumps would not write: it is put in the place of these texts.
    '"@shallow"': "[" * 60 + "1" + "]" * 60,
    **{
        # Around what the stack takes; Hypothesis makes it deeper than it usually is.
        f'"@{kind} {depth}"': begin * depth + "1" + end * depth
        for depth in (500, 1_300)
        for kind, begin, end in (("lists", "[", "]"), ("objects", '{"a":', "}"))
    },
    '"@bottomless"': "[" * 20_000 + "]" * 20_000,
    '"@digits"': "9" * 5_000,
    '"@infinite"': "1e999",
}
_ODD: list[Any] = [
    *(None, True, False, 0, -1, 1, 1.5, 10**30, 10**400, 1e308, float("nan")),
    *("", " ", "x" * 5_000, "9" * 5_000, "\ud800", "[/x]\x1b[31m\x00", "true", "1e999"),
    *([], {}, [[]], [None], {"": None}, [{}, {"id": {}}], list(range(50))),
]
_UNWRITABLE = [name.strip('"') for name in _RAW]
JUNK = st.one_of(st.sampled_from(_ODD).map(copy.deepcopy), st.sampled_from(_UNWRITABLE))

_Path = tuple[str | int, ...]


def _paths(value: Any, path: _Path = ()) -> Iterator[_Path]:
    """Yield where every value is that stands inside another."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, part in pairs:
        yield (*path, name)
        yield from _paths(part, (*path, name))


def _written(value: Any) -> bytes:
    text = json.dumps(value)
    for name, raw in _RAW.items():
        text = text.replace(name, raw)
    return text.encode()


def each_exchange(sample: Any) -> Iterator[bytes]:
    """Yield the sample with each of its values exchanged for each odd one, one at a time."""
    for path in list(_paths(sample)):
        *way, name = list(path)
        for junk in (*_ODD, *_UNWRITABLE):
            root = copy.deepcopy(sample)
            cast("Any", reduce(getitem, way, root))[name] = junk
            yield _written(root)


@st.composite
def _trees(draw: st.DrawFn, sample: Any) -> Any:
    """A sample with up to ten of its values exchanged, dropped, wrapped or doubled."""
    root: list[Any] = [copy.deepcopy(sample)]
    for _ in range(draw(st.integers(0, 10))):
        *way, name = cast("list[Any]", draw(st.sampled_from(list(_paths(root)))))
        parent = cast("Any", reduce(getitem, way, cast("Any", root)))
        match draw(st.sampled_from(["exchange", "exchange", "drop", "wrap", "double"])):
            case "exchange":
                parent[name] = draw(JUNK)
            case "drop" if isinstance(parent, dict):
                del parent[name]
            case "wrap":
                parent[name] = draw(st.sampled_from([[parent[name]], {"value": parent[name]}]))
            case "double" if isinstance(parent, list) and parent is not root:
                parent.append(copy.deepcopy(parent[name]))
            case _:
                parent[name] = None
    return root[0]


def _cut(body: bytes, at: int) -> bytes:
    return body[:at]


def _soiled(body: bytes, at: int) -> bytes:
    return body[:at] + b"\xff\xc0\x80" + body[at:]


def _with_a_name_twice(body: bytes, at: int) -> bytes:
    """Return the body with the first member of an object there again, and null."""
    start = body.find(b'{"', at)
    end = body.find(b'"', start + 2)
    if start < 0 or end < 0:
        return body
    name = body[start + 1 : end + 1]
    return body[: start + 1] + name + b": null, " + body[start + 1 :]


def _marked(body: bytes, at: int) -> bytes:
    del at
    return b"\xef\xbb\xbf" + body


_BYTES: list[Callable[[bytes, int], bytes]] = [_cut, _soiled, _with_a_name_twice, _marked]
_CHANGES = st.lists(st.sampled_from(_BYTES), min_size=1, max_size=2)


@st.composite
def bodies_like(draw: st.DrawFn, sample: Any) -> bytes:
    """The body of an answer that began as this sample."""
    body = _written(draw(_trees(sample)))
    for change in draw(st.just([]) | st.just([]) | _CHANGES):
        body = change(body, draw(st.integers(0, min(len(body), 2_000))))
    return body


_HEADER_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30)
HEADERS = st.lists(
    st.one_of(
        st.tuples(
            st.just("X-Subject-Token"), st.sampled_from(["MIIYXwYJKoZI", "two words", "ÿ", " "])
        ),
        st.tuples(
            st.sampled_from(["Date", "Retry-After"]),
            st.sampled_from(
                [
                    *("Mon, 02 Jan 2023 03:04:05 GMT", "Mon, 99 Jan 2023 03:04:05 +9999999999"),
                    *("Mon, 02 Jan 99999999999999999999 03:04:05", "9" * 5_000, "-1", "1e9"),
                ]
            ),
        ),
        st.tuples(
            st.just("Location"),
            st.sampled_from(
                [*("http://xn--a/", "//xn--a/x", "http://[::1", "http:", "/x", "http://h:99999/")]
            ),
        ),
        st.tuples(
            st.sampled_from(
                [
                    *("X-Request-Id", "Location", "Date", "Retry-After", "Set-Cookie"),
                    *("Content-Type", "Content-Encoding"),
                ]
            ),
            _HEADER_TEXT,
        ),
    ),
    max_size=3,
)
"""Headers that mean something to mtui, saying anything."""

OTHER_STATUS = st.sampled_from([201, 202, 204, 301, 302, 400, 401, 404, 409, 429, 500, 999])

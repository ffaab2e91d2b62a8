"""A secret that cannot be shown by accident."""

from __future__ import annotations

import hmac
from threading import Lock
from typing import NoReturn
from weakref import WeakValueDictionary

MASK = "••••••"

_SHORTEST_MASKED = 4
"""Masking every "a" of a text would tell more than it hides."""


class Secret:
    """Text that no repr, log line, traceback or pickle gives away.

    ``reveal`` is the only way to the text: call it inside the expression that uses it, so that
    no local variable ever holds it bare.
    """

    __slots__ = ("__text", "__weakref__")
    __text: str

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_Secret__text", text)
        with _lock:
            _alive[id(self)] = self

    def reveal(self) -> str:
        """Return the text itself."""
        return self.__text

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        # Environment variables may hold lone surrogates, which strict UTF-8 would refuse.
        return hmac.compare_digest(
            self.__text.encode(errors="surrogatepass"), other.__text.encode(errors="surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Secret, self.__text))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Secret cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Secret cannot be changed")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")


_lock = Lock()
_alive: WeakValueDictionary[int, Secret] = WeakValueDictionary()
"""Every secret there is, by its identity: equal ones are kept apart."""


def mask_secrets(text: str) -> str:
    """Return the text with every secret that is in use masked, also where it is quoted."""
    with _lock:
        alive = list(_alive.values())
    spellings = {each for secret in alive for each in _spellings(secret)}
    # A secret may be a part of another one.
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, MASK)
    return text


def _spellings(secret: Secret) -> set[str]:
    """Return the ways in which a secret may stand in a text: bare, in a URL, in JSON, in a repr."""
    import json
    from urllib.parse import quote

    bare = secret.reveal()
    if len(bare) < _SHORTEST_MASKED:
        return set()
    encoded = bare.encode(errors="surrogatepass")
    return {bare, quote(encoded, safe=""), quote(encoded), json.dumps(bare)[1:-1], repr(bare)[1:-1]}

"""Reading an answer's body within bounds, whatever it was compressed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

CODINGS = ("gzip", "deflate")
"""What an answer may be compressed with: what comes in one piece grows by a thousand at most."""
_READABLE = {"", "identity", *CODINGS}


class BodyRefusedError(ValueError):
    """A body that is not read to its end; the text completes "the answer is"."""


async def read_body(response: httpx.Response, *, at_most: int) -> bytes:
    """Return the body, decompressed.

    Codings within codings are refused: each multiplies what the one before has multiplied, and
    nothing would bound that before it is in memory.

    Args:
        response: an answer whose body was not read yet.
        at_most: the longest body, in bytes.

    Raises:
        BodyRefusedError: it is longer, or encoded in a way that was not asked for.
    """
    codings = response.headers.get_list("content-encoding", split_commas=True)
    if len(codings) > 1 or not {coding.strip().lower() for coding in codings} <= _READABLE:
        raise BodyRefusedError("encoded in a way that was not asked for")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > at_most:
            raise BodyRefusedError(f"longer than {at_most:,} bytes")
    return bytes(body)

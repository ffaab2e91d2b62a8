"""What the clients of both generations share: may it be sent, where to, was it readable."""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import quote

from mtui.domain.errors import DryRunError, ReadOnlyError
from mtui.modelarts.payloads import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.domain.answers import ApiCall
    from mtui.modelarts.exchange import Reply


class WritePolicy(Enum):
    """Whether calls that change something may leave a client."""

    ALLOW = "allow"
    READ_ONLY = "read-only"
    DRY_RUN = "dry-run"

    def check(self, call: ApiCall) -> None:
        """Let the call pass, or say why not.

        Raises:
            ReadOnlyError, DryRunError: the policy forbids it.
        """
        if self is WritePolicy.READ_ONLY:
            raise ReadOnlyError(f"read-only: did not {call.subject}")
        if self is WritePolicy.DRY_RUN:
            raise DryRunError(f"dry run: would {call.subject}")


def segment(text: str) -> str:
    """Return text as one path segment.

    Raises:
        ValueError: it would make the path point elsewhere.
    """
    if text in {"", ".", ".."}:
        raise ValueError(f"not an id: {text!r}")
    return quote(text, safe="")


@contextmanager
def readable(reply: Reply) -> Iterator[None]:
    """Turn what cannot be read of a reply into the error that says so.

    Raises:
        MalformedAnswerError: the block could not read it.
    """
    try:
        yield
    except UnreadableError as error:
        raise reply.malformed(str(error)) from error

"""Take the secrets out of a text: those that mtui holds, and what looks like one.

What mtui writes by itself has none. This is the second line, for tracebacks, for other people's
log lines, and for messages of the service.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from mtui.domain.secret import MASK, mask_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

_JOINT = r"""(["']?\s*[:=]\s*|["']\s*,\s*)"""
_QUOTED = r"""b?'[^'\n]*'?|b?"[^"\n]*"?"""
_HEADERS = "(?:proxy-)?authorization|(?:set-)?cookie|x-(?:auth|subject|security)-token"
_NAMES = (
    "password|passwd|secret|secret_?key|access_?key(?:_id)?|security_?token|token|signature|ak|sk"
)
_PATTERNS = (
    # A header's value goes to the end of its quotes or line: schemes hold blanks and commas.
    rf"(?i)\b({_HEADERS}){_JOINT}(?:{_QUOTED}|[^\n]+)",
    rf"(?i)\b((?:[a-z]+[_-])*(?:{_NAMES})){_JOINT}(?:{_QUOTED}|[^\s,&;)}}\]]+)",
    r"(SDK-HMAC-SHA256)( )[^\n]+",
    # Tokens are CMS messages in base64; signatures are SHA-256.
    r"()()\bMII[\w+/=-]{60,}",
    r"()()\b[0-9a-f]{64}\b",
    r"(://)()[^/\s:@]+:[^/\s@]+@",
)


def redact(text: str) -> str:
    """Return the text without secrets."""
    text = mask_secrets(text)
    for pattern in _patterns():
        text = pattern.sub(rf"\1\2{MASK}", text)
    return text


def one_line(text: str) -> str:
    """Return the text with control characters spelled out: no message can pass for another."""
    return "".join(
        each.encode("unicode_escape").decode() if _is_control(each) else each for each in text
    )


def traceback_parts(error: BaseException) -> Iterator[str]:
    """Return the parts of a traceback without variables, and without secrets in its messages.

    Lines of the program are only cleared of what mtui holds: they look like secrets where they
    pass one on.
    """
    from traceback import TracebackException

    for part in TracebackException.from_exception(error).format():
        yield mask_secrets(part) if part.startswith("  File ") else redact(part)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compile them when they are first needed, which is not while mtui starts."""
    return tuple(re.compile(each) for each in _PATTERNS)


def _is_control(character: str) -> bool:
    # Line and paragraph separators break lines for some; format characters turn text around.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")

"""What a value in the file must be: each rule returns the value or says what is wrong with it.

A complaint is the part of a sentence that follows the key, without a full stop. It never repeats
the value, which might be a secret in the wrong place.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import unicodedata
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from mtui.domain.addresses import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable

_REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_HOST = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_NAME = 40


class OptionError(ValueError):
    """One mistake in one option, before it is known which file it stands in."""

    def __init__(self, complaint: str, *, key: str = "", hint: str = "") -> None:
        super().__init__(complaint)
        self.complaint = complaint
        self.key = key
        """The option's full key such as ``profiles.lab.region``; rules leave it empty."""
        self.hint = hint

    @property
    def sentence(self) -> str:
        """The mistake as a whole sentence, without the hint."""
        return f"{self.key} {self.complaint}."


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence with the known word that is most like this one, or with all of them."""
    words = tuple(known)
    close = difflib.get_close_matches(word, words, 1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"There is {', '.join(words)}." if words else ""


def has_control_characters(text: str) -> bool:
    """Whether the text holds control characters or what cannot be encoded as UTF-8."""
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def plain_text(text: str) -> str:
    """Accept text of at least one character, without control characters."""
    if not text.strip():
        raise OptionError("must not be empty")
    if has_control_characters(text):
        raise OptionError("must not hold control characters")
    return text


def profile_name(text: str) -> str:
    """Accept a name that can be typed as one word and used as a file name."""
    fits = 1 <= len(text) <= _LONGEST_NAME and all(c.isalnum() or c in "-_." for c in text)
    if not fits or not text[0].isalnum():
        raise OptionError(
            f"must be 1 to {_LONGEST_NAME} letters, digits, dots, hyphens or underscores"
            " and start with a letter or digit"
        )
    return text


def region(text: str) -> str:
    """Accept what may stand in a host name and a project's name."""
    if len(text) > 64 or not _REGION.fullmatch(text):
        raise OptionError("must be lower-case letters, digits and hyphens, such as cn-north-4")
    return text


def identifier(text: str) -> str:
    """Accept what may stand in a URL's path or query as an id."""
    if not _ID.fullmatch(text):
        raise OptionError("must be 1 to 64 letters, digits, hyphens or underscores")
    return text


def variable_name(text: str) -> str:
    """Accept the name of an environment variable."""
    if not _VARIABLE.fullmatch(text):
        raise OptionError("must be the name of an environment variable, such as MY_SECRET_KEY")
    return text


def token_text(text: str) -> str:
    """Accept a key or token: what may stand in an HTTP header."""
    if not text:
        raise OptionError("must not be empty")
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise OptionError("must be visible ASCII characters without spaces")
    return text


def moment(text: str) -> str:
    """Accept a date and time with its offset from UTC, as IAM's answers have them."""
    from datetime import datetime

    try:
        has_offset = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        has_offset = False
    if not has_offset:
        raise OptionError("must be a date and time such as 2026-01-31T12:00:00Z")
    return text


def regular_expression(text: str) -> str:
    """Accept a regular expression in Python's spelling that cannot take for ever."""
    # A stray space at an end would silently match, and so protect, nothing.
    if plain_text(text) != text.strip():
        raise OptionError("must not start or end with a space")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text)
    except re.error as error:
        raise OptionError(f"is not a regular expression: {error}") from None
    except (OverflowError, RecursionError):
        raise OptionError("is not a regular expression: it is too large") from None
    _check_cost(text)
    return text


def _check_cost(pattern: str) -> None:
    # The filter language is not needed by those who protect nothing.
    from mtui.domain.protection import Protection
    from mtui.domain.query import QueryError

    try:
        Protection(pattern)
    except QueryError as refusal:
        raise OptionError(
            f"cannot be used: {refusal.sentence[:1].lower()}{refusal.sentence[1:-1]}",
            hint="Several plain patterns in the list do the same.",
        ) from None


def absolute_file(text: str) -> Path:
    """Accept the absolute path of a file that exists; ``~`` is the home folder."""
    try:
        path = Path(plain_text(text)).expanduser()
    except RuntimeError:
        raise OptionError("names a home folder that does not exist") from None
    if not path.is_absolute():
        raise OptionError("must be an absolute path")
    try:
        found = path.is_file()
    except OSError:
        found = False
    if not found:
        raise OptionError("names no file")
    return path


def endpoint(text: str) -> str:
    """Accept an ``https://`` URL, or ``http://`` on loopback; return it in its one spelling."""
    parts = _split_url(text, example="https://modelarts.example.com")
    if parts.scheme not in ("https", "http"):
        raise OptionError("must start with https://")
    if parts.username is not None or parts.password is not None:
        raise OptionError("must not hold a user name or password")
    if "?" in text or "#" in text:
        raise OptionError("must not have a query (?…) or fragment (#…)")
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise OptionError("must start with https://: http:// is for this machine alone")
    return canonical_url(text)


def proxy(text: str) -> str:
    """Accept the URL of an HTTP proxy without a password."""
    parts = _split_url(text, example="http://proxy.example.com:3128")
    if parts.scheme not in ("https", "http"):
        raise OptionError("must start with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise OptionError(
            "must not hold a user name or password",
            hint="Leave it out and set the variable HTTPS_PROXY instead.",
        )
    if "?" in text or "#" in text or parts.path not in ("", "/"):
        raise OptionError("must end after the host and port")
    return text.rstrip("/")


def _split_url(text: str, *, example: str) -> SplitResult:
    """Split a URL whose host and port are well formed."""
    complaint = OptionError(f"must be a URL such as {example}")
    # urlsplit drops tabs and line breaks silently, and lets other oddities pass.
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise complaint
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise complaint from None
    if "://" not in text or not _is_host(parts) or port == 0:
        raise complaint
    return parts


def _is_host(parts: SplitResult) -> bool:
    """Whether the URL's host is a name or an address."""
    host = parts.hostname or ""
    if ":" not in host:
        return _HOST.fullmatch(host) is not None and ".." not in host
    return "%" not in host and _address(host) is not None


def _is_loopback(host: str) -> bool:
    """Whether a request to this host cannot leave the machine."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the host as an address, None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None

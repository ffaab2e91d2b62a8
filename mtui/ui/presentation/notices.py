"""Errors as the words of the status pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import ApiError
from mtui.ui.presentation.text import cut_end, safe, width_of

if TYPE_CHECKING:
    from mtui.domain.answers import ApiAnswer
    from mtui.domain.errors import MtuiError

_LONGEST = 600
_BETWEEN = " · "


def answer_words(answer: ApiAnswer) -> str:
    """Return ``ModelArts.0105  This job can't be delete``, or whatever of it there is."""
    words = "  ".join(filter(None, (answer.error_code, answer.error_msg)))
    return safe(words, _LONGEST)


def error_headline(error: MtuiError) -> str:
    """Return the error in one line: code and message for an answer of the service."""
    if isinstance(error, ApiError):
        return answer_words(error.answer) or safe(error.message, _LONGEST)
    return safe(error.message, _LONGEST)


def asked(answer: ApiAnswer) -> str:
    """Return what was asked and how it was answered: ``DELETE version 2 of job 1 · HTTP 200``."""
    call = answer.call
    words = call.subject.removeprefix(f"{call.method.lower()} ")
    http = "no answer" if answer.http_status is None else f"HTTP {answer.http_status}"
    parts = (f"{call.method} {words}", http, answer.request_id)
    return safe(_BETWEEN.join(filter(None, parts)), _LONGEST)


def detail_line(words: str, request_id: str, width: int) -> str:
    """Return a line in which the request id is the last thing to be cut.

    Args:
        words: the line, with the request id somewhere in it, or without.
        request_id: what the vendor's support asks for; empty where there is none.
        width: how many cells there are.
    """
    asked_words, id_, _ = words.partition(safe(request_id)) if request_id else (words, "", "")
    if not id_ or width_of(asked_words + id_) <= width:
        return words
    room = width - width_of(_BETWEEN + id_)
    if room <= 0:
        return id_
    return cut_end(asked_words.removesuffix(_BETWEEN), room) + _BETWEEN + id_


def answer_of(error: MtuiError) -> ApiAnswer | None:
    """Return the service's answer behind an error, if there is one."""
    return error.answer if isinstance(error, ApiError) else None


def error_detail(error: MtuiError) -> str:
    """Return what was asked of the service, or an empty string for an error of our own."""
    return asked(error.answer) if isinstance(error, ApiError) else ""

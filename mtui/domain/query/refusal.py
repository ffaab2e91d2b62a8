"""Why an expression cannot be used, and which known word was probably meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_QUOTE = 40


class QueryError(ValueError):
    """An expression that is wrong or not finished yet."""

    def __init__(self, sentence: str, position: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        """One plain sentence for a person; may repeat what was typed: data, never markup."""
        self.position = position
        """Where in the text, in characters from 0; the text's length at its end."""


def shown(text: str) -> str:
    """Return typed text short enough for a sentence."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like this one, or an empty string."""
    return next(iter(difflib.get_close_matches(word, known, 1, 0.55)), "")

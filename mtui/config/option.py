"""How an option is described: once, beside the field or credential that it is.

Reading, writing, the form, ``config.example.toml`` and the README's table all go by these.
"""

from __future__ import annotations

import math
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mtui.config import rules
from mtui.config.rules import OptionError
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable


class Kind(StrEnum):
    """What an option holds in the file."""

    TEXT = "text"
    FLAG = "true or false"
    NUMBER = "a number"
    COUNT = "a whole number"
    TEXTS = "a list of texts"


_METADATA_KEY = "option"


@frozen
class Description:
    """What is said about an option beside its field."""

    doc: str
    """One sentence for a person."""
    example: str
    """A value as it is written in TOML."""
    kind: Kind = Kind.TEXT
    rule: Callable[[str], object] = rules.plain_text
    """What each text must be; turns it into the field's value."""
    least: float = 0
    """The smallest number that is allowed, in the option's unit."""
    most: float = math.inf
    """The largest number that is allowed, in the option's unit."""
    choices: tuple[str, ...] = ()
    """All texts that there are; empty where any text that follows the rule will do."""
    key: str = ""
    """The key in the file where it is not the field's name."""


@frozen
class Option:
    """One key of a table."""

    key: str
    attribute: str
    """The field's name."""
    about: Description
    default: object
    """The field's value where the key is missing; None where there is none."""
    is_required: bool

    def decode(self, raw: object) -> object:
        """Return the field's value for a value from the file.

        Raises:
            OptionError: it is not what the option must be; its key is empty.
        """
        match self.about.kind:
            case Kind.TEXT:
                return self.about.rule(_expect_text(raw))
            case Kind.FLAG:
                if not isinstance(raw, bool):
                    raise OptionError("must be true or false")
                return raw
            case Kind.NUMBER | Kind.COUNT:
                return self._decode_number(raw)
            case Kind.TEXTS:
                return self._decode_texts(raw)

    def _decode_number(self, raw: object) -> int | float:
        is_whole = self.about.kind is Kind.COUNT
        allowed = int if is_whole else (int, float)
        in_range = (
            isinstance(raw, allowed)
            and not isinstance(raw, bool)
            and self.about.least <= raw <= self.about.most
        )
        if not in_range:
            span = f"from {self.about.least:g} to {self.about.most:g}"
            raise OptionError(f"must be {self.about.kind} {span}")
        return raw if is_whole else float(raw)  # type: ignore[arg-type, return-value] # proven above

    def _decode_texts(self, raw: object) -> tuple[object, ...]:
        if not isinstance(raw, list):
            raise OptionError("must be a list of texts, such as " + self.about.example)
        values = []
        for number, item in enumerate(raw, start=1):
            try:
                values.append(self.about.rule(_expect_text(item)))
            except OptionError as error:
                raise OptionError(f"item {number} {error.complaint}") from None
        return tuple(values)


def _expect_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise OptionError("must be text in quotes")
    if not raw:
        raise OptionError("must not be empty")
    return raw


def described(
    doc: str,
    example: str,
    kind: Kind = Kind.TEXT,
    rule: Callable[[str], object] = rules.plain_text,
    least: float = 0,
    most: float = math.inf,
    key: str = "",
) -> dict[str, Description]:
    """Return the metadata of a dataclass field that is an option."""
    return {_METADATA_KEY: Description(doc, example, kind, rule, least, most, key=key)}


def described_choice(
    doc: str, example: str, words: type[StrEnum], key: str = ""
) -> dict[str, Description]:
    """Return the metadata of a dataclass field that is one of a few words."""
    choices = tuple(words)
    *others, last = choices
    listed = f"{', '.join(others)} or {last}"

    def rule(text: str) -> StrEnum:
        if text not in choices:
            raise OptionError(f"must be {listed}")
        return words(text)

    about = Description(doc, example, rule=rule, choices=tuple(map(str, choices)), key=key)
    return {_METADATA_KEY: about}


def options_of(table: type[Any]) -> tuple[Option, ...]:
    """Return the options among a dataclass's fields, in order."""
    return tuple(
        Option(
            key=each.metadata[_METADATA_KEY].key or each.name,
            attribute=each.name,
            about=each.metadata[_METADATA_KEY],
            default=None if each.default is MISSING else each.default,
            is_required=each.default is MISSING,
        )
        for each in fields(table)
        if _METADATA_KEY in each.metadata
    )

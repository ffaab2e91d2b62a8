"""The table ``[keys]``: which keys do what, by the names of the bindings.

Only the table's shape is checked here. Which names and keys there are is known to the screens,
and what does not hold there is told when they open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtui.config.credential import expect_no_credential
from mtui.config.rules import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = "keys"
"""The table's name."""
KEYS_DOC = "Other keys for what a key does, by its name (see the README's key table)."
KEYS_EXAMPLE = ("jobs.delete", "ctrl+x")
"""A name and a key; several keys stand between commas."""

_NAME = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_KEY = re.compile(r"(?:(?:ctrl|alt|shift|super|hyper|meta)\+)*(?:[A-Za-z0-9_]+|[!-+\--~])")
_MODIFIER_HINT = "Modifiers are ctrl, alt and shift, such as ctrl+x."


def decode_keys(table: dict[str, object]) -> tuple[dict[str, str], list[OptionError]]:
    """Return the keys by name, and every mistake in the table with its key.

    ``jobs.delete = "ctrl+x"`` and ``"jobs.delete" = "ctrl+x"`` say the same.
    """
    found: dict[str, str] = {}
    mistakes: list[OptionError] = []
    for name, raw in _flat(table):
        try:
            expect_no_credential(name)
            found[_binding_name(name)] = _keys(raw)
        except OptionError as error:
            key = f"{KEYS}.{name}"
            mistakes.append(OptionError(error.complaint, key=key, hint=error.hint))
    return found, mistakes


def _flat(table: dict[str, object]) -> Iterator[tuple[str, object]]:
    for name, raw in table.items():
        if isinstance(raw, dict):
            for last, value in raw.items():
                yield f"{name}.{last}", value
        else:
            yield name, raw


def _binding_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise OptionError("is not the name of a key, such as jobs.delete")
    return name


def _keys(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise OptionError("must be a key in quotes, or several with commas between them")
    keys = [key.strip() for key in raw.split(",")]
    for key in keys:
        if not _KEY.fullmatch(key):
            raise OptionError("is not a key as mtui spells it", hint=_MODIFIER_HINT)
    return ",".join(keys)

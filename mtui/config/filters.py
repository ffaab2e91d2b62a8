"""The table ``[filters]``: filter expressions by a name, to be chosen on a key."""

from __future__ import annotations

from mtui.config.credential import expect_no_credential
from mtui.config.rules import OptionError

FILTERS = "filters"
"""The table's name."""
FILTERS_DOC = "Filters by name, for the key F."
FILTERS_EXAMPLE = ("old-failures", "status:failed age>90d")

_LONGEST_NAME = 40


def decode_filters(table: dict[str, object]) -> tuple[dict[str, str], list[OptionError]]:
    """Return the filters by name, in the file's order, and every mistake with its key."""
    found: dict[str, str] = {}
    mistakes: list[OptionError] = []
    for name, raw in table.items():
        try:
            expect_no_credential(name)
            found[_name(name)] = _expression(raw)
        except OptionError as error:
            key = f"{FILTERS}.{name[:_LONGEST_NAME]}"
            mistakes.append(OptionError(error.complaint, key=key, hint=error.hint))
    return found, mistakes


def _name(name: str) -> str:
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise OptionError(f"has a name that is empty or longer than {_LONGEST_NAME} characters")
    return name


def _expression(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise OptionError("must be a filter in quotes", hint="Such as status:failed age>90d.")
    if "://" in raw:  # which may hold a password, and what is not a filter is told
        raise OptionError("is an address, not a filter")
    from mtui.domain.query import QueryError, parse_query

    try:
        parse_query(raw)
    except QueryError as error:
        raise OptionError(f"is not a filter: {error.sentence.rstrip('.')}") from None
    return raw

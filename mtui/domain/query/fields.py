"""The fields that an expression can name: what each takes and the term that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtui.domain.query.patterns import compile_pattern
from mtui.domain.query.quantities import Comparison, parse_count, parse_span
from mtui.domain.query.refusal import QueryError, nearest, shown
from mtui.domain.query.statuses import status_codes
from mtui.domain.query.terms import (
    AgeTerm,
    DurationTerm,
    IdTerm,
    NameTerm,
    StatusTerm,
    Term,
    TextTest,
    VersionCountTerm,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_SEARCH = 64
"""How many characters ``search_content`` may have (03_0046)."""

_TEXT_OPERATORS = (":", "=", "!=")
_ORDERS = ("<", "<=", ">", ">=")


class Value(NamedTuple):
    """One value as it was typed, without its quotes or slashes."""

    text: str
    position: int
    is_pattern: bool = False


class Field(NamedTuple):
    """A field's place in the language."""

    name: str
    operators: tuple[str, ...]
    example: str
    wants: str
    """What must follow the operator, in words."""
    make: Callable[[str, tuple[Value, ...], bool], Term]
    """From operator (never ``!=``), values and whether it is turned round."""
    takes_many: bool = False
    takes_patterns: bool = False


def find_field(name: str, typed: str, position: int) -> Field:
    """Return the field of this name, in any case.

    Args:
        name: the name.
        typed: the whole condition, for the sentence.
        position: where it stands.

    Raises:
        QueryError: there is none; the sentence names the nearest one.
    """
    field = FIELDS.get(name.lower())
    if field is not None:
        return field
    guess = nearest(name.lower(), FIELDS)
    hint = f"did you mean {guess}?" if guess else f'to look for that text, write "{shown(typed)}".'
    raise QueryError(f"There is no field {shown(name)}; {hint}", position)


def _name(operator: str, values: tuple[Value, ...], is_negated: bool) -> Term:
    first = values[0]
    if first.is_pattern:
        if operator == "=":
            raise QueryError("A pattern follows name:, not name=.", first.position)
        return NameTerm(compile_pattern(first.text, first.position), is_negated)
    needles = tuple(value.text for value in values)
    minds_case = any(needle != needle.lower() for needle in needles)
    matches = _named(operator, needles) if minds_case else _named_in_any_case(operator, needles)
    search = _searchable(needles[0]) if len(needles) == 1 else ""
    return NameTerm(matches, is_negated, search)


def _named(operator: str, needles: tuple[str, ...]) -> TextTest:
    if operator == "=":
        return lambda name: name in needles
    return lambda name: any(needle in name for needle in needles)


def _named_in_any_case(operator: str, needles: tuple[str, ...]) -> TextTest:
    folded = tuple(needle.casefold() for needle in needles)
    if operator == "=":
        return lambda name: name.casefold() in folded
    if len(folded) == 1:
        needle = folded[0]
        return lambda name: needle in name.casefold()
    within = _named(operator, folded)
    return lambda name: within(name.casefold())


def _searchable(needle: str) -> str:
    """Return what the service can look for without missing a name, or nothing.

    Whether it minds case is not documented. With capitals we mind it ourselves, and without any
    letter that has two cases there is no difference; else it might miss names. It may trim what
    it gets, and take a backslash for a sign of its own.
    """
    minds_case = needle != needle.lower() or needle.lower() == needle.upper()
    is_plain = needle == needle.strip() and "\\" not in needle
    return needle if minds_case and is_plain and len(needle) <= LONGEST_SEARCH else ""


def _id(operator: str, values: tuple[Value, ...], is_negated: bool) -> Term:
    wanted = tuple(value.text.lower() for value in values)
    if operator == "=":
        return IdTerm(lambda row_id: row_id.lower() in wanted, is_negated)
    return IdTerm(lambda row_id: row_id.lower().startswith(wanted), is_negated)


def _status(_: str, values: tuple[Value, ...], is_negated: bool) -> Term:
    codes = [status_codes(value.text, value.position) for value in values]
    return StatusTerm(frozenset().union(*codes), is_negated)


def _span(operator: str, values: tuple[Value, ...], is_negated: bool) -> Comparison:
    comparison = Comparison(operator, parse_span(values[0].text.lower(), values[0].position))
    # Turned round here and not afterwards: what is not known must pass neither.
    return comparison.opposite if is_negated else comparison


def _age(operator: str, values: tuple[Value, ...], is_negated: bool) -> Term:
    return AgeTerm(_span(operator, values, is_negated))


def _duration(operator: str, values: tuple[Value, ...], is_negated: bool) -> Term:
    return DurationTerm(_span(operator, values, is_negated))


def _versions(operator: str, values: tuple[Value, ...], is_negated: bool) -> Term:
    count = parse_count(values[0].text, values[0].position)
    comparison = Comparison("=" if operator == ":" else operator, count)
    return VersionCountTerm(comparison.opposite if is_negated else comparison)


_DURATION = Field("dur", _ORDERS, "dur<1m", "a time such as 1m", _duration)

FIELDS: dict[str, Field] = {
    "age": Field("age", _ORDERS, "age>30d", "a time such as 30d", _age),
    "dur": _DURATION,
    "duration": _DURATION,
    "id": Field("id", _TEXT_OPERATORS, "id:182626", "an id or its beginning", _id, takes_many=True),
    "name": Field(
        "name",
        _TEXT_OPERATORS,
        "name:resnet",
        "part of a name",
        _name,
        takes_many=True,
        takes_patterns=True,
    ),
    "status": Field(
        "status",
        _TEXT_OPERATORS,
        "status:failed",
        "a status such as failed",
        _status,
        takes_many=True,
    ),
    "versions": Field(
        "versions", (*_ORDERS, *_TEXT_OPERATORS), "versions>5", "a number", _versions
    ),
}
"""Every field by every name that it has."""

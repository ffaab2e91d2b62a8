"""From text to terms: where each begins and ends, and what is not finished yet."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtui.domain.query.fields import Value, find_field
from mtui.domain.query.patterns import compile_pattern
from mtui.domain.query.refusal import QueryError
from mtui.domain.query.terms import AnywhereTerm, Term, WordTerm

LONGEST_TEXT = 1_000
"""More than that, in characters, was not typed by a person."""

_GLUED = 'A space must separate two conditions; text that holds / or " goes into quotes.'
_FIELD = re.compile(r"([A-Za-z_]+)(!=|<=|>=|[:=<>])")
_SPACES = re.compile(r"\s*")
_BARE = re.compile(r"\S+")
_BARE_ITEM = re.compile(r"[^\s,]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)*+)/", re.DOTALL)
_ESCAPED_QUOTE = re.compile(r'\\(["\\])')


def read_terms(text: str) -> tuple[Term, ...]:
    """Return the terms of an expression in their order.

    Raises:
        QueryError: it is wrong or not finished.
    """
    if len(text) > LONGEST_TEXT:
        raise QueryError(f"A filter has at most {LONGEST_TEXT:,} characters.", LONGEST_TEXT)
    terms = []
    at = _after_spaces(text, 0)
    while at < len(text):
        reading = _read_term(text, at)
        terms.append(reading.term)
        if reading.end < len(text) and not text[reading.end].isspace():
            raise QueryError(_GLUED, reading.end)
        at = _after_spaces(text, reading.end)
    return tuple(terms)


class _Reading(NamedTuple):
    """A term and where it ends."""

    term: Term
    end: int


def _after_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found else at


def _read_term(text: str, at: int) -> _Reading:
    """Read one term; `at` is not a space."""
    start = at
    while text.startswith("!", at):
        at += 1
    is_negated = (at - start) % 2 == 1
    if at == len(text) or text[at].isspace():
        raise QueryError("After ! comes what to leave out, such as !prod.", at)
    if text[at] == "/":
        source, end = _delimited(text, at, _PATTERN, "/")
        return _Reading(AnywhereTerm(compile_pattern(source, at), is_negated), end)
    if text[at] == '"':
        words, end = _delimited(text, at, _QUOTED, '"')
        return _Reading(_word(_unescaped(words), is_negated=is_negated), end)
    field = _FIELD.match(text, at)
    if field:
        return _read_field(text, field, is_negated=is_negated)
    bare = _BARE.match(text, at)
    end = bare.end() if bare else len(text)
    return _Reading(_word(text[at:end], is_negated=is_negated), end)


def _word(text: str, *, is_negated: bool) -> Term:
    """Return a term for text anywhere; capitals in it mean themselves alone."""
    if text != text.lower():
        return AnywhereTerm(lambda searched: text in searched, is_negated)
    return WordTerm(text.casefold(), is_negated)


def _read_field(text: str, found: re.Match[str], *, is_negated: bool) -> _Reading:
    """Read the value of a field and have the field make its term."""
    typed, operator = found.groups()
    bare = _BARE.match(text, found.start())
    field = find_field(typed, bare[0] if bare else typed, found.start())
    if operator not in field.operators:
        options = " or ".join(field.operators)
        raise QueryError(f"{field.name} takes {options}, such as {field.example}.", found.start(2))
    at = found.end()
    if at == len(text) or text[at].isspace():
        raise QueryError(f"After {typed}{operator} comes {field.wants}.", at)
    if operator == "!=":
        operator, is_negated = "=", not is_negated
    if field.takes_patterns and text[at] == "/":
        source, end = _delimited(text, at, _PATTERN, "/")
        value = Value(source, at, is_pattern=True)
        return _Reading(field.make(operator, (value,), is_negated), end)
    values, end = _read_values(text, at)
    if len(values) > 1 and not field.takes_many:
        raise QueryError(f"{field.name} takes one value, such as {field.example}.", at)
    return _Reading(field.make(operator, values, is_negated), end)


def _read_values(text: str, at: int) -> tuple[tuple[Value, ...], int]:
    """Read values with commas between them."""
    values = []
    while True:
        if text.startswith('"', at):
            words, end = _delimited(text, at, _QUOTED, '"')
            values.append(Value(_unescaped(words), at))
        else:
            bare = _BARE_ITEM.match(text, at)
            if bare is None:
                place = "After" if values else "Before"
                raise QueryError(f"{place} the comma comes a value.", at)
            end = bare.end()
            values.append(Value(bare[0], at))
        if not text.startswith(",", end):
            return tuple(values), end
        at = end + 1


def _delimited(text: str, at: int, form: re.Pattern[str], delimiter: str) -> tuple[str, int]:
    """Return what stands between two delimiters and where it ends."""
    found = form.match(text, at)
    if found is None:
        raise QueryError(f"The closing {delimiter} is missing.", len(text))
    if not found[1]:
        what = f"{delimiter}{delimiter}"
        raise QueryError(f"There is nothing between the two marks of {what}.", at)
    return found[1], found.end()


def _unescaped(words: str) -> str:
    return _ESCAPED_QUOTE.sub(r"\1", words)

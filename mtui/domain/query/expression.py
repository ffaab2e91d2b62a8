"""A filter expression as a value: what it lets through and what the service can do of it."""

from __future__ import annotations

from dataclasses import field
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mtui.domain.frozen import frozen
from mtui.domain.query.reading import read_terms
from mtui.domain.query.terms import NameTerm, StatusTerm
from mtui.domain.status import all_phases, status_from_code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtui.domain.jobs import JobVersion, TrainingJob
    from mtui.domain.query.terms import Term

_PHASES = frozenset(status.code for status in all_phases())
_R = TypeVar("_R")


class ServerFilter(NamedTuple):
    """What the list call can filter itself (03_0046) without losing a row that matches."""

    search_content: str = ""
    """Part of a name, up to 64 characters; empty for all."""
    status: str | None = None
    """One status code; None for all."""


@frozen
class Query:
    """A valid filter expression; two are equal if their texts are."""

    text: str = ""
    """As it was typed."""
    terms: tuple[Term, ...] = field(default=(), compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return not self.terms

    @property
    def server_filter(self) -> ServerFilter:
        """What may be left to the service; its rows still have to pass the predicate."""
        parts = [
            term.search_content
            for term in self.terms
            if isinstance(term, NameTerm) and not term.is_negated
        ]
        codes = [
            code
            for term in self.terms
            if isinstance(term, StatusTerm) and not term.is_negated
            for code in _only_number(term.codes)
        ]
        return ServerFilter(max(parts, key=len, default=""), codes[0] if codes else None)

    def job_predicate(self, now_ms: int) -> Callable[[TrainingJob], bool]:
        """Return the test of a job at this moment, in epoch milliseconds."""
        return _all_of([term.job_test(now_ms) for term in self._cheap_first])

    def version_predicate(self, now_ms: int) -> Callable[[JobVersion], bool]:
        """Return the test of a version at this moment, in epoch milliseconds."""
        return _all_of([term.version_test(now_ms) for term in self._cheap_first])

    @property
    def _cheap_first(self) -> list[Term]:
        return sorted(self.terms, key=attrgetter("cost"))


def _only_number(codes: frozenset[str]) -> list[str]:
    """Return the one code of the vendor's numbers among these, if there is exactly one.

    The service takes no more than one; phases of v2 mean nothing to it.
    """
    numbers = [code for code in codes if code not in _PHASES]
    return numbers if len(numbers) == 1 and status_from_code(numbers[0]).is_known else []


def parse_query(text: str) -> Query:
    """Return the query that a person typed.

    Raises:
        QueryError: it is wrong or not finished; the sentence says what is missing.
    """
    return Query(text, read_terms(text))


def _all_of(tests: Sequence[Callable[[_R], bool]]) -> Callable[[_R], bool]:
    """Return one test that holds where all do, with as few calls as can be."""
    if not tests:
        return _always
    first, *others = tests
    if not others:
        return first
    rest = _all_of(others)
    return lambda row: first(row) and rest(row)


def _always(_: object) -> bool:
    return True

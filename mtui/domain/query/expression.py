"""A filter expression as a value: what it lets through and what the service can do of it."""

from __future__ import annotations

from dataclasses import field
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from mtui.domain.frozen import frozen
from mtui.domain.query.pushing import server_filter
from mtui.domain.query.reading import read_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtui.domain.jobs import Generation, JobVersion, TrainingJob
    from mtui.domain.query.pushing import ServerFilter
    from mtui.domain.query.terms import Term

_R = TypeVar("_R")


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

    def server_filter(self, generation: Generation) -> ServerFilter | None:
        """Return what may be left to the service; its rows still have to pass the predicate."""
        return server_filter(self.terms, generation)

    def job_predicate(self, now_ms: int) -> Callable[[TrainingJob], bool]:
        """Return the test of a job at this moment, in epoch milliseconds."""
        return _all_of([term.job_test(now_ms) for term in self._cheap_first])

    def version_predicate(self, now_ms: int) -> Callable[[JobVersion], bool]:
        """Return the test of a version at this moment, in epoch milliseconds."""
        return _all_of([term.version_test(now_ms) for term in self._cheap_first])

    @property
    def _cheap_first(self) -> list[Term]:
        return sorted(self.terms, key=attrgetter("cost"))


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

"""What of an expression the service can filter itself, without losing a row that matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtui.domain.jobs import Generation
from mtui.domain.query.quantities import PLAUSIBLE_MS
from mtui.domain.query.statuses import STRANGERS
from mtui.domain.query.terms import AgeTerm, NameTerm, StatusTerm
from mtui.domain.status import all_phases, status_from_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtui.domain.query.terms import Term

_PHASES = frozenset(status.code for status in all_phases())


class ServerFilter(NamedTuple):
    """What a list call is asked for instead of everything; its rows still pass the predicate."""

    search_content: str = ""
    """Part of a name, up to 64 characters; empty for all."""
    statuses: frozenset[str] = frozenset()
    """Codes or phases; empty for all."""
    youngest_ms: int | None = None
    """The least age, in milliseconds; None for no limit."""
    oldest_ms: int | None = None
    """The greatest age, in milliseconds; None for no limit."""

    def covers(self, other: ServerFilter) -> bool:
        """Return whether every row that the other lets through passes this one too."""
        return (
            self.search_content in other.search_content
            and (not self.statuses or bool(other.statuses and other.statuses <= self.statuses))
            and _is_within(self.youngest_ms, other.youngest_ms, is_least=True)
            and _is_within(self.oldest_ms, other.oldest_ms, is_least=False)
        )


def server_filter(terms: Sequence[Term], generation: Generation) -> ServerFilter | None:
    """Return what may be left to the service for these terms; None if that is nothing.

    The first generation takes one code and part of a name (03_0046); a group of codes would be a
    request for each, between which a job may go from one to another. The second takes any phases,
    part of a name and times of creation (api.md §5.1).
    """
    parts = [
        term.search_content for term in terms if isinstance(term, NameTerm) and not term.is_negated
    ]
    statuses = _statuses(terms, generation)
    youngest_ms = oldest_ms = None
    if generation is Generation.V2:
        bounds = [
            term.age_ms.bounds(-PLAUSIBLE_MS, PLAUSIBLE_MS)
            for term in terms
            if isinstance(term, AgeTerm)
        ]
        least = max((least for least, _ in bounds), default=-PLAUSIBLE_MS)
        most = min((most for _, most in bounds), default=PLAUSIBLE_MS)
        youngest_ms = least if least > -PLAUSIBLE_MS else None
        oldest_ms = most if most < PLAUSIBLE_MS else None
    asked = ServerFilter(max(parts, key=len, default=""), statuses, youngest_ms, oldest_ms)
    return None if asked == ServerFilter() else asked


def _statuses(terms: Iterable[Term], generation: Generation) -> frozenset[str]:
    """Return the codes that all terms let through, if the service takes just these."""
    sets = [term.codes for term in terms if isinstance(term, StatusTerm) and not term.is_negated]
    codes = frozenset.intersection(*sets) if sets else frozenset()
    if STRANGERS in codes:
        return frozenset()  # stands for codes that nobody can name
    if generation is Generation.V2:
        return codes & _PHASES
    numbers = codes - _PHASES
    is_one = len(numbers) == 1 and all(status_from_code(code).is_known for code in numbers)
    return numbers if is_one else frozenset()


def _is_within(bound: int | None, other: int | None, *, is_least: bool) -> bool:
    if bound is None:
        return True
    return other is not None and (other >= bound if is_least else other <= bound)

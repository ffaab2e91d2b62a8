"""The terms of an expression, each as a test of a job and of a version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias, TypeVar

from mtui.domain.frozen import frozen
from mtui.domain.jobs import JobVersion, TrainingJob
from mtui.domain.query.quantities import PLAUSIBLE_MS
from mtui.domain.query.statuses import STRANGERS

if TYPE_CHECKING:
    from mtui.domain.query.quantities import Comparison

JobTest: TypeAlias = Callable[[TrainingJob], bool]
VersionTest: TypeAlias = Callable[[JobVersion], bool]
RowTest: TypeAlias = Callable[[TrainingJob | JobVersion], bool]
TextTest: TypeAlias = Callable[[str], bool]

_R = TypeVar("_R")


class Term(Protocol):
    """One condition of an expression."""

    cost: ClassVar[int]
    """Cheap ones are asked first; only the order matters."""

    def job_test(self, now_ms: int) -> JobTest:
        """Return the condition on a job at this moment, in epoch milliseconds."""

    def version_test(self, now_ms: int) -> VersionTest:
        """Return the condition on a version at this moment, in epoch milliseconds."""


def _turned(test: Callable[[_R], bool], *, is_negated: bool) -> Callable[[_R], bool]:
    if not is_negated:
        return test
    return lambda row: not test(row)


@frozen
class AnywhereTerm:
    """Text that any of a row's texts must pass: a pattern or a word that minds capitals."""

    cost: ClassVar[int] = 5

    matches: TextTest
    is_negated: bool = False

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at name, id, status and description."""
        matches = self.matches

        def test(job: TrainingJob) -> bool:
            return (
                matches(job.name)
                or matches(job.job_id)
                or matches(job.status.word)
                or matches(job.description)
            )

        return _turned(test, is_negated=self.is_negated)

    def version_test(self, now_ms: int) -> VersionTest:  # noqa: ARG002
        """Look at name, id, status, engine and flavor."""
        matches = self.matches

        def test(version: JobVersion) -> bool:
            return (
                matches(version.name)
                or matches(version.version_id)
                or matches(version.status.word)
                or matches(version.engine)
                or matches(version.flavor)
            )

        return _turned(test, is_negated=self.is_negated)


@frozen
class WordTerm:
    """A word in any case, anywhere in a row: the term that is typed most."""

    cost: ClassVar[int] = 4

    needle: str
    """Case-folded."""
    is_negated: bool = False

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at name, id, status and description."""
        needle = self.needle

        # Written out: a call for each text would double the time for a hundred thousand jobs.
        def test(job: TrainingJob) -> bool:
            return (
                needle in job.name.casefold()
                or needle in job.job_id.casefold()
                or needle in job.status.word.casefold()
                or needle in job.description.casefold()
            )

        return _turned(test, is_negated=self.is_negated)

    def version_test(self, now_ms: int) -> VersionTest:
        """Look at name, id, status, engine and flavor."""
        needle = self.needle
        anywhere = AnywhereTerm(lambda text: needle in text.casefold(), self.is_negated)
        return anywhere.version_test(now_ms)


@frozen
class NameTerm:
    """A condition on the name."""

    cost: ClassVar[int] = 3

    matches: TextTest
    is_negated: bool = False
    search_content: str = ""
    """A part that every matching name has, if the service can look for it exactly."""

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at the job's name."""
        matches = self.matches
        return _turned(lambda job: matches(job.name), is_negated=self.is_negated)

    def version_test(self, now_ms: int) -> VersionTest:  # noqa: ARG002
        """Look at the version's name."""
        matches = self.matches
        return _turned(lambda version: matches(version.name), is_negated=self.is_negated)


@frozen
class IdTerm:
    """A condition on the row's own id."""

    cost: ClassVar[int] = 2

    matches: TextTest
    is_negated: bool = False

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at the job's id."""
        matches = self.matches
        return _turned(lambda job: matches(job.job_id), is_negated=self.is_negated)

    def version_test(self, now_ms: int) -> VersionTest:  # noqa: ARG002
        """Look at the version's id."""
        matches = self.matches
        return _turned(lambda version: matches(version.version_id), is_negated=self.is_negated)


@frozen
class StatusTerm:
    """A set of statuses."""

    cost: ClassVar[int] = 1

    codes: frozenset[str]
    is_negated: bool = False

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at the status of the newest version."""
        return self._test()

    def version_test(self, now_ms: int) -> VersionTest:  # noqa: ARG002
        """Look at the version's status."""
        return self._test()

    def _test(self) -> RowTest:
        codes = self.codes
        if STRANGERS not in codes:
            return _turned(lambda row: row.status.code in codes, is_negated=self.is_negated)
        return _turned(
            lambda row: row.status.code in codes or not row.status.is_known,
            is_negated=self.is_negated,
        )


@frozen
class AgeTerm:
    """How long ago a row was created; an absurd or missing time passes no comparison."""

    cost: ClassVar[int] = 0

    age_ms: Comparison

    def job_test(self, now_ms: int) -> JobTest:
        """Look at the job's creation."""
        return self._test(now_ms)

    def version_test(self, now_ms: int) -> VersionTest:
        """Look at the version's creation."""
        return self._test(now_ms)

    def _test(self, now_ms: int) -> RowTest:
        youngest, oldest = self.age_ms.bounds(-PLAUSIBLE_MS, PLAUSIBLE_MS)
        first, last = max(1, now_ms - oldest), now_ms - youngest
        return lambda row: row.created_ms is not None and first <= row.created_ms <= last


@frozen
class DurationTerm:
    """How long a row ran; an absurd or missing duration passes no comparison."""

    cost: ClassVar[int] = 0

    duration_ms: Comparison

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at the duration of the newest version."""
        return self._test()

    def version_test(self, now_ms: int) -> VersionTest:  # noqa: ARG002
        """Look at the version's duration."""
        return self._test()

    def _test(self) -> RowTest:
        least, most = self.duration_ms.bounds(0, PLAUSIBLE_MS)
        return lambda row: row.duration_ms is not None and least <= row.duration_ms <= most


@frozen
class VersionCountTerm:
    """How many versions a job has."""

    cost: ClassVar[int] = 0

    count: Comparison

    def job_test(self, now_ms: int) -> JobTest:  # noqa: ARG002
        """Look at what the service says; a job whose count is not known never passes."""
        passes = self.count.test()
        return lambda job: passes(job.version_count)

    def version_test(self, now_ms: int) -> VersionTest:  # noqa: ARG002
        """Let none through: a version has no versions."""
        return _never


def _never(_: object) -> bool:
    return False

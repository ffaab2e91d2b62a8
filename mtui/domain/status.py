"""Job statuses: what each wire code means and what may be done in it."""

from __future__ import annotations

from enum import StrEnum

from mtui.domain.frozen import frozen


class StatusFamily(StrEnum):
    """The few kinds of state that a person tells apart."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDING = "ending"
    COMPLETED = "completed"
    FAILED = "failed"
    KILLED = "killed"
    UNKNOWN = "unknown"


_SETTLED = frozenset({StatusFamily.COMPLETED, StatusFamily.FAILED, StatusFamily.KILLED})


@frozen
class JobStatus:
    """A status as the service told it; a value nobody knows is kept, never dropped."""

    code: str
    """The wire value as text: ``"10"``, ``"Running"``, or whatever else the service sent."""
    word: str
    """One or two lower-case words for the screen."""
    family: StatusFamily

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.family in _SETTLED

    @property
    def is_known(self) -> bool:
        """Whether the code stands in one of the vendor's tables."""
        return self.code in _TABLE or self.code in _PHASES

    @property
    def is_running(self) -> bool:
        """Whether it runs right now, so that deleting it ends work in progress."""
        return self.code in ("8", "Running")

    @property
    def can_stop(self) -> bool:
        """Whether the service stops it.

        Versions are stopped while they run (23_0159, 04_0171), jobs without versions also while
        they are created or wait (StopTrainingJob).
        """
        return self.code in _STOPPABLE

    @property
    def is_being_cancelled(self) -> bool:
        """Whether it is being stopped: then the service refuses to delete (status 9, api.md §2)."""
        return self.family is StatusFamily.ENDING

    @property
    def is_delete_failed(self) -> bool:
        """Whether it is status 6: an accepted deletion that did not succeed."""
        return self.code == "6"


_STOPPABLE = frozenset({"8", "Creating", "Pending", "Running"})

# 03_0074 (0 to 21) and the SDK's 04_0077 (22); the families are inferred there.
_ROWS: tuple[tuple[int, str, StatusFamily], ...] = (
    (0, "unknown", StatusFamily.UNKNOWN),
    (1, "initializing", StatusFamily.WAITING),
    (2, "building image", StatusFamily.WAITING),
    (3, "image failed", StatusFamily.FAILED),
    (4, "submitting", StatusFamily.WAITING),
    (5, "submit failed", StatusFamily.FAILED),
    (6, "delete failed", StatusFamily.FAILED),
    (7, "waiting", StatusFamily.WAITING),
    (8, "running", StatusFamily.RUNNING),
    (9, "killing", StatusFamily.ENDING),
    (10, "completed", StatusFamily.COMPLETED),
    (11, "failed", StatusFamily.FAILED),
    (12, "killed", StatusFamily.KILLED),
    (13, "canceled", StatusFamily.KILLED),
    (14, "lost", StatusFamily.FAILED),
    (15, "scaling", StatusFamily.RUNNING),
    (16, "model failed", StatusFamily.FAILED),
    (17, "deploy failed", StatusFamily.FAILED),
    (18, "check init", StatusFamily.WAITING),
    (19, "checking", StatusFamily.RUNNING),
    (20, "checked", StatusFamily.COMPLETED),
    (21, "check failed", StatusFamily.FAILED),
    (22, "mount failed", StatusFamily.FAILED),
)
_TABLE: dict[str, JobStatus] = {
    str(code): JobStatus(str(code), word, family) for code, word, family in _ROWS
}

# The phases of v2 (api.md §5.2); no phase is spelled like a code.
_PHASES: dict[str, JobStatus] = {
    phase: JobStatus(phase, phase.lower(), family)
    for phase, family in (
        ("Creating", StatusFamily.WAITING),
        ("Pending", StatusFamily.WAITING),
        ("Running", StatusFamily.RUNNING),
        ("Terminating", StatusFamily.ENDING),
        ("Completed", StatusFamily.COMPLETED),
        ("Failed", StatusFamily.FAILED),
        ("Terminated", StatusFamily.KILLED),
        ("Abnormal", StatusFamily.FAILED),
    )
}


def status_from_code(code: int | str | None) -> JobStatus:
    """Return the status for a wire code: a number or numeric text (03_0074), or a phase of v2.

    A code outside the tables becomes an unknown status that shows the code itself.
    """
    text = "" if code is None else str(code).strip()
    known = _TABLE.get(text) or _PHASES.get(text)
    if known is not None:
        return known
    return JobStatus(text, text or "?", StatusFamily.UNKNOWN)


def all_statuses() -> tuple[JobStatus, ...]:
    """Return the vendor's whole table of v1, by code."""
    return tuple(_TABLE.values())


def all_phases() -> tuple[JobStatus, ...]:
    """Return the phases of v2 that the vendor documents, in the order of a job's life."""
    return tuple(_PHASES.values())

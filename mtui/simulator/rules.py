"""What the documentation leaves open, as choices."""

from __future__ import annotations

from dataclasses import dataclass

from mtui.simulator.refusals import FAILS_WITH_400, FailureStyle


@dataclass(slots=True)
class Rules:
    """Behaviour that the documentation leaves open or that depends on time; may be changed."""

    create_s: float = 5.0
    """From creating to pending (v2)."""
    queue_s: float = 40.0
    """From queued to running."""
    run_s: float = 600.0
    """From running to completed."""
    stop_s: float = 2.0
    """From an accepted stop (9) to killed (12)."""
    delete_s: float = 2.5
    """From an accepted deletion until the version is gone; the old status shows meanwhile."""
    keeps_empty_jobs: bool = True
    """Whether a job outlives its last version, with ``version_count`` 0."""
    refuses_repeat_delete: bool = False
    """Whether deleting what is already leaving fails with 6357; else it is accepted again."""
    cuts_unpaged_versions: bool = False
    """Whether ``per_page`` cuts a version list that was asked without a page."""
    counts_matches: bool = True
    """Whether v1's ``job_total_count`` counts what a query finds; else all jobs there are."""
    serves_v1: bool = True
    """Whether the training API with versions is offered; younger regions never had it."""
    serves_v2: bool = True
    """Whether the training API without versions is offered."""
    serves_batches: bool = True
    """Whether v2 deletes many jobs in one request."""
    skips_records: bool = False
    """Whether v2's ``offset`` counts records, as older pages have it; else it counts pages."""
    checks_batches: bool = True
    """Whether a batch with one wrong job in it is refused as a whole; else up to that job."""
    batch_takes: int | None = None
    """How many jobs of an accepted batch are really deleted; None for all."""
    failure: FailureStyle = FAILS_WITH_400
    """HTTP status and message key of a ModelArts failure."""
    token_life_s: float = 86_400.0
    """How long a token lives."""

"""Going to a job or to one of its versions, from a list or by its ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import MtuiError
from mtui.domain.jobs import Generation, JobId, TrainingJob, VersionId, generation_of, parse_job_id
from mtui.domain.status import status_from_code
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.jobs import VersionListing
    from mtui.ui.app import MtuiApp

_LONGEST = 200


def open_job(app: MtuiApp, job: TrainingJob, version_id: VersionId | None = None) -> None:
    """Show a job, with the cursor on one of its versions."""
    app.last_job = job
    if job.generation is Generation.V2:
        from mtui.ui.screens.job_v2 import V2JobScreen

        app.push_screen(V2JobScreen(job))
    else:
        from mtui.ui.screens.job import JobScreen

        app.push_screen(JobScreen(job, version_id))


async def visit(app: MtuiApp, job_id: str, version_id: str | None = None) -> None:
    """Look a job up by its id and show it, or say why not."""
    try:
        job = await _look_up(app, parse_job_id(job_id), version_id)
    except ValueError as error:
        _complain(app, str(error))
    except MtuiError as error:
        app.announce_error(error)
    else:
        open_job(app, job, None if version_id is None else VersionId(version_id))


async def _look_up(app: MtuiApp, job_id: JobId, version_id: str | None) -> TrainingJob:
    """Return a job.

    Raises:
        ValueError: it has no such version.
        MtuiError: it could not be read.
    """
    if generation_of(job_id) is Generation.V2:
        if version_id is not None:
            raise ValueError(f"job {job_id} is of a generation without versions")
        return (await app.portal.call(lambda s: s.v2_catalog.job(job_id))).detail.job
    listing = (await app.portal.call(lambda s: s.catalog.versions(job_id))).listing
    if version_id not in {None, *(version.version_id for version in listing.versions)}:
        name = safe(listing.job_name, _LONGEST)
        raise ValueError(f"job {job_id} ({name}) has no version {safe(version_id or '')}")
    return _job_of(listing)


def _job_of(listing: VersionListing) -> TrainingJob:
    newest = listing.versions[0] if listing.versions else None
    return TrainingJob(
        listing.job_id,
        listing.job_name,
        newest.status if newest else status_from_code(None),
        version_count=listing.version_count,
    )


def _complain(app: MtuiApp, words: str) -> None:
    app.announce(Notice(Tone.BAD, words, at_ms=app.now_ms()))

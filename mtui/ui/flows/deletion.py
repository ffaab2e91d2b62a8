"""Deleting and stopping, told once: plan, confirm, start, follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import MtuiError
from mtui.domain.jobs import DEFAULT_WORKSPACE
from mtui.domain.targets import Action, target_of_job, targets_of_listing
from mtui.ui.flows.confirmation import (
    confirm_and_start,
    make_plan,
    plan_as_they_are,
    tell_problems,
)
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.text import safe
from mtui.ui.screens.by_id import ByIdModal
from mtui.ui.screens.rule import RuleModal
from mtui.ui.screens.run import RunScreen
from mtui.ui.screens.selecting import SelectingModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.jobs import JobId, TrainingJob, VersionId
    from mtui.domain.targets import Target
    from mtui.ui.app import MtuiApp
    from mtui.ui.progress import RunProgress

_LONGEST = 200


async def carry_out(
    app: MtuiApp,
    action: Action,
    targets: Sequence[Target],
    *,
    read_ms: int,
    is_hidden: Callable[[Target], bool] = lambda _: False,
) -> None:
    """Plan, ask, and start; what happens then is told by the status pane and the lists.

    Args:
        app: the app.
        action: what to do.
        targets: to what.
        read_ms: when the targets were read, in epoch milliseconds.
        is_hidden: whether the filter hides a target.
    """
    planning = make_plan(app, action, targets, read_ms=read_ms, is_hidden=is_hidden)
    await _go_through(app, planning)


async def watch_many(app: MtuiApp, progress: RunProgress) -> None:
    """Show a run of many targets; the status pane tells enough of a single one."""
    if progress.total > 1:
        await watch_run(app, progress)


async def watch_run(app: MtuiApp, progress: RunProgress) -> None:
    """Show a run, or its ledger; from there what did not succeed can be planned once more."""
    wants_more = await app.push_screen_wait(RunScreen(progress))
    if wants_more and progress.report is not None:
        planning = plan_as_they_are(app, progress.plan.action, progress.report.retryable)
        await _go_through(app, planning)


async def _go_through(app: MtuiApp, planning: Awaitable[DeletionPlan | None]) -> None:
    try:
        plan = await planning
        progress = None if plan is None else await confirm_and_start(app, plan)
    except MtuiError as error:
        app.announce_error(error)
    else:
        if progress is not None:
            await watch_many(app, progress)


async def delete_versions_of(app: MtuiApp, jobs: Sequence[TrainingJob]) -> None:
    """Ask by which rule, find the versions of these jobs that it means, and delete them."""
    rule = await app.push_screen_wait(RuleModal(len(jobs)))
    if rule is None:
        return
    job_ids = [job.job_id for job in jobs]
    found = await app.push_screen_wait(SelectingModal(job_ids, rule))
    if found is None:
        return
    tell_problems(app, found.problems)
    if found.targets:
        await carry_out(app, Action.DELETE, found.targets, read_ms=found.read_ms)
    else:
        words = f"no version of {counted(len(jobs), 'job')} is meant by this rule"
        app.announce(Notice(Tone.PLAIN, words, at_ms=app.now_ms()))


async def delete_by_id(app: MtuiApp) -> None:
    """Ask for a job's and a version's id, look them up, and delete that version.

    A job without versions is found by its own id alone, and deleted as a whole.
    """
    asked = await app.push_screen_wait(ByIdModal())
    if asked is None:
        return
    job_id, version_id = asked
    try:
        found = await (_v2_job(app, job_id) if version_id is None else _version(app, *asked))
    except MtuiError as error:
        app.announce_error(error)
        return
    if found is not None:
        target, read_ms = found
        await carry_out(app, Action.DELETE, [target], read_ms=read_ms)


async def _v2_job(app: MtuiApp, job_id: JobId) -> tuple[Target, int]:
    snapshot = await app.portal.call(lambda s: s.v2_catalog.job(job_id))
    workspace_id = app.workspace_id or DEFAULT_WORKSPACE
    return target_of_job(snapshot.detail.job, workspace_id), snapshot.at_ms


async def _version(
    app: MtuiApp, job_id: JobId, version_id: VersionId | None
) -> tuple[Target, int] | None:
    snapshot = await app.portal.call(lambda s: s.catalog.versions(job_id))
    for target in targets_of_listing(snapshot.listing):
        if target.version_id == version_id:
            return target, snapshot.at_ms
    name = safe(snapshot.listing.job_name, _LONGEST)
    words = f"job {job_id} ({name}) has no version {version_id}"
    app.announce(Notice(Tone.BAD, words, at_ms=app.now_ms()))
    return None

"""After an interruption: find out what became of it, and go on only with a new confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import MtuiError
from mtui.ui.flows.confirmation import confirm_and_start, look_again, plan_found
from mtui.ui.flows.deletion import watch_many
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.outcomes import report_headline, report_tone
from mtui.ui.screens.recover import RecoverChoice, recover_modal

if TYPE_CHECKING:
    from mtui.domain.deletion import RunReport
    from mtui.services.recovery import UnfinishedRun
    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp


async def recover(app: MtuiApp) -> None:
    """Offer to bring interrupted runs to their end, oldest first."""
    try:
        if await app.portal.call(_is_run_elsewhere):
            words = "another mtui has a run on this project; nothing can be started here meanwhile"
            app.announce(Notice(Tone.BUSY, words, at_ms=app.now_ms()))
            return
        for run in await app.portal.call(lambda s: s.recovery.unfinished()):
            await _bring_to_an_end(app, run)
    except MtuiError as error:
        app.announce_error(error)


async def _is_run_elsewhere(session: Session) -> bool:
    return session.recovery.is_run_elsewhere


async def _bring_to_an_end(app: MtuiApp, run: UnfinishedRun) -> None:
    chosen = await app.push_screen_wait(recover_modal(run))
    match RecoverChoice(chosen or RecoverChoice.LATER):
        case RecoverChoice.RESUME:
            await _resume(app, run)
        case RecoverChoice.VERIFY:
            await _verify(app, run, closes=True)
        case RecoverChoice.DISCARD:
            await app.portal.call(lambda s: s.recovery.discard(run))
            words = f"discarded the interrupted run {run.plan_id}"
            app.announce(Notice(Tone.PLAIN, words, at_ms=app.now_ms()))
        case RecoverChoice.LATER:
            pass


async def _resume(app: MtuiApp, run: UnfinishedRun) -> None:
    """Plan what remains; the old run is closed only once nothing of it can be forgotten.

    That is once the new one has begun, or nothing is left; what could not be looked at leaves it
    unfinished, to be offered again.
    """
    report = await _verify(app, run, closes=False)
    if not report.retryable:
        await app.portal.call(lambda s: s.recovery.close(run))
        return
    found = await look_again(app, report.retryable)
    plan = await plan_found(app, run.action, found)
    progress = await confirm_and_start(app, plan) if plan else None
    if not found.problems and (plan is None or progress is not None):
        await app.portal.call(lambda s: s.recovery.close(run))
    if progress is not None:
        await watch_many(app, progress)


async def _verify(app: MtuiApp, run: UnfinishedRun, *, closes: bool) -> RunReport:
    words = f"looking what became of the interrupted run {run.plan_id}; this may take a while"
    app.announce(Notice(Tone.BUSY, words, at_ms=app.now_ms()))
    report = await app.portal.call(lambda s: s.recovery.verify(run, closes=closes))
    app.announce(
        Notice(report_tone(report), report_headline(report), run.plan_id, at_ms=app.now_ms())
    )
    return report

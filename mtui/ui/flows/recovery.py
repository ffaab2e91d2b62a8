"""After an interruption: find out what became of it, and go on only with a new confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import MtuiError
from mtui.ui.flows.deletion import try_again
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.outcomes import report_headline, report_tone
from mtui.ui.screens.recover import RecoverChoice, recover_modal

if TYPE_CHECKING:
    from mtui.services.recovery import UnfinishedRun
    from mtui.ui.app import MtuiApp


async def recover(app: MtuiApp) -> None:
    """Offer to bring interrupted runs to their end, oldest first."""
    try:
        runs = await app.portal.call(lambda s: s.recovery.unfinished())
        for run in runs:
            chosen = await app.push_screen_wait(recover_modal(run))
            match RecoverChoice(chosen or RecoverChoice.LATER):
                case RecoverChoice.RESUME:
                    await _verify(app, run, may_resume=True)
                case RecoverChoice.VERIFY:
                    await _verify(app, run, may_resume=False)
                case RecoverChoice.DISCARD:
                    await _discard(app, run)
                case RecoverChoice.LATER:
                    pass
    except MtuiError as error:
        app.announce_error(error)


async def _verify(app: MtuiApp, run: UnfinishedRun, *, may_resume: bool) -> None:
    report = await app.portal.call(lambda s: s.recovery.verify(run))
    app.announce(
        Notice(report_tone(report), report_headline(report), run.plan_id, at_ms=app.now_ms())
    )
    if may_resume and report.retryable:
        await try_again(app, run.action, report.retryable)


async def _discard(app: MtuiApp, run: UnfinishedRun) -> None:
    await app.portal.call(lambda s: s.recovery.discard(run))
    words = f"discarded the interrupted run {run.plan_id}"
    app.announce(Notice(Tone.PLAIN, words, at_ms=app.now_ms()))

"""Back to a run: the one under way, or the ledger of an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.flows.deletion import watch_run
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.plans import counted
from mtui.ui.screens.choose import Choice, ChooseModal
from mtui.ui.screens.run import RunScreen

if TYPE_CHECKING:
    from mtui.ui.app import MtuiApp
    from mtui.ui.progress import RunProgress


async def show_a_run(app: MtuiApp) -> None:
    """Show the only run of this session, or let the person choose one."""
    runs = app.runs.runs
    if not runs:
        app.announce(Notice(Tone.PLAIN, "no run in this session yet", at_ms=app.now_ms()))
        return
    chosen: str | None = runs[0].plan.plan_id
    if len(runs) > 1:
        choices = [_choice(run) for run in runs]
        chosen = await app.push_screen_wait(ChooseModal("Runs, newest first", choices, chosen))
    is_shown = any(isinstance(s, RunScreen) and s.plan_id == chosen for s in app.screen_stack)
    for run in runs:
        if run.plan.plan_id == chosen and not is_shown:
            await watch_run(app, run)


def _choice(run: RunProgress) -> Choice:
    label = f"{run.plan.action} {counted(run.total, 'target')}"
    state = "over" if run.is_over else "under way"
    return Choice(run.plan.plan_id, label, f"{state}, {run.settled:,}/{run.total:,} settled")


async def may_quit(app: MtuiApp) -> bool:
    """Ask whether to leave although a run is under way."""
    choices = [
        Choice("stay", "stay", "the run goes on"),
        Choice("quit", "quit", "send nothing more, await what is in flight for a moment"),
    ]
    note = "A run is under way. What was not sent can be resumed at the next start."
    modal = ChooseModal("Leave mtui?", choices, "stay", note=note)
    return await app.push_screen_wait(modal) == "quit"

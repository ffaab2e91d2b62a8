"""From a plan to a run: show it, make it anew where it is too old, ask, start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.plans import renewal_words
from mtui.ui.presentation.text import safe
from mtui.ui.screens.confirm import ConfirmModal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.targets import Action, Target
    from mtui.services.selection import Problem, SelectionProgress
    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp
    from mtui.ui.progress import RunProgress
    from mtui.ui.screens.confirm import Confirmed

_LONGEST = 200


async def make_plan(
    app: MtuiApp,
    action: Action,
    targets: Sequence[Target],
    *,
    read_ms: int,
    is_hidden: Callable[[Target], bool] = lambda _: False,
) -> DeletionPlan:
    """Return a plan over targets that were read at that epoch millisecond."""

    async def plan(session: Session) -> DeletionPlan:
        return session.deletions.plan(action, targets, read_ms=read_ms, is_hidden=is_hidden)

    return await app.portal.call(plan)


async def plan_as_they_are(
    app: MtuiApp, action: Action, targets: Sequence[Target]
) -> DeletionPlan | None:
    """Look how the targets are now, and plan those that are still there; None if none is.

    Raises:
        MtuiError: signing in failed.
    """
    return await plan_found(app, action, await look_again(app, targets))


async def plan_found(app: MtuiApp, action: Action, found: SelectionProgress) -> DeletionPlan | None:
    """Plan what ``look_again`` found; None if that is nothing."""
    if not found.targets:
        return None
    return await make_plan(app, action, found.targets, read_ms=found.read_ms)


async def look_again(app: MtuiApp, targets: Sequence[Target]) -> SelectionProgress:
    """Return those of the targets that are still there; tell what could not be looked at.

    Raises:
        MtuiError: signing in failed.
    """
    found = await app.portal.call(lambda s: s.selector.as_they_are_now(targets))
    tell_problems(app, found.problems)
    if not found.targets and not found.problems:
        words = "none of them is there any more"
        app.announce(Notice(Tone.PLAIN, words, at_ms=app.now_ms()))
    return found


async def confirm_and_start(app: MtuiApp, plan: DeletionPlan) -> RunProgress | None:
    """Ask, and start what was confirmed; None if nothing was.

    A plan that is too old to act on is made anew and shown, again if need be, before anything
    is sent.

    Raises:
        MtuiError: it cannot be started, and why.
    """
    confirmed = await _confirm(app, plan)
    if confirmed is None:
        return None
    await app.portal.call(lambda s: s.deletions.start(confirmed.plan, confirmed.typed))
    return app.follow(confirmed.plan)


async def _confirm(app: MtuiApp, plan: DeletionPlan) -> Confirmed | None:
    remark = ""
    while True:
        if await _is_stale(app, plan):
            renewed = await _renew(app, plan)
            if renewed is None:
                return None
            remark = renewal_words(plan, renewed)
            plan = renewed
        if any(isinstance(screen, ConfirmModal) for screen in app.screen_stack):
            return None  # the key was pressed twice before the first dialog was there
        modal = ConfirmModal(plan, app.now_ms(), app.launch.seen_s, remark=remark)
        confirmed = await app.push_screen_wait(modal)
        if confirmed is None or not await _is_stale(app, confirmed.plan):
            return confirmed
        plan = confirmed.plan


def tell_problems(app: MtuiApp, problems: Sequence[Problem]) -> None:
    """Name what could not be looked at, and why."""
    for problem in problems:
        words = f"left out {safe(problem.subject)}: {safe(problem.reason, _LONGEST)}"
        app.announce(Notice(Tone.BAD, words, at_ms=app.now_ms()))


async def _is_stale(app: MtuiApp, plan: DeletionPlan) -> bool:
    async def is_stale(session: Session) -> bool:
        return session.deletions.is_stale(plan)

    return await app.portal.call(is_stale)


async def _renew(app: MtuiApp, plan: DeletionPlan) -> DeletionPlan | None:
    """Return the plan over its targets as they are now, ticked as they were; None if none is."""
    found = await look_again(app, [item.target for item in plan.items])
    if not found.targets:
        return None
    hidden = {item.target.key for item in plan.items if item.is_hidden}
    renewed = await make_plan(
        app,
        plan.action,
        found.targets,
        read_ms=found.read_ms,
        is_hidden=lambda target: target.key in hidden,
    )
    for item in plan.items:
        if item.ticked is item.is_hidden:
            renewed = renewed.with_tick(item.target.key, ticked=item.ticked)
    return renewed

"""The session's runs as the screens see them: what is under way, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.news import News

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.dom import DOMNode

    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import Action, TargetKey
    from mtui.ui.notices import Notice
    from mtui.ui.progress import RunProgress

_STEP = 5
"""Per cent."""


class RunBoard:
    """Takes the events of all runs; tells the screens and the status pane."""

    def __init__(
        self, owner: DOMNode, announce: Callable[[Notice], None], now_ms: Callable[[], int]
    ) -> None:
        self.changed: News[RunEvent] = News(owner, "run")
        self._announce = announce
        self._now_ms = now_ms
        self._runs: dict[str, RunProgress] = {}
        self._busy: dict[TargetKey, Action] = {}
        self._gone: set[TargetKey] = set()

    @property
    def busy_count(self) -> int:
        """How many targets of runs under way have no outcome yet."""
        return sum(run.total - run.settled for run in self._runs.values() if not run.is_over)

    def busy_with(self, action: Action) -> frozenset[TargetKey]:
        """Return the targets for which that was asked, and of which nobody knows more yet."""
        return frozenset(key for key, doing in self._busy.items() if doing is action)

    @property
    def gone(self) -> frozenset[TargetKey]:
        """Everything that was seen to be gone in this session."""
        return frozenset(self._gone)

    @property
    def runs(self) -> tuple[RunProgress, ...]:
        """All runs of this session, newest first."""
        return tuple(reversed(self._runs.values()))

    @property
    def live(self) -> RunProgress | None:
        """The newest run that is under way."""
        return next((run for run in self.runs if not run.is_over), None)

    @property
    def is_live(self) -> bool:
        """Whether a run is under way."""
        return any(not run.is_over for run in self._runs.values())

    def found_again(self, keys: Iterable[TargetKey]) -> tuple[TargetKey, ...]:
        """Count none of these as gone any more; return those that did."""
        found = tuple(key for key in keys if key in self._gone)
        self._gone.difference_update(found)
        return found

    def begin(self, plan: DeletionPlan) -> RunProgress:
        """Note that a plan was started, and return how it goes on."""
        from mtui.ui.progress import RunProgress

        progress = RunProgress(plan, self._now_ms())
        self._runs[plan.plan_id] = progress
        return progress

    def take(self, plan: DeletionPlan, event: RunEvent) -> None:
        """Take one event of a run."""
        from mtui.domain.events import TargetSent, TargetSettled
        from mtui.ui.run_notices import notice_of

        if isinstance(event, TargetSent):
            self._busy[event.key] = plan.action
        elif isinstance(event, TargetSettled):
            self._busy.pop(event.key, None)
            if event.outcome.kind.means_absent:
                self._gone.add(event.key)
        self._runs[plan.plan_id].take(event, self._now_ms())
        notice = notice_of(plan, event, self._now_ms())
        if notice is not None:
            self._announce(notice)
        self.changed.publish(event)


def run_badge(run: RunProgress, runs_key: str) -> str:
    """Return how far a run is in steps so large that few bytes are sent: ``run 45% (L)``.

    Args:
        run: the run.
        runs_key: the key that shows it.
    """
    percent = 100 * run.settled // run.total // _STEP * _STEP if run.total else 0
    state = " paused" if run.paused_because or run.is_held else ""
    return f"run {percent}%{state} ({runs_key})"

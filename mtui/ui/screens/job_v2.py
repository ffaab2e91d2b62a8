"""One training job of the current generation: its tasks, and everything else that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding

from mtui.domain.jobs import JobTask
from mtui.ui.batches import Batch
from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.text import cut_middle, safe
from mtui.ui.presentation.v2_columns import TASK_COLUMNS, task_key
from mtui.ui.screens.details_screen import DetailsScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.binding import BindingType

    from mtui.domain.jobs import TrainingJob
    from mtui.domain.query import Query
    from mtui.domain.targets import Action
    from mtui.ui.presentation.cells import Part


class V2JobScreen(DetailsScreen[JobTask]):
    """The tasks (instances) of one job with their exit codes, and the job's details."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "delete", "delete", id="job.delete", tooltip="Delete the job"),
        Binding("x", "stop", "stop", id="job.stop", tooltip="Stop the job"),
        Binding(
            "enter", "focus_details", "details", id="job.details", tooltip="Scroll the details"
        ),
    ]
    CSS_PATH = "job_v2.tcss"
    taste_name = "tasks"
    noun = "task"

    def __init__(self, job: TrainingJob) -> None:
        super().__init__(TASK_COLUMNS, task_key, is_markable=False)
        self._job = job

    async def batches(self) -> AsyncIterator[Batch[JobTask]]:
        """Read the job; its tasks come with it."""
        job_id = self._job.job_id
        snapshot = await self.app.portal.call(lambda s: s.v2_catalog.job(job_id))
        self._job = snapshot.detail.job
        self._details.show(snapshot.detail)
        tasks = snapshot.detail.tasks
        yield Batch(tasks, len(tasks), is_last=True, at_ms=snapshot.at_ms)

    def predicate(self, query: Query, now_ms: int) -> Callable[[JobTask], bool]:
        """Return which tasks a filter shows: its words are looked for in name and message."""
        del now_ms
        words = query.text.casefold().split()

        def shows(task: JobTask) -> bool:
            text = f"{task.name} {task.message} {task.address} {task.host}".casefold()
            return all(word in text for word in words)

        return shows

    def heading(self) -> list[Part]:
        """The way here and the job's name."""
        return [("Jobs › ", "dim"), (cut_middle(safe(self._job.name, 512), 40), "bold")]

    def count_words(self, count: int) -> str:
        """Say what is counted, since the title names the job."""
        return counted(count, "task")

    def copied_parts(self, row: JobTask) -> list[tuple[str, str]]:
        """Return the job's id and name, and the task's name."""
        job = self._job
        return [
            ("the job's id", job.job_id),
            ("the job's name", safe(job.name)),
            ("the task's name", safe(row.name)),
        ]

    def empty_words(self) -> tuple[str, str]:
        """Say that there is nothing to list, though there is a job."""
        details = self.app.key_name("job.details", V2JobScreen)
        refresh = self.app.key_name("list.refresh", V2JobScreen)
        keys = f"{details} details   {refresh} refresh   esc back"
        return "The service tells of no tasks of this job.", keys

    def busy_keys(self, action: Action) -> frozenset[str]:  # noqa: ARG002 - there are none
        """Return nothing: tasks are not deleted one by one."""
        return frozenset()

    def gone_keys(self) -> frozenset[str]:
        """Return nothing: tasks are not deleted one by one."""
        return frozenset()

    @work
    async def action_delete(self) -> None:
        """Delete the job."""
        from mtui.domain.targets import Action

        await self._carry_out(Action.DELETE)

    @work
    async def action_stop(self) -> None:
        """Stop the job."""
        from mtui.domain.targets import Action

        await self._carry_out(Action.STOP)

    async def _carry_out(self, action: Action) -> None:
        from mtui.domain.targets import target_of_job
        from mtui.ui.flows.deletion import carry_out

        workspace_id = self.app.workspace_id
        if workspace_id is None or self._loaded_ms is None:
            return
        target = target_of_job(self._job, workspace_id)
        await carry_out(self.app, action, [target], read_ms=self._loaded_ms)

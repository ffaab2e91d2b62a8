"""The training jobs of the current generation: no versions, one job is one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding

from mtui.domain.jobs import Generation
from mtui.ui.batches import Batch
from mtui.ui.presentation.v2_columns import V2_JOB_COLUMNS
from mtui.ui.screens.jobs import JobsScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.binding import BindingType

    from mtui.domain.jobs import TrainingJob


class V2JobsScreen(JobsScreen):
    """Every job of the workspace, newest first, with the same keys as the first generation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "delete", "delete", id="jobs.delete", tooltip="Delete the job"),
        Binding("x", "stop", "stop", id="jobs.stop", tooltip="Stop the job"),
    ]
    taste_name = "jobs v2"
    generation = Generation.V2

    def __init__(self) -> None:
        super().__init__(V2_JOB_COLUMNS)

    async def batches(self) -> AsyncIterator[Batch[TrainingJob]]:
        """Read the jobs page by page."""
        workspace_id, only = self.app.workspace_id, self._extent.asked
        if workspace_id is None:
            return
        async for chunk in self.app.portal.stream(lambda s: s.v2_catalog.jobs(workspace_id, only)):
            yield Batch(chunk.jobs, chunk.total_hint, chunk.is_last, chunk.at_ms)

    @work
    async def action_stop(self) -> None:
        """Stop the marked jobs, or the one with the cursor."""
        from mtui.domain.targets import Action

        await self._carry_out(Action.STOP)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what only versions have."""
        if action == "delete_versions":
            return False
        return super().check_action(action, parameters)

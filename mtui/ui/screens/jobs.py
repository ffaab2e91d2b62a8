"""The training jobs of one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding

from mtui.domain.errors import MtuiError
from mtui.domain.jobs import Generation, TrainingJob, WorkspaceId, other_generation
from mtui.services.preferences import JOBS
from mtui.ui.batches import Batch
from mtui.ui.presentation.columns import JOB_COLUMNS, job_key
from mtui.ui.presentation.standing import JOBS_HEADING, generation_parts
from mtui.ui.presentation.text import safe
from mtui.ui.screens.list_screen import ListScreen
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from textual.binding import BindingType

    from mtui.domain.query import Query, ServerFilter
    from mtui.domain.targets import Action, TargetKey
    from mtui.services.catalog import JobsChunk
    from mtui.services.underway import Underway
    from mtui.ui.presentation.cells import Column, Part


class JobsScreen(ListScreen[TrainingJob]):
    """Where a person starts: every job of the workspace, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "d",
            "delete",
            "delete",
            id="jobs.delete",
            tooltip="Delete the job with all its versions",
        ),
        Binding(
            "i",
            "by_id",
            "find by id",
            id="jobs.by_id",
            tooltip="Delete a version, or a v2 job, by its ids",
        ),
        Binding(
            "D",
            "delete_versions",
            "delete versions of…",
            show=False,
            id="jobs.delete_versions",
            tooltip="Delete versions of the marked jobs by a rule: all but the newest, failed, old",
        ),
        Binding(
            "minus",
            "forward",
            "last job",
            show=False,
            id="jobs.forward",
            tooltip="Open the job again that was left last",
        ),
        Binding(
            "tab",
            "generation",
            "generation",
            show=False,
            id="jobs.generation",
            tooltip="The other generation: v1, with versions, or v2, without",
        ),
        Binding(
            "W",
            "workspace",
            "workspace",
            show=False,
            id="jobs.workspace",
            tooltip="Show another workspace",
        ),
    ]
    taste_name = JOBS
    remembers_filter = True
    noun = "job"
    is_bottom = True
    generation: ClassVar[Generation] = Generation.V1

    def __init__(
        self,
        columns: Sequence[Column[TrainingJob]] = JOB_COLUMNS,
        begun: Underway[JobsChunk] | None = None,
    ) -> None:
        """Create it.

        Args:
            columns: what to show.
            begun: the jobs, if they are being read already.
        """
        super().__init__(columns, job_key)
        self._begun = begun

    async def batches(self) -> AsyncIterator[Batch[TrainingJob]]:
        """Read the jobs page by page."""
        workspace_id, only = self.app.workspace_id, self._extent.asked
        if workspace_id is None:
            return
        portal = self.app.portal
        begun, self._begun = self._begun, None
        chunks = portal.stream(lambda s: s.catalog.jobs(workspace_id, only))
        if begun is not None and only is None:
            chunks = portal.read(begun)
        async for chunk in chunks:
            yield Batch(chunk.jobs, chunk.total_hint, chunk.is_last, chunk.at_ms)

    def predicate(self, query: Query, now_ms: int) -> Callable[[TrainingJob], bool]:
        """Return which jobs a filter shows."""
        return query.job_predicate(now_ms)

    def server_filter(self, query: Query) -> ServerFilter | None:
        """Return what this generation's list call takes."""
        return query.server_filter(self.generation)

    def heading(self) -> list[Part]:
        """The list's name."""
        return [JOBS_HEADING]

    def position_parts(self) -> list[Part]:
        """Say which generation this is, and which key shows the other."""
        if not self.app.has_both_generations:
            return super().position_parts()
        parts = generation_parts(self.generation, self._generation_key)
        return [*parts, *super().position_parts()]

    @property
    def _generation_key(self) -> str:
        return self.app.key_name("jobs.generation", JobsScreen)

    def action_generation(self) -> None:
        """Show the jobs of the other generation."""
        self.app.show_other_generation()

    def copied_parts(self, row: TrainingJob) -> list[tuple[str, str]]:
        """Return id and name."""
        return [("the id", row.job_id), ("the name", safe(row.name))]

    def empty_words(self) -> tuple[str, str]:
        """Say which workspace is empty."""
        words = f"There are no training jobs in workspace {self.app.workspace_id}."
        app = self.app
        keys = (
            f"{app.key_name('jobs.workspace', JobsScreen)} another workspace"
            f"   {app.key_name('list.refresh', JobsScreen)} refresh"
            f"   {app.key_name('app.profiles', type(app))} profiles"
        )
        if app.has_both_generations:
            words += f" These would be {self.generation} jobs."
            keys = f"{self._generation_key} {other_generation(self.generation)} jobs   {keys}"
        return words, keys

    def busy_keys(self, action: Action) -> frozenset[str]:
        """Return the whole jobs that are being deleted, or stopped."""
        busy = self.app.runs.busy_with(action)
        return frozenset(key.job_id for key in busy if key.version_id is None)

    def gone_keys(self) -> frozenset[str]:
        """Return the whole jobs that were seen to be gone."""
        return frozenset(key.job_id for key in self.app.runs.gone if key.version_id is None)

    def loaded(self) -> None:
        """With the service at hand, interrupted runs can be looked into."""
        self.call_after_refresh(self.app.offer_recovery)

    @on(ResourceTable.Activated)
    def _open_job(self, event: ResourceTable.Activated) -> None:
        from mtui.ui.flows.visit import open_job

        event.stop()
        open_job(self.app, event.row)

    def action_forward(self) -> None:
        """Open the job again that was open last."""
        from mtui.ui.flows.visit import open_job

        if self.app.last_job is not None:
            open_job(self.app, self.app.last_job)

    @work
    async def action_delete(self) -> None:
        """Delete the marked jobs, or the one with the cursor."""
        from mtui.domain.targets import Action

        await self._carry_out(Action.DELETE)

    async def _carry_out(self, action: Action) -> None:
        from mtui.domain.targets import target_of_job
        from mtui.ui.flows.deletion import carry_out

        chosen = self._chosen()
        visible = {job.job_id for job in self.table.model.visible}
        workspace_id, read_ms = self.app.workspace_id, self.read_ms
        if not chosen or workspace_id is None or read_ms is None:
            self.tell_nothing(action)
            return
        await carry_out(
            self.app,
            action,
            [target_of_job(job, workspace_id) for job in chosen],
            read_ms=read_ms,
            is_hidden=lambda target: target.job_id not in visible,
        )

    @work
    async def action_delete_versions(self) -> None:
        """Choose versions of the marked jobs, or of the one with the cursor, by a rule."""
        from mtui.ui.flows.deletion import delete_versions_of

        chosen = self._chosen()
        if chosen:
            await delete_versions_of(self.app, chosen)

    def _chosen(self) -> list[TrainingJob]:
        """Return the marked jobs, else the one with the cursor."""
        return self.table.model.marked_rows() or list(filter(None, [self.table.cursor_row]))

    @work
    async def action_by_id(self) -> None:
        """Ask for two ids and delete that version."""
        from mtui.ui.flows.deletion import delete_by_id

        await delete_by_id(self.app)

    def target_key(self, row: TrainingJob) -> TargetKey:
        """Return the whole job as a target."""
        from mtui.domain.targets import TargetKey

        return TargetKey(row.job_id, None)

    @work
    async def action_workspace(self) -> None:
        """Let the person choose the workspace."""
        if not self.is_active:
            return  # keys that came in one packet open one dialog
        from mtui.ui.screens.choose import Choice, ChooseModal

        try:
            workspaces = await self.app.portal.call(lambda s: s.catalog.workspaces())
        except MtuiError as error:
            self.app.announce_error(error)
            return
        if not self.is_active:
            return  # the person went on meanwhile
        choices = [
            Choice(space.workspace_id, space.name or space.workspace_id, space.description)
            for space in workspaces
        ]
        modal = ChooseModal("Workspace", choices, self.app.workspace_id)
        chosen = await self.app.push_screen_wait(modal)
        if chosen is not None and chosen != self.app.workspace_id:
            self.app.workspace_id = WorkspaceId(chosen)
            self._begun = None
            self.start_over()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way to the last job once there is one."""
        if action == "forward":
            return self.app.last_job is not None
        return super().check_action(action, parameters)

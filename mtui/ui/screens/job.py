"""One training job: its versions, and the details of the one with the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding

from mtui.domain.errors import MtuiError
from mtui.domain.jobs import JobVersion, TrainingJob, VersionId, VersionListing
from mtui.domain.targets import Action, TargetKey, targets_of_listing
from mtui.ui.batches import Batch
from mtui.ui.flows.deletion import carry_out, delete_by_id
from mtui.ui.presentation.columns import VERSION_COLUMNS, version_key
from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.text import cut_middle, safe
from mtui.ui.screens.details_screen import DetailsScreen
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.binding import BindingType
    from textual.timer import Timer

    from mtui.domain.query import Query
    from mtui.domain.targets import Target
    from mtui.ui.presentation.cells import Part

_REST_S = 0.2
"""How long the cursor rests on a version before its details are read, in seconds."""


class JobScreen(DetailsScreen[JobVersion]):
    """The versions of one job, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "d",
            "delete",
            "delete",
            id="job.delete",
            tooltip="Delete the version, or the marked ones",
        ),
        Binding(
            "x", "stop", "stop", id="job.stop", tooltip="Stop the running version, or marked ones"
        ),
        Binding(
            "i",
            "by_id",
            "find by id",
            show=False,
            id="job.by_id",
            tooltip="Delete a version, or a v2 job, by its ids",
        ),
        Binding(
            "enter", "focus_details", "details", id="job.details", tooltip="Scroll the details"
        ),
    ]
    CSS_PATH = "job.tcss"
    taste_name = "versions"
    noun = "version"

    def __init__(self, job: TrainingJob, version_id: VersionId | None = None) -> None:
        """Create it, with the cursor on one version once they are read."""
        super().__init__(VERSION_COLUMNS, version_key)
        self._job = job
        self._wanted = version_id
        self._listing: VersionListing | None = None
        self._known: dict[str, JobVersion] = {}
        self._resting: Timer | None = None

    async def batches(self) -> AsyncIterator[Batch[JobVersion]]:
        """Read all versions; the service sends them at once."""
        job_id = self._job.job_id
        snapshot = await self.app.portal.call(lambda s: s.catalog.versions(job_id))
        self._listing = snapshot.listing
        self._known.clear()
        rows = snapshot.listing.versions
        yield Batch(rows, len(rows), is_last=True, at_ms=snapshot.at_ms)

    def target_key(self, row: JobVersion) -> TargetKey:
        """Return the version as a target."""
        return TargetKey(row.job_id, row.version_id)

    def loaded(self) -> None:
        """Put the cursor where the person wants to be."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.move_to(wanted)

    def predicate(self, query: Query, now_ms: int) -> Callable[[JobVersion], bool]:
        """Return which versions a filter shows."""
        return query.version_predicate(now_ms)

    def heading(self) -> list[Part]:
        """The way here and the job's name and id."""
        name = cut_middle(safe(self._job.name, 512), 26)
        return [("Jobs › ", "dim"), (name, "bold"), f" ({self._job.job_id})"]

    def count_words(self, count: int) -> str:
        """Say what is counted, since the title names the job."""
        return counted(count, "version")

    def copied_parts(self, row: JobVersion) -> list[tuple[str, str]]:
        """Return the ids and names of version and job."""
        return [
            ("the version's id", row.version_id),
            ("both ids", f"{row.job_id} {row.version_id}"),
            ("the version's name", safe(row.name)),
            ("the job's name", safe(self._job.name)),
        ]

    def empty_words(self) -> tuple[str, str]:
        """Say that the job is there and has nothing in it."""
        from mtui.ui.screens.jobs import JobsScreen

        delete = self.app.key_name("jobs.delete", JobsScreen)
        refresh = self.app.key_name("list.refresh", JobScreen)
        keys = f"esc back to the jobs, where {delete} deletes the job   {refresh} refresh"
        return "This job has no versions. The job itself is still there.", keys

    def busy_keys(self, action: Action) -> frozenset[str]:
        """Return the versions of this job that are being deleted, or stopped."""
        return self._mine(self.app.runs.busy_with(action))

    def gone_keys(self) -> frozenset[str]:
        """Return the versions of this job that were seen to be gone."""
        return self._mine(self.app.runs.gone)

    @on(ResourceTable.Highlighted)
    def _highlighted(self, event: ResourceTable.Highlighted) -> None:
        """Show at once what the list said; read the rest when the cursor rests here."""
        version: JobVersion | None = event.row
        if self._resting is not None:
            self._resting.stop()
        if version is None:
            self._details.show(None)
            return
        known = self._known.get(version.version_id)
        self._details.show(known or version)
        if known is None:
            self._resting = self.set_timer(_REST_S, lambda: self._read_details(version))

    @work(exclusive=True, group="details")
    async def _read_details(self, version: JobVersion) -> None:
        job_id, version_id = version.job_id, version.version_id
        try:
            detailed = await self.app.portal.call(lambda s: s.catalog.detail(job_id, version_id))
        except MtuiError:
            return  # the list's own facts stay; a failure here would hide a more important answer
        self._known[version_id] = merged = _merged(version, detailed)
        if self.table.cursor_key == version_id:
            self._details.show(merged)

    @work
    async def action_delete(self) -> None:
        """Delete the marked versions, or the one with the cursor."""
        await self._carry_out(Action.DELETE)

    @work
    async def action_stop(self) -> None:
        """Stop the marked versions, or the one with the cursor."""
        await self._carry_out(Action.STOP)

    @work
    async def action_by_id(self) -> None:
        """Ask for two ids and delete that version, of whichever job."""
        await delete_by_id(self.app)

    async def _carry_out(self, action: Action) -> None:
        model = self.table.listing.model
        keys = model.marks or frozenset(filter(None, [self.table.cursor_key]))
        visible = {version.version_id for version in model.visible}
        if not keys or self._loaded_ms is None:
            self.tell_nothing(action)
            return
        await carry_out(
            self.app,
            action,
            [target for target in self._targets() if target.version_id in keys],
            read_ms=self._loaded_ms,
            is_hidden=lambda target: target.version_id not in visible,
        )

    def _targets(self) -> tuple[Target, ...]:
        if self._listing is None:
            return ()
        return targets_of_listing(self._listing)

    def _mine(self, keys: frozenset[TargetKey]) -> frozenset[str]:
        mine = self._job.job_id
        return frozenset(
            key.version_id for key in keys if key.job_id == mine and key.version_id is not None
        )


def _merged(listed: JobVersion, detailed: JobVersion) -> JobVersion:
    """Return the details, with what only the list said."""
    known = {(field.group, field.name) for field in detailed.details}
    extra = tuple(f for f in listed.details if (f.group, f.name) not in known)
    return replace(detailed, details=detailed.details + extra)

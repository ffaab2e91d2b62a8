"""What the screens with a list do: read it, again and again, and follow what is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding

from mtui.domain.errors import NotServedError
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.standing import LoadState
from mtui.ui.presentation.text import safe
from mtui.ui.screens.list_loading import LoadedList
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType

    from mtui.domain.events import RunEvent

R = TypeVar("R")

_CHANGING_ACTIONS = frozenset({"delete", "delete_versions", "by_id", "stop"})
"""Actions that lead to changes."""

_LONGEST = 60


class ListScreen(LoadedList[R], Generic[R]):
    """A list that is read from the service and follows what is deleted.

    The list keeps its rows when a refresh fails, and says since when they are stale. Leaving
    the screen for good cancels its load.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "copy",
            "copy",
            show=False,
            id="list.copy",
            tooltip="Copy an id, a name, a row, all marked rows or the newest error",
        ),
        Binding("r", "refresh", "refresh", id="list.refresh", tooltip="Read the list again"),
        Binding("escape", "back", "back", id="list.back", tooltip="Drop the filter, or go back"),
        Binding(
            "ctrl+o",
            "back",
            "back",
            show=False,
            id="list.jump_back",
            tooltip="The same, as jumps are taken back in vim",
        ),
    ]

    is_bottom: ClassVar[bool] = False
    """Whether there is nothing to go back to."""

    def ways_on(self) -> list[tuple[str, str]]:
        """Return the keys to try again and to sign in as somebody else."""
        app = self.app
        again = app.key_name("list.refresh", ListScreen)
        return [(again, "tries again"), (app.key_name("app.profiles", type(app)), "profiles")]

    def on_mount(self) -> None:
        """Read the list for the first time."""
        self.app.notices.changed.subscribe(self, self._show_notice)
        self.app.runs.changed.subscribe(self, self._run_went_on)
        self.app.sign_in.renewed.subscribe(self, self._read_anew)
        self.app.countdown.changed.subscribe(self, lambda _: self._show())
        self._show_notice(self.app.notices.shown)
        self._show()
        self.load()
        workplace = self.app.workplace
        if workplace is not None and workplace.profile.refresh_s:
            self.set_interval(workplace.profile.refresh_s, self._read_by_itself)

    def _read_by_itself(self) -> None:
        """Read the list again if nothing speaks against it at this moment."""
        if isinstance(self._error, NotServedError):
            return  # it will not be served a minute later either
        if self._skips:
            self._skips -= 1
        elif self.is_current and self._state is not LoadState.LOADING:
            self.load(is_asked=False)

    def on_screen_resume(self) -> None:
        """Show what happened meanwhile."""
        self._show_notice(self.app.notices.shown)
        if self._is_dirty:
            self.load(is_asked=False)

    def _read_anew(self, _: None) -> None:
        """Read the list with other credentials."""
        if self.is_current:
            self.load(is_asked=False)
        else:
            self._is_dirty = True

    def _run_went_on(self, event: RunEvent) -> None:
        from mtui.domain.events import RunFinished

        gone = self.gone_keys()
        key = self.table.model.key
        rows = tuple(row for row in self._rows if key(row) not in gone)
        if len(rows) != len(self._rows):
            self._extent.lost(len(self._rows) - len(rows))
            self._rows = rows
            self.table.set_rows(rows, self._cells())
        else:
            self.table.set_context(self._cells())
        self._show()
        if isinstance(event, RunFinished):
            if self.is_current:
                self.load(is_asked=False)
            else:
                self._is_dirty = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that mean nothing at the moment; grey out those that may not be used."""
        del parameters
        if self.why_not(action):
            return None
        if action == "filter":
            return not self._filter_bar.is_open
        return action != "back" or not self.is_bottom or bool(self.query_text)

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled:
            event.stop()
            words = f"cannot {active.binding.description}: {self.why_not(active.binding.action)}"
            self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))

    def why_not(self, action: str) -> str:
        """Return why an action cannot be used now; empty where it can."""
        if action in _CHANGING_ACTIONS:
            if self.app.is_read_only:
                return self._why_read_only()
            if self.is_cramped:
                return self.cramped_words()
        return ""

    def _why_read_only(self) -> str:
        if self.app.launch.read_only or self.app.workplace is None:
            return "mtui was started with --read-only"
        return f"the profile {safe(self.app.workplace.profile.name, _LONGEST)} is read-only"

    def action_refresh(self) -> None:
        """Read the list again."""
        self.app.renew_session()
        self.load()

    @work
    async def action_copy(self) -> None:
        """Let the person choose what to copy."""
        from mtui.ui.flows.copying import copy_one_of

        await copy_one_of(self.app, self.offers())

    def action_back(self) -> None:
        """Drop the filter first; without one, leave the screen."""
        if self.query_text:
            self.filter_by("")
            self._keep_taste()
        else:
            self.leave()

    def leave(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)

    @on(ResourceTable.Highlighted)
    @on(ResourceTable.MarksChanged)
    def _table_changed(self, event: ResourceTable.Spoken) -> None:
        if isinstance(event, ResourceTable.MarksChanged) and event.dropped:
            self._tell_vanished(event.dropped)
        self._show()

    def _tell_vanished(self, rows: Sequence[R]) -> None:
        """Name marked rows that went away; what was deleted here is told by its run."""
        key, gone = self.table.listing.model.key, self.gone_keys()
        count = sum(key(row) not in gone for row in rows)
        if count:
            words = f"{count} marked {self.noun}{'' if count == 1 else 's'} vanished"
            self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))

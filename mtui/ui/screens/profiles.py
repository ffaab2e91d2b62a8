"""The profiles: open, make, change and remove them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical

from mtui.domain.errors import ConfigError
from mtui.ui.flows.profiles import (
    make_default,
    make_profile,
    open_other,
    remove_profile,
    tell_mistake,
)
from mtui.ui.launch import Workplace
from mtui.ui.presentation.cells import CellContext
from mtui.ui.presentation.profiles import PROFILE_COLUMNS, ProfileRow, profile_rows, row_key
from mtui.ui.presentation.standing import keys_parts
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.widgets.blank import Blank
from mtui.ui.widgets.context_bar import ContextBar
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.status_pane import StatusPane
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.app import MtuiApp
    from mtui.ui.notices import Notice

_NEED_A_ROW = frozenset({"edit", "remove", "make_default"})


class ProfilesScreen(Once[None]):
    """What the configuration file has, read anew each time that it is shown."""

    CSS_PATH = "profiles.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", id="profiles.new", tooltip="Make a profile"),
        Binding("e", "edit", "edit", id="profiles.edit", tooltip="Change the profile"),
        Binding("D", "remove", "remove", id="profiles.remove", tooltip="Remove it from the file"),
        Binding(
            "f,asterisk",
            "make_default",
            "default",
            id="profiles.default",
            tooltip="Open this one when none is named",
        ),
        Binding("t", "demo", "demo", id="profiles.demo", tooltip="Play with made-up jobs, offline"),
        Binding(
            "r",
            "reload",
            "read again",
            show=False,
            id="profiles.reload",
            tooltip="Read the configuration file again",
        ),
        Binding("escape,p", "back", "back", id="profiles.back", tooltip="Back to where you were"),
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def __init__(self) -> None:
        super().__init__()
        self.table: ResourceTable[ProfileRow] = ResourceTable(
            PROFILE_COLUMNS, row_key, is_markable=False
        )
        # Held, not looked up: the file may be read while the screen is being taken down.
        self._context_bar = ContextBar(id="context")
        self._title_line = TextLine(id="title")
        self._body = Vertical(id="body")
        self._blank = Blank()
        self._status_pane = StatusPane(self.app.glyphs)

    def compose(self) -> ComposeResult:
        """The list between context and answers."""
        yield self._context_bar
        yield self._title_line
        with self._body:
            yield self.table
            yield self._blank
        yield self._status_pane
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is known, and read the file."""
        self.app.notices.changed.subscribe(self, self._show_notice)
        self._show_notice(self.app.notices.shown)
        self._show()
        self.action_reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs a profile where there is none."""
        del parameters
        return None if action in _NEED_A_ROW and self.table.cursor_row is None else True

    @on(ResourceTable.Activated)
    @work(exclusive=True, group="profiles")
    async def _open(self, event: ResourceTable.Activated) -> None:
        await open_other(self.app, Workplace(event.row.profile, self.app.launch.opener))

    @on(ResourceTable.Highlighted)
    def _moved(self, event: ResourceTable.Highlighted) -> None:
        event.stop()
        self._show_title()
        self.refresh_bindings()

    @work(exclusive=True, group="profiles")
    async def action_demo(self) -> None:
        """Open the demo."""
        await open_other(self.app, self.app.launch.make_demo())

    @work(exclusive=True, group="profiles")
    async def action_new(self) -> None:
        """Make a profile; the first one of all is opened."""
        is_first = not self.app.launch.book.config.profiles
        saved = await make_profile(self.app)
        if saved is None:
            return
        if is_first:
            await open_other(
                self.app, Workplace(saved.profile, self.app.launch.opener), saved.typed
            )
        else:
            self._show(saved.profile.name)

    @work(exclusive=True, group="profiles")
    async def action_edit(self) -> None:
        """Change the profile; the open one is opened anew."""
        row = self.table.cursor_row
        if row is None:
            return
        saved = await make_profile(self.app, row.profile)
        if saved is None:
            return
        if row.is_open:
            await open_other(
                self.app, Workplace(saved.profile, self.app.launch.opener), saved.typed
            )
        self._show(saved.profile.name)

    @work(exclusive=True, group="profiles")
    async def action_remove(self) -> None:
        """Remove the profile from the file."""
        row = self.table.cursor_row
        if row is not None and not await remove_profile(self.app, row):
            await self._read()
        self._show()

    @work(exclusive=True, group="profiles")
    async def action_make_default(self) -> None:
        """Make it the profile that opens by itself."""
        row = self.table.cursor_row
        if row is not None and not await make_default(self.app, row.profile.name):
            await self._read()
        self._show()

    @work(exclusive=True, group="profiles")
    async def action_reload(self) -> None:
        """Read the file again."""
        await self._read()
        self._show()

    def action_back(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)

    async def _read(self) -> None:
        try:
            await self.app.launch.book.reload()
        except ConfigError as error:
            tell_mistake(self.app, error)

    def _open_name(self) -> str | None:
        workplace = self.app.workplace
        return None if workplace is None or workplace.is_demo else workplace.profile.name

    def _show(self, name: str | None = None) -> None:
        """Show the profiles as they were last read, with the cursor on one of them."""
        rows = profile_rows(self.app.launch.book.config, self._open_name())
        self.table.set_rows(rows, CellContext(glyphs=self.app.glyphs))
        if name is not None:
            self.table.move_to(name)
        self._body.set_class(not rows, "-blank")
        new = self.app.key_name("profiles.new", ProfilesScreen)
        demo = self.app.key_name("profiles.demo", ProfilesScreen)
        keys = keys_parts(((new, "makes one"), (demo, "tries the demo")))
        self._blank.show([["There is no profile yet."], keys])
        self._context_bar.show_context(self.app.context_names(), self.app.badges(), None)
        self._show_title()
        self.refresh_bindings()

    def _show_title(self) -> None:
        row, count = self.table.position
        path = safe(str(self.app.launch.book.path), 400)
        self._title_line.show(
            (" ", ("Profiles", "bold"), (f"  {path}", "dim")), ((f"{row}/{count} ", ""),)
        )

    def _show_notice(self, notice: Notice | None) -> None:
        self._status_pane.show(notice)

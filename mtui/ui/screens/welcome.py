"""What a person sees who has no profile yet, or several and none chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from mtui.domain.frozen import frozen
from mtui.ui.flows.profiles import make_profile, open_other
from mtui.ui.launch import Workplace
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.status_pane import StatusPane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.config import Config, Profile
    from mtui.ui.app import MtuiApp
    from mtui.ui.notices import Notice

_LONGEST = 200
_NEW = "/new"
_DEMO = "/demo"


@frozen
class Way:
    """One way to begin; no profile can be called like the keys of the others."""

    key: str
    label: str
    detail: str
    profile: Profile | None = None


_COLUMNS: tuple[Column[Way], ...] = (
    Column("label", "BEGIN WITH", lambda way, _: Cell(way.label), max_width=40, cut="middle"),
    Column("detail", "", lambda way, _: Cell(way.detail, Tone.DIM), is_flexible=True),
)


class WelcomeScreen(Once[None]):
    """What mtui is, and the ways to begin."""

    CSS_PATH = "welcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new profile", id="welcome.new", tooltip="Make a profile"),
        Binding(
            "t",
            "demo",
            "try the demo",
            id="welcome.demo",
            tooltip="Play with made-up jobs, offline",
        ),
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def compose(self) -> ComposeResult:
        """A few words, the ways to begin, and what was announced."""
        yield Static(markup=False, id="words")
        yield ResourceTable(_COLUMNS, lambda way: way.key, is_markable=False)
        yield StatusPane(self.app.glyphs)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the ways to begin."""
        self.app.notices.changed.subscribe(self, self._show_notice)
        self._show()

    def on_screen_resume(self) -> None:
        """Show the profiles that were made meanwhile."""
        self._show()

    @on(ResourceTable.Activated)
    def _chosen(self, event: ResourceTable.Activated) -> None:
        event.stop()
        way: Way = event.row
        if way.profile is not None:
            self._open(way.profile)
        elif way.key == _NEW:
            self.action_new()
        else:
            self.action_demo()

    @work(exclusive=True, group="welcome")
    async def action_new(self) -> None:
        """Make a profile and open it."""
        saved = await make_profile(self.app)
        if saved is not None:
            workplace = Workplace(saved.profile, self.app.launch.opener)
            await open_other(self.app, workplace, saved.typed)

    @work(exclusive=True, group="welcome")
    async def action_demo(self) -> None:
        """Open the demo."""
        await open_other(self.app, self.app.launch.make_demo())

    @work(exclusive=True, group="welcome")
    async def _open(self, profile: Profile) -> None:
        await open_other(self.app, Workplace(profile, self.app.launch.opener))

    def _show(self) -> None:
        config = self.app.launch.book.config
        self.query_one("#words", Static).update(_words(config, self._default_keys()))
        self.query_one(ResourceTable).set_rows(_ways(config), CellContext(glyphs=self.app.glyphs))
        self._show_notice(self.app.notices.shown)

    def _default_keys(self) -> str:
        from mtui.ui.screens.profiles import ProfilesScreen

        profiles = self.app.key_name("app.profiles", type(self.app))
        return f"{profiles}, then {self.app.key_name('profiles.default', ProfilesScreen)}"

    def _show_notice(self, notice: Notice | None) -> None:
        self.query_one(StatusPane).show(notice)


def _words(config: Config, default_keys: str) -> Content:
    """Return what mtui is, and which file it will write.

    Args:
        config: what is configured.
        default_keys: the keys that make a profile the default one.
    """
    path = safe(str(config.path), _LONGEST)
    if config.profiles:
        where = f"No profile in {path} is the default one; {default_keys} makes one."
    else:
        where = f"There is no profile yet. A new one is kept in {path}, which only you can read."
    return Content("\n").join(
        [
            Content.assemble(("mtui", "bold $accent")),
            Content("Look through ModelArts training jobs and their versions, and clean them up."),
            Content("Nothing is deleted before a dialog has named it and you have confirmed."),
            Content(""),
            Content.styled(where, "dim"),
            *(
                [Content.styled(safe(config.remark, 2 * _LONGEST), "$warning")]
                if config.remark
                else []
            ),
        ]
    )


def _ways(config: Config) -> list[Way]:
    ways = [
        Way(name, f"open {safe(name, _LONGEST)}", f"{profile.region} · {profile.auth}", profile)
        for name, profile in config.profiles.items()
    ]
    return [
        *ways,
        Way(_NEW, "new profile", "your account and region; tested before it is saved"),
        Way(_DEMO, "try the demo", "made-up jobs, offline; delete what you like"),
    ]

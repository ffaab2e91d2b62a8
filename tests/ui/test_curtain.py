"""A new list is painted once it has rows, or when waiting for them has taken too long."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from mtui.ui.curtain import Curtain


class Held(Screen[None]):
    """A screen that holds its paint back."""

    def __init__(self) -> None:
        super().__init__()
        self.lifted = 0

    def compose(self) -> ComposeResult:
        yield Static("behind the curtain")

    def on_mount(self) -> None:
        self.curtain = Curtain(self, self._count)

    def _count(self) -> None:
        self.lifted += 1


class Theatre(App[None]):
    """Shows one screen that holds its paint back."""

    def get_default_screen(self) -> Held:
        return Held()


async def test_a_lifted_curtain_stays_up() -> None:
    async with Theatre().run_test() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Held)
        screen.curtain.lift()
        screen.curtain.lift()
        await pilot.pause(0.15)
        assert screen.lifted == 1
        assert not screen.curtain.is_down


async def test_a_curtain_goes_up_by_itself_when_nothing_comes() -> None:
    async with Theatre().run_test() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Held)
        while screen.curtain.is_down:
            await pilot.pause(0.01)
        assert screen.lifted == 1


async def test_a_screen_that_is_left_at_once_does_not_keep_the_paint_back() -> None:
    async with Theatre().run_test() as pilot:
        screen = Held()
        await pilot.app.push_screen(screen)
        await pilot.app.pop_screen()
        while screen.curtain.is_down:
            await pilot.pause(0.01)
        assert screen.lifted == 0
        with pilot.app.batch_update():
            assert pilot.app._batch_count == 1

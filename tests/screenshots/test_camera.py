"""Pictures show the scene that was asked for, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.widgets import Static

from tests.screenshots.camera import Shot, Step, take
from tests.screenshots.studio import path_of
from tests.screenshots.tour import LOOKS, TOUR

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class EchoApp(App[None]):
    """Shows the keys that were pressed."""

    pressed = ""

    def compose(self) -> ComposeResult:
        yield Static("ready")

    def on_key(self, event: events.Key) -> None:
        self.pressed += event.key
        self.query_one(Static).update(f"keys {self.pressed}")


TYPED = Shot("typed", (Step((), "ready"), Step(("a", "b"), "keys ab")))


async def test_a_shot_shows_the_app_after_its_keys() -> None:
    picture = await take(EchoApp(), TYPED)
    assert picture.startswith("<svg")
    assert "keys&#160;ab" in picture


async def test_the_same_scene_gives_the_same_picture() -> None:
    assert await take(EchoApp(), TYPED) == await take(EchoApp(), TYPED)


async def test_a_larger_terminal_gives_a_larger_picture() -> None:
    small = await take(EchoApp(), TYPED)
    large = await take(EchoApp(), TYPED, (120, 40))
    assert large.count("<clipPath") > small.count("<clipPath")


async def test_a_scene_that_never_comes_is_told_with_the_screen() -> None:
    with pytest.raises(TimeoutError, match="'jobs'\nready"):
        await take(EchoApp(), Shot("none", (Step((), "jobs"),)), patience_s=0.05)


def test_every_picture_of_the_tour_has_a_file_of_its_own() -> None:
    paths = [path_of(shot, look) for shot in TOUR for look in LOOKS]
    assert len(set(paths)) == len(paths)

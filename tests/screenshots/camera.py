"""Bring an app to a scene by its keys and take its picture."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.screenshots.tidy import tidied

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

SMALL = (80, 24)


@dataclass(frozen=True, slots=True)
class Step:
    """Keys to press, and the text that shows that the app has followed."""

    keys: tuple[str, ...]
    until: str
    rest_s: float = 0
    """How long to look at it before the next keys, in seconds."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One scene."""

    name: str
    """Its file's name, without the ending."""
    steps: tuple[Step, ...]
    """The way from the start of the app to the scene; the first may press no key."""


async def take(
    app: App[Any], shot: Shot, size: tuple[int, int] = SMALL, *, patience_s: float = 15
) -> str:
    """Run an app of so many columns and rows to the scene and return the picture as SVG.

    Raises:
        TimeoutError: The app did not show a step's text; the message has what it showed.
    """
    async with app.run_test(size=size) as pilot:
        for step in shot.steps:
            await pilot.press(*step.keys)
            await _wait_for(pilot, step.until, patience_s)
            await pilot.pause(step.rest_s)
        return tidied(app.export_screenshot(title="mtui"))


async def _wait_for(pilot: Pilot[Any], text: str, patience_s: float) -> None:
    try:
        async with asyncio.timeout(patience_s):
            while text not in shown(pilot.app):
                await pilot.pause(0.01)
            await pilot.pause()
    except TimeoutError:
        raise TimeoutError(f"never came: {text!r}\n{shown(pilot.app)}") from None


def shown(app: App[Any]) -> str:
    """What is on an app's screen, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)

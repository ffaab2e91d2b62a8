"""The real app over the simulated cloud, at a moment that never changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mtui.ui.app import MtuiApp
from tests.screenshots.camera import take
from tests.source import ROOT
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screenshots.camera import Shot

FOLDER = ROOT / "screenshots"


async def photograph(shot: Shot, scratch: Path) -> str:
    """Return a picture of the app as SVG.

    Args:
        shot: the scene.
        scratch: an empty folder for the app's configuration and journal.
    """
    app = MtuiApp(Stage(scratch).launch(seen_s=0.05))
    try:
        return await take(app, shot)
    finally:
        await asyncio.to_thread(app.shut_down)

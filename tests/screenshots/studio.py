"""The real app over the simulated cloud, in which every picture is taken at the same moments."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mtui.config import read
from mtui.services.policy import RunPolicy
from mtui.services.profiles import ProfileBook
from mtui.services.session import Surroundings, open_session
from mtui.services.timing import Timing
from mtui.simulator import ManualClock, demo_service
from mtui.simulator.transport import SimulatorTransport
from mtui.ui.app import MtuiApp
from mtui.ui.launch import Launch, Workplace
from tests.screenshots.camera import take
from tests.source import ROOT
from tests.ui.driver import ENVIRON, LAB

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.services.session import Session
    from tests.screenshots.camera import Shot
    from tests.screenshots.tour import Look

FOLDER = ROOT / "screenshots"

_TURN_S = 0.04
"""What the others get to begin waiting, too, in real seconds."""
_SEEN_S = 0.05


class OrderlyClock(ManualClock):
    """Goes from one awaited moment to the next, so that the order of events is always the same."""

    def __init__(self) -> None:
        super().__init__()
        self._awaited: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Wait until nobody waits for an earlier moment, and make it this one."""
        moment = self.now_s + max(0.0, seconds)
        self._awaited.append(moment)
        try:
            await asyncio.sleep(_TURN_S)
            while min(self._awaited) < moment:
                await asyncio.sleep(_TURN_S)
            self.now_s = max(self.now_s, moment)
        finally:
            self._awaited.remove(moment)


def path_of(shot: Shot, look: Look) -> Path:
    """Return the file of a picture."""
    return FOLDER / look.folder / f"{shot.name}.svg"


async def photograph(shot: Shot, look: Look, scratch: Path) -> str:
    """Return a picture of the app as SVG.

    Args:
        shot: the scene.
        look: its theme and size.
        scratch: an empty folder for the app's configuration and journal.
    """
    app = MtuiApp(_launch(scratch, look))
    try:
        return await take(app, shot, look.size)
    finally:
        await asyncio.to_thread(app.shut_down)


def _launch(scratch: Path, look: Look) -> Launch:
    clock = OrderlyClock()
    around = Surroundings(
        state_path=scratch / "state",
        environ=ENVIRON,
        # One request at a time, or it would be left to the machine which one comes first.
        policy=RunPolicy(concurrency=1, look_concurrency=1),
        timing=Timing(now=clock, steady=clock, sleep=clock.sleep),
        transport=SimulatorTransport(demo_service(clock=clock), sleep=clock.sleep),
    )

    def opener(
        profile: Profile, typed: Mapping[str, Secret]
    ) -> AbstractAsyncContextManager[Session]:
        return open_session(profile, typed, around)

    path = scratch / "config.toml"
    path.write_text(LAB, encoding="utf-8")
    config = read(path)
    workplace = Workplace(config.profile("lab"), opener)
    return Launch(
        book=ProfileBook(config),
        opener=opener,
        make_demo=lambda: workplace,
        workplace=workplace,
        now=clock,
        theme=look.theme,
        seen_s=_SEEN_S,
    )

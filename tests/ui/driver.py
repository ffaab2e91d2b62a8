"""Drives the whole app by its keys: a configuration file, real signatures, a simulated cloud.

Nothing waits for the wall clock. The services' time only moves when somebody sleeps, and a
closed gate holds sleepers or requests up for as long as a test looks at what is shown meanwhile.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key, key_to_character

from mtui.config import choose_profile, read
from mtui.services.policy import RunPolicy
from mtui.services.profiles import ProfileBook
from mtui.services.session import Session, Surroundings, open_session
from mtui.services.timing import Timing
from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    READER_ACCESS_KEY,
    READER_SECRET_KEY,
    ManualClock,
    demo_service,
)
from mtui.simulator.transport import SimulatorTransport
from mtui.ui.app import MtuiApp
from mtui.ui.launch import Launch, Workplace
from mtui.ui.screens.confirm import ConfirmModal
from mtui.ui.screens.question import QuestionModal
from mtui.ui.widgets.resource_table import ResourceTable
from tests.screenshots.camera import shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.simulator import RequestRecord, Rules, Service

BETWEEN_KEYS_S = 0.035
"""What a quick hand takes from one key to the next, in seconds."""
_IDLE_TURNS = 20
"""So many turns of the loop without a message waiting: whatever a key began has ended."""
_LONGEST_REST_S = 1.0
PATIENCE_S = 15.0
"""How long a screen may take to show what a test waits for, in seconds."""

ENVIRON = {
    "LAB_ACCESS": DEMO_ACCESS_KEY,
    "LAB_SECRET": DEMO_SECRET_KEY,
    "READER_ACCESS": READER_ACCESS_KEY,
    "READER_SECRET": READER_SECRET_KEY,
}
LAB = f"""
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
project_id = "{DEMO_PROJECT_ID}"
access_key_env = "LAB_ACCESS"
secret_key_env = "LAB_SECRET"
"""
"""A configuration with one profile, which opens by itself; more of its keys can be added."""
READER = LAB.replace("LAB_", "READER_")
"""The same for a user who may look and not touch."""


class Gate:
    """Lets everybody pass until it is closed; works across threads and loops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._is_closed = False
        self._holds: Callable[[], bool] = lambda: True

    @property
    def waiting(self) -> int:
        """How many wait before it."""
        return len(self._waiting)

    def close(self, when: Callable[[], bool] = lambda: True) -> None:
        """Hold up whoever comes from now on, as long as ``when`` holds at that moment."""
        self._holds = when
        self._is_closed = True

    def open(self) -> None:
        """Let everybody pass."""
        with self._lock:
            self._is_closed = False
            waiting, self._waiting = self._waiting, []
        for loop, event in waiting:
            loop.call_soon_threadsafe(event.set)

    async def wait(self) -> None:
        """Return once it is open."""
        entry = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            if not (self._is_closed and self._holds()):
                return
            self._waiting.append(entry)
        try:
            await entry[1].wait()
        finally:
            with self._lock:
                if entry in self._waiting:
                    self._waiting.remove(entry)


class Stage:
    """A simulated cloud and a configuration file, over which windows of the app open.

    ``pauses`` holds up the services wherever they wait (polling, retries); ``line`` holds up
    every request on its way to the cloud. ``is_off_by_s`` is how far this machine's wall clock is
    off the cloud's, in seconds; a change of it is a jump.
    """

    def __init__(
        self,
        folder: Path,
        make: Callable[..., Service] = demo_service,
        *,
        config: str = LAB,
        rules: Rules | None = None,
        policy: RunPolicy | None = None,
    ) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.is_off_by_s = 0.0
        self.pauses = Gate()
        self.line = Gate()
        self.service = make(clock=self.clock, rules=rules)
        self.transport = SimulatorTransport(self.service, latency_s=0.002, sleep=self._travel)
        self.config_path = folder / "config.toml"
        if config:
            self.config_path.write_text(config, "utf-8")
        self._policy = policy or RunPolicy(shutdown_s=0.05)

    def opener(
        self, *, read_only: bool = False, dry_run: bool = False
    ) -> Callable[[Profile, Mapping[str, Secret]], AbstractAsyncContextManager[Session]]:
        """Return how sessions are opened: for real, but for their network and their time."""
        around = Surroundings(
            state_path=self.folder / "state",
            environ=ENVIRON,
            timing=Timing(now=self.wall_clock, steady=self.clock, sleep=self._pause),
            policy=self._policy,
            read_only=read_only,
            dry_run=dry_run,
            transport=self.transport,
            reread=lambda profile: read(self.config_path).profiles.get(profile.name, profile),
        )
        return lambda profile, typed: open_session(profile, typed, around)

    def launch(
        self, *, read_only: bool = False, dry_run: bool = False, seen_s: float = 0.01
    ) -> Launch:
        """Put together what the command line would."""
        config = read(self.config_path)
        opener = self.opener(read_only=read_only, dry_run=dry_run)
        chosen = choose_profile(config, None, {})
        return Launch(
            book=ProfileBook(config),
            opener=opener,
            make_demo=lambda: Workplace(_demo_profile(self.folder), opener, is_demo=True),
            workplace=None if chosen is None else Workplace(chosen.value, opener),
            read_only=read_only,
            dry_run=dry_run,
            now=self.wall_clock,
            theme=config.theme,
            keys=config.keys,
            seen_s=seen_s,
        )

    @asynccontextmanager
    async def window(
        self, *, size: tuple[int, int] = (80, 24), **launch: Any
    ) -> AsyncIterator[Window]:
        """Run the app in a terminal of this size; leaving closes it in an orderly way."""
        app = MtuiApp(self.launch(**launch))
        try:
            async with app.run_test(size=size) as pilot:
                yield Window(self, app, pilot)
        finally:
            self.pauses.open()
            self.line.open()
            await asyncio.to_thread(app.shut_down)

    def wall_clock(self) -> float:
        """This machine's idea of the time, in epoch seconds."""
        return self.clock() + self.is_off_by_s

    @property
    def changes(self) -> list[RequestRecord]:
        """Every request that was meant to change something, answered or not."""
        return [record for record in self.service.requests if record.method != "GET"]

    def find(self, name: str) -> int:
        """Return the id of the job with this name."""
        return next(j.job_id for j in self.service.project.jobs.values() if j.name == name)

    async def _pause(self, seconds: float) -> None:
        await self.pauses.wait()
        await self.clock.sleep(seconds)

    async def _travel(self, seconds: float) -> None:
        await self.line.wait()
        await self.clock.sleep(seconds)


class Window:
    """A running app, seen and touched as a person does."""

    def __init__(self, stage: Stage, app: MtuiApp, pilot: Pilot[Any]) -> None:
        self.stage = stage
        self.app = app
        self.pilot = pilot
        self._last_key_at = 0.0

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return shown(self.app)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return self.text.splitlines()

    @property
    def cursor_line(self) -> str:
        """The line of the list that keys act on; empty without one."""
        return next((line for line in self.lines if "▌" in line), "")

    @property
    def pane(self) -> str:
        """The two lines of the status pane."""
        return "\n".join(self.lines[-3:-1]).strip()

    def line_with(self, words: str) -> str:
        """Return the first line that shows these words; empty if none does."""
        return next((line for line in self.lines if words in line), "")

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, as fast as a person does, by their own clock.

        Each waits until the app has done what the one before asked of it. (Pilot's own way waits
        until the process has hardly worked for a while, which takes long on a busy machine.)
        """
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            event = events.Key(name, key_to_character(key))
            event.time = max(event.time, self._last_key_at + BETWEEN_KEYS_S)
            self._last_key_at = event.time
            self.app.post_message(event)
            await self._rest()

    async def type(self, words: str) -> None:
        """Type words."""
        await self.press(*words)

    async def press_until(self, key: str, *words: str) -> None:
        """Press a key and wait until the screen shows all of these words."""
        await self.press(key)
        await self.wait_for(*words)

    async def wait_until(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something is so.

        Raises:
            AssertionError: it never was; the message has what the screen showed.
        """
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if not self.app.is_running or self.app._exception is not None:
                raise AssertionError("the app ended") from self.app._exception
            assert time.monotonic() < deadline, f"never came: {what or holds}\n{self.text}"
            await self.pilot.pause(0.005)

    async def wait_for(self, *words: str) -> None:
        """Wait until the screen shows all of these words."""
        await self.wait_until(lambda: all(word in self.text for word in words), repr(words))

    async def wait_for_answer(self, *words: str) -> None:
        """Wait until the status pane shows all of these words."""
        await self.wait_until(lambda: all(word in self.pane for word in words), repr(words))

    async def wait_without(self, *words: str) -> None:
        """Wait until the screen shows none of these words."""
        await self.wait_until(
            lambda: not any(word in self.text for word in words), f"without {words!r}"
        )

    async def wait_until_closed(self) -> None:
        """Wait until the app has ended."""
        async with asyncio.timeout(PATIENCE_S):
            while self.app.is_running:
                await asyncio.sleep(0.005)

    async def settle(self) -> None:
        """Wait until nothing is asked of the session any more and the screen is painted."""
        await self.wait_until(lambda: not self.app.portal.in_flight, "nothing in flight")
        await self.pilot.pause()

    async def open_job(self, name: str) -> None:
        """Put the cursor on a job of the list, open it and wait for its versions."""
        job_id = self.stage.find(name)
        table = self.app.screen.query_one(ResourceTable)
        await self.wait_until(lambda: table.move_to(str(job_id)), name)
        await self.press("enter")
        await self.wait_for(" › ", "VERSION")
        await self.settle()

    async def _rest(self) -> None:
        """Return once no message waits anywhere in the app, and what changed is painted."""
        deadline = time.monotonic() + _LONGEST_REST_S
        idle_turns = 0
        while idle_turns < _IDLE_TURNS and time.monotonic() < deadline:
            await asyncio.sleep(0)
            is_busy = any(node.message_queue_size for node in (self.app, *self.app._registry))
            idle_turns = 0 if is_busy else idle_turns + 1
        if self.app.is_running:
            self.app.screen._on_timer_update()

    @property
    def is_seen(self) -> bool:
        """Whether a dialog is open that a key could confirm or answer now."""
        dialog = self.app.screen
        return (
            isinstance(dialog, ConfirmModal | QuestionModal)
            and dialog.is_mounted
            and dialog._glance.was_over(time.monotonic())
        )

    async def type_by_hand(self, words: str) -> None:
        """Type with a person's pauses between the keys."""
        for key in words:
            await self.press(key)
            await self.pilot.pause(BETWEEN_KEYS_S)

    async def confirm(self, phrase: str) -> None:
        """Type what confirms the dialog, once it takes keys, and wait until it is gone."""
        await self.wait_until(lambda: self.is_seen, "the dialog was seen")
        dialog = self.app.screen
        await self.type_by_hand(phrase)
        await self.wait_until(lambda: self.app.screen is not dialog, "the dialog closes")


def _demo_profile(folder: Path) -> Profile:
    path = folder / "demo.toml"
    path.write_text(LAB.replace("lab", "demo"), "utf-8")
    return read(path).profile("demo")

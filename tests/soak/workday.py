"""A person's hours with mtui in compressed time: the whole app by its keys, over its real stack."""

from __future__ import annotations

import asyncio
import gc
import threading
import tracemalloc
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from mtui.simulator import (
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_USER,
    Rules,
)
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage
from tests.ui.screens.accounts import write_config
from tests.ui.screens.runs import SIZE
from tests.ui.screens.test_recover import choose, killed, offered

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from mtui.simulator.records import JobRecord
    from tests.ui.driver import Window

TOKEN_LIFE_S = 480
"""Short, so that tokens are renewed all the time; from half of it on, in seconds."""
ROUND_S = 120
"""What a round of work takes of a person's time, in seconds."""

_CONFIG = f"""\
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
project_id = "{DEMO_PROJECT_ID}"
auth = "password"
username = "{DEMO_USER}"
domain = "{DEMO_DOMAIN}"
password = "{DEMO_PASSWORD}"
"""


class Footprint(NamedTuple):
    """What a process holds on to."""

    allocated: int
    """Bytes that Python has allocated since the tracing began."""
    descriptors: int
    tasks: int
    """Tasks that are not over, of all loops."""
    threads: int
    """All but those that a loop keeps to hand work to, which are few and stay."""

    @classmethod
    def now(cls) -> Self:
        """Look, once all that nobody needs is gone.

        Caches with a limit are emptied before: Textual's keep the painted lines of a thousand
        widgets, and would go on filling for an hour.
        """
        for each in gc.get_objects():
            if isinstance(each, _lru_cache_wrapper) and each.cache_parameters()["maxsize"]:
                each.cache_clear()
        gc.collect()
        tasks = [each for each in gc.get_objects() if isinstance(each, asyncio.Task)]
        return cls(
            tracemalloc.get_traced_memory()[0],
            sum(1 for _ in Path("/dev/fd").iterdir()),
            sum(not task.done() for task in tasks),
            sum(not each.name.startswith("asyncio_") for each in threading.enumerate()),
        )


class Workday:
    """Works in rounds; now and then mtui is killed in the middle of a run and started again.

    Args:
        folder: an empty one, where each start gets its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starts = 0
        first = self._next_folder()
        first.mkdir()
        rules = Rules(token_life_s=TOKEN_LIFE_S)
        self.stage = self._prepare(Stage(first, busy_cloud, rules=rules))

    @property
    def logins(self) -> int:
        """How many tokens were issued."""
        return len(self.stage.service.accounts.tokens)

    def window(self) -> AbstractAsyncContextManager[Window]:
        """Open mtui."""
        return self.stage.window(size=SIZE)

    async def rounds(self, window: Window, count: int) -> None:
        """Refresh, filter, look into a job, delete a version, and go back."""
        await window.wait_for("prod-ranker")
        for _ in range(count):
            stage = self.stage
            stage.clock.advance(ROUND_S)
            await window.press("r")
            await window.settle()
            await window.press("/", *"mixed")
            await window.wait_for("1 of 3")
            await window.press("enter")
            await window.press_until("escape", "Jobs  3")
            await window.open_job("many")
            chosen = window.cursor_line.split()[1]
            await window.press_until("d", "y deletes it")
            await window.confirm("y")
            await window.wait_for_answer(f"deleted {chosen}")
            await window.press_until("escape", "prod-ranker", "mixed")
            await window.settle()
            self._restock()
            stage.service.requests.clear()

    async def kill_and_resume(self) -> None:
        """Kill mtui in the middle of a run, start it anew and let it finish what it began."""
        self.stage = self._prepare(await killed(self.stage, self._next_folder()))
        async with self.window() as window:
            await offered(window)
            await choose(window, "verify and resume")
            await window.wait_for("versions of 1 job?")
            left = len(self._many.versions)
            await window.confirm(str(left))
            await window.wait_for(f"{left} gone")
        assert not self._many.versions
        self._restock()
        self.stage.service.requests.clear()

    def _restock(self) -> None:
        """Give ``many`` its 24 versions again; no id and no name comes back."""
        now_ms = int(self.stage.clock() * 1000)
        while len(self._many.versions) < 24:
            self.stage.service.project.add_version(self._many, created_ms=now_ms)

    @property
    def _many(self) -> JobRecord:
        return self.stage.service.project.find_job(self.stage.find("many"))

    def _prepare(self, stage: Stage) -> Stage:
        write_config(stage, _CONFIG)
        return stage

    def _next_folder(self) -> Path:
        self._starts += 1
        return self._folder / f"start-{self._starts}"

"""100,000 jobs: how fast they come, how fast keys and the filter answer, and what it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mtui.modelarts.decode import decode_jobs
from mtui.modelarts.paging import AT_ONCE
from mtui.simulator import bulk_service
from mtui.simulator.listing import JobQuery
from mtui.simulator.render import job_row
from tests.bench.figures import Figure, ratio
from tests.terminal.demo import MTUI, shows_rows
from tests.terminal.driver import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW, MANY = 1_000, 100_000
PER_PAGE = 1_000
LATENCY_S = 0.05
KEYS = 60
KEY_PAUSE_S = 0.03


def run() -> Iterator[Figure]:
    """Load a small and a huge project over a socket, and use both."""
    with _at_work(FEW) as terminal:
        few_ms = _key_latencies_ms(terminal)
    with _at_work(MANY) as terminal:
        load_s = terminal.wait_for(lambda it: f"/{MANY}" in it.screen()[1], timeout_s=60)
        first_s = terminal.first_rows_s
        yield Figure(f"{MANY:,} jobs: first rows", 1000 * first_s, "ms")
        decode_s = _decode_s()
        ideal_s = LATENCY_S * (1 + (MANY / PER_PAGE - 1) / AT_ONCE) + decode_s
        yield Figure(f"{MANY:,} jobs: decoding alone", 1000 * decode_s, "ms")
        yield Figure(f"{MANY:,} jobs: loaded, of the ideal", (load_s - first_s) / ideal_s, "×", 1.3)
        terminal.quiet(500)
        many_ms = _key_latencies_ms(terminal)
        yield Figure(f"{MANY:,} jobs: key latency, p95", _p95(many_ms), "ms", 16)
        yield Figure(f"{FEW:,} jobs: key latency, p95", _p95(few_ms), "ms")
        growth = ratio(many_ms, few_ms)
        yield Figure(f"key latency from {FEW:,} to {MANY:,}", growth, "×", 1.5)
        yield Figure("filter keystroke to repaint, most", max(_filter_ms(terminal)), "ms", 100)
        yield Figure("resident memory", _resident_mb(terminal.process.pid), "MB", 150)


class _Lab(Terminal):
    """mtui on a project, and when its first rows came."""

    first_rows_s = 0.0


@contextmanager
def _at_work(jobs: int) -> Iterator[_Lab]:
    """Serve so many jobs from a process of their own, and open them in a terminal."""
    command = [sys.executable, "-m", "mtui.simulator", "--port", "0", "--jobs", str(jobs)]
    server = subprocess.Popen(
        [*command, "--latency-ms", str(1000 * LATENCY_S)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        greeting = "".join(iter(server.stdout.readline, "\n"))
        profile = "".join(iter(server.stdout.readline, "\n"))
        assert profile.startswith("[profiles.simulator]"), greeting
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home) / "config" / "mtui"
            folder.mkdir(parents=True)
            config = f'default_profile = "simulator"\n\n{profile}'
            (folder / "config.toml").write_text(config, "utf-8")
            (folder / "config.toml").chmod(0o600)
            with _Lab((MTUI,), home=Path(home)) as terminal:
                terminal.first_rows_s = terminal.wait_for(shows_rows)
                yield terminal
    finally:
        server.terminate()
        server.wait()


def _key_latencies_ms(terminal: Terminal) -> list[float]:
    """Press the cursor key again and again; how long the first byte of each answer took."""
    terminal.send(b"g")
    terminal.quiet()
    return [_answer_ms(terminal, b"j") for _ in range(KEYS)]


def _answer_ms(terminal: Terminal, key: bytes) -> float:
    time.sleep(KEY_PAUSE_S)
    mark, began = terminal.mark(), time.perf_counter()
    terminal.send(key)
    terminal.wait_for(lambda it: it.mark() > mark)
    return 1000 * (time.perf_counter() - began)


def _filter_ms(terminal: Terminal) -> list[float]:
    """Type a filter; how long after each key its rows stood on the screen."""
    terminal.send(b"/")
    terminal.quiet()
    took = []
    text = ""
    for character in "bulk-09":
        text += character
        began = time.perf_counter()
        terminal.send(character.encode())
        terminal.wait_for(partial(_shows_filter, text))
        took.append(1000 * (time.perf_counter() - began))
        terminal.quiet(50)
    return took


def _shows_filter(text: str, terminal: Terminal) -> bool:
    return text in terminal.screen()[1].split()


def _decode_s() -> float:
    """How long it takes to make jobs of all the pages' bytes."""
    service = bulk_service(jobs=PER_PAGE)
    found = service.project.listing.find(JobQuery(), 0)
    rows = b",".join(job_row(job, 0) for job in found)
    page = b'{"is_success":true,"job_total_count":%d,"jobs":[%s]}' % (MANY, rows)
    began = time.perf_counter()
    for _ in range(MANY // PER_PAGE):
        decode_jobs(json.loads(page))
    return time.perf_counter() - began


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


def _resident_mb(process_id: int) -> float:
    pages = int(Path(f"/proc/{process_id}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

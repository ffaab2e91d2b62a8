"""``python -m mtui.simulator`` as a program of its own."""

import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from mtui.simulator import DEMO_PROJECT_ID, DEMO_SECRET_KEY
from mtui.simulator.__main__ import main
from tests.simulator.caller import JOBS, signed

COMMAND = [sys.executable, "-m", "mtui.simulator"]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program and its URL."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        try:
            yield process, found[0]
        finally:
            process.kill()


def get(url: str, target: str) -> httpx.Response:
    request = signed("GET", target, at_s=time.time())
    with httpx.Client(base_url=url, trust_env=False) as client:
        return client.get(target, headers=dict(request.headers))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_serves_and_ends_cleanly(number: signal.Signals) -> None:
    with running() as (process, url):
        response = get(url, f"{JOBS}?per_page=1000")
        assert len(response.json()["jobs"]) == 32
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        with socket.create_connection(address):
            process.send_signal(number)
            assert process.wait(10) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        printed = process.stdout.read()
        assert process.stderr.read() == ""
    profile = tomllib.loads(printed.partition("Or by password")[0])["profiles"]["simulator"]
    assert profile["endpoint"] == url
    assert profile["project_id"] == DEMO_PROJECT_ID
    assert profile["secret_key"] == DEMO_SECRET_KEY


def test_flags_make_it_big_slow_or_faulty() -> None:
    with running("--jobs", "70", "--fail-under-200", "--latency-ms", "1") as (_, url):
        assert get(url, JOBS).json()["job_total_count"] == 70
        refused = get(url, f"{JOBS}?order=up")
        assert (refused.status_code, refused.json()["is_success"]) == (200, False)
    with running("--throttle", "1", "--server-errors", "100") as (_, url):
        assert [get(url, JOBS).status_code for _ in range(2)] == [500, 429]
    with running("--lost-answers", "100") as (_, url), pytest.raises(httpx.HTTPError):
        get(url, JOBS)


def test_a_port_in_use_is_one_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"cannot serve on port {port}: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "65536"],
        ["--port", "x"],
        ["--latency-ms", "-1"],
        ["--server-errors", "101"],
        ["--jobs", "-1"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_info:
        main(arguments)
    assert exit_info.value.code == 2
    assert arguments[0] in capsys.readouterr().err

"""``mtui doctor`` against a service on a loopback socket, good and bad."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING

import pytest

from mtui import simulator
from mtui.simulator.server import serve_in_thread
from tests.commands.conftest import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtui.simulator import Service
    from tests.commands.conftest import Run, Said


@pytest.fixture
def service() -> Service:
    return simulator.demo_service(clock=time.time, now_s=time.time())


@pytest.fixture
def url(service: Service) -> Iterator[str]:
    with serve_in_thread(service) as server:
        yield server.url


def profile(url: str, *, secret: str = simulator.DEMO_SECRET_KEY, extra: str = "") -> str:
    return f"""
        [profiles.lab]
        region = "{simulator.DEMO_REGION}"
        endpoint = "{url}"
        iam_endpoint = "{url}"
        access_key = "{simulator.DEMO_ACCESS_KEY}"
        secret_key = "{secret}"
        {extra}
    """


def verdicts(said: Said) -> dict[str, str]:
    """Return how each check came out, by its name."""
    return {finding["name"]: finding["verdict"] for finding in json.loads(said.out)}


def test_a_good_profile_passes_every_check(run: Run, usual_file: Path, url: str) -> None:
    write(usual_file, profile(url))
    said = run("doctor")
    assert said.code == 0
    assert f"ok config {usual_file}, which only you can read" in said.lines
    assert f"ok login and project project {simulator.DEMO_PROJECT_ID}" in said.lines
    assert "ok list training jobs 32 in workspace 0" in said.lines
    assert not [line for line in said.lines if line.startswith("failed")]


def test_it_sends_nothing_that_changes_something(
    run: Run, usual_file: Path, url: str, service: Service
) -> None:
    write(usual_file, profile(url))
    run("doctor")
    assert {record.method for record in service.requests} == {"GET"}


def test_a_wrong_key_is_told_with_the_service_s_words_and_tried_once(
    run: Run, usual_file: Path, url: str, service: Service
) -> None:
    write(usual_file, profile(url, secret="wrong0wrong0wrong0wrong0wrong0wrong00000"))
    said = run("doctor")
    assert said.code == 1
    assert "APIGW.0301 Incorrect IAM authentication information" in said.out.replace("  ", " ")
    signed = [record for record in service.requests if record.path != "/"]
    assert len(signed) == 1


def test_no_secret_is_printed(run: Run, usual_file: Path, url: str) -> None:
    write(usual_file, profile(url))
    said = run("doctor")
    assert simulator.DEMO_SECRET_KEY not in said.out + said.err


def test_a_region_without_the_first_generation_is_explained(
    run: Run, usual_file: Path, url: str, service: Service
) -> None:
    service.faults.add(simulator.effects.not_offered(), path="/training-jobs", times=None)
    write(usual_file, profile(url))
    said = run("doctor", "--json")
    assert said.code == 1
    assert verdicts(said)["list training jobs"] == "failed"
    found = {finding["name"]: finding for finding in json.loads(said.out)}["list training jobs"]
    assert found["error_code"] == "APIGW.0101"
    assert "does not offer" in found["advice"]


def test_a_closed_port_stops_the_examination(run: Run, usual_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    write(usual_file, profile(f"http://127.0.0.1:{port}"))
    said = run("doctor", "--json")
    assert said.code == 1
    assert verdicts(said) | {"terminal": ""} == {
        "terminal": "",
        "config": "ok",
        "profile": "ok",
        "proxy": "ok",
        "dns": "ok",
        "tcp": "failed",
        "credentials": "skipped",
        "login and project": "skipped",
        "list training jobs": "skipped",
    }


def test_missing_credentials_are_named(run: Run, usual_file: Path, url: str) -> None:
    text = profile(url).replace(f'secret_key = "{simulator.DEMO_SECRET_KEY}"', "")
    write(usual_file, text)
    said = run("doctor")
    assert said.code == 1
    assert "failed credentials Profile lab: secret_key is missing." in said.lines


def test_a_mistake_in_the_file_is_a_finding(run: Run, usual_file: Path) -> None:
    write(usual_file, "[profiles.lab]\nregoin = 'cn-north-4'\n")
    said = run("doctor")
    assert said.code == 1
    assert [line for line in said.lines if line.startswith("failed config") and "regoin" in line]


def test_without_a_profile_it_says_how_to_get_one(run: Run, usual_file: Path) -> None:
    assert not usual_file.exists()
    said = run("doctor")
    assert said.code == 1
    assert "failed profile none is chosen" in said.lines

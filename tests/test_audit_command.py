"""``mtui audit``: the journal as text for a terminal, as JSON for a pipe."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.terminal.demo import MTUI

if TYPE_CHECKING:
    from pathlib import Path

ACTOR = {
    "user": "ann",
    "host": "desk",
    "profile": "lab",
    "endpoint": "https://modelarts.example.com",
    "project_id": "p1",
}
TARGET = {"job_id": "7", "version_id": "70"}
RECORDS: list[dict[str, Any]] = [
    {
        "kind": "run",
        "action": "delete",
        "targets": [{**TARGET, "job_name": "resnet", "version_name": "V0001"}],
    },
    {"kind": "intent", "action": "delete", "attempt": 1, **TARGET},
    {
        "kind": "outcome",
        **TARGET,
        "outcome": "refused",
        "reason": "not in this state",
        "http_status": 400,
        "error_code": "ModelArts.0105",
        "error_msg": "status: 9 \x1b]0;owned\x07",
        "request_id": "req-1",
    },
    {"kind": "end", "reason": ""},
]


def journal(home: Path) -> Path:
    """Where the journal is."""
    return home / "state" / "mtui" / "journal.jsonl"


@pytest.fixture
def written(isolated_environment: Path) -> list[dict[str, Any]]:
    """A journal of one run."""
    records = [
        {"at": f"2023-06-30T08:00:0{number}.000+00:00", "plan": "p-1", **ACTOR, **record}
        for number, record in enumerate(RECORDS)
    ]
    path = journal(isolated_environment)
    path.parent.mkdir(parents=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return records


def audit(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command, its output a pipe."""
    return subprocess.run(
        [MTUI, "audit", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.usefixtures("written")
def test_every_record_is_a_line_oldest_first() -> None:
    done = audit()
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("  ")[:5] for line in done.stdout.splitlines()] == [
        [f"2023-06-30T08:00:0{number}.000+00:00", "ann@desk", "lab", "p-1", kind]
        for number, kind in enumerate(("run", "intent", "outcome", "end"))
    ]


@pytest.mark.usefixtures("written")
def test_an_outcome_names_its_target_and_the_services_answer() -> None:
    line = audit().stdout.splitlines()[2]
    assert "V0001 (70) of job resnet (7)" in line
    assert "refused: not in this state" in line
    assert "HTTP 400 ModelArts.0105 status: 9" in line
    assert line.endswith("req-1")


@pytest.mark.usefixtures("written")
def test_nothing_is_printed_that_a_terminal_obeys() -> None:
    for arguments in ((), ("--json",)):
        printed = audit(*arguments).stdout
        assert "owned" in printed
        assert all(c.isprintable() or c == "\n" for c in printed)


def test_json_is_the_records_themselves(written: list[dict[str, Any]]) -> None:
    assert [json.loads(line) for line in audit("--json").stdout.splitlines()] == written


def test_a_line_that_was_cut_short_is_passed_over(
    written: list[dict[str, Any]], isolated_environment: Path
) -> None:
    with journal(isolated_environment).open("a", encoding="utf-8") as file:
        file.write('{"at": "2023-06-30T08:00:0')
    assert len(audit().stdout.splitlines()) == len(written)


def test_without_a_journal_there_is_nothing_to_print(isolated_environment: Path) -> None:
    done = audit()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not isolated_environment.exists()


def test_a_journal_that_cannot_be_read_is_a_failure(isolated_environment: Path) -> None:
    journal(isolated_environment).mkdir(parents=True)
    done = audit()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("mtui: The journal ")
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(
    written: list[dict[str, Any]], isolated_environment: Path
) -> None:
    line = json.dumps(written[0]) + "\n"
    journal(isolated_environment).write_text(line * 20_000, "utf-8")
    process = subprocess.Popen(
        [MTUI, "audit"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(30), errors) == (0, "")

"""The journal on the disk: its form, who may read it, and what happens where it cannot be."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from mtui.domain.deletion import Outcome, OutcomeKind
from mtui.domain.errors import JournalError
from mtui.domain.events import TargetAccepted
from mtui.domain.jobs import JobId, VersionId
from mtui.domain.targets import TargetKey
from mtui.services.journal import Actor, Journal, read_records
from mtui.services.timing import Timing
from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_PROJECT_ID,
    DEMO_SECRET_KEY,
    Response,
    effects,
)
from tests.services.story import told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.stage import Stage

COMPLETED = 10
ACTOR = Actor("someone", "somewhere", "lab", "https://modelarts.test", "a-project")


async def test_a_record_tells_who_did_what_to_whom_and_when(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, name="resnet"))
    run = await stage.run(targets)
    began, intent, outcome, end = stage.records()
    shared = {
        "plan": run.report.plan_id,
        "profile": "lab",
        "endpoint": "https://modelarts.cn-north-4.myhuaweicloud.com",
        "project_id": DEMO_PROJECT_ID,
    }
    for record in (began, intent, outcome, end):
        assert shared.items() <= record.items()
        assert record["user"] != ""
        assert record["host"] != ""
        assert datetime.fromisoformat(record["at"]).utcoffset() is not None
    assert (began["action"], began["dry_run"]) == ("delete", False)
    (target,) = began["targets"]
    told = ("job_id", "job_name", "version_id", "version_name", "status", "version_count")
    assert [target[name] for name in told] == ["182000", "resnet", "278000", "V0001", "10", 1]
    assert (intent["job_id"], intent["version_id"]) == ("182000", "278000")
    assert (intent["action"], intent["attempt"]) == ("delete", 1)
    assert (outcome["outcome"], outcome["http_status"], outcome["tries"]) == ("gone", 200, 1)
    assert outcome["request_id"].startswith("req-")
    assert end["reason"] == ""


async def test_only_its_owner_may_read_it(stage: Stage) -> None:
    await stage.run(await stage.versions(stage.add_job(COMPLETED)))
    assert stat.S_IMODE(stage.journal_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(stage.state_path.stat().st_mode) == 0o700
    (lock,) = stage.state_path.glob("*.lock")
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600


async def test_it_holds_no_secret(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 4))
    stage.service.faults.add(effects.wrong_signature(), method="DELETE", skip=2)
    await stage.run(targets)
    text = stage.journal_path.read_text()
    assert DEMO_SECRET_KEY not in text
    assert DEMO_ACCESS_KEY not in text
    assert "Signature" not in text


async def test_runs_are_appended(stage: Stage) -> None:
    one, other = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    await stage.run([one])
    before = stage.journal_path.read_bytes()
    await stage.run([other])
    after = stage.journal_path.read_bytes()
    assert after.startswith(before)
    assert all(json.loads(line) for line in after.splitlines())


async def test_a_line_that_was_cut_short_is_passed_over_and_kept_apart(stage: Stage) -> None:
    one, other = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    await stage.run([one])
    whole = stage.journal_path.read_bytes()
    stage.journal_path.write_bytes(whole + b'{"at":"2023-06-30T08:00:00+00:00","kind":"int')
    assert len(stage.records()) == 4
    await stage.run([other])
    assert [record["kind"] for record in stage.records()] == [
        *("run", "intent", "outcome", "end"),
        *("run", "intent", "outcome", "end"),
    ]


def blocked_by_a_file(stage: Stage) -> None:
    stage.journal_path.mkdir(parents=True)


def on_a_full_disk(stage: Stage) -> None:
    stage.state_path.mkdir(parents=True, exist_ok=True)
    stage.journal_path.unlink(missing_ok=True)
    stage.journal_path.symlink_to("/dev/full")


@pytest.mark.parametrize("spoil", [blocked_by_a_file, on_a_full_disk])
async def test_without_a_journal_nothing_is_sent(stage: Stage, spoil: object) -> None:
    assert callable(spoil)
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    spoil(stage)
    run = await stage.run(targets)
    assert run.kinds == ["not sent", "not sent"]
    assert stage.service.requests == []
    assert run.report.stopped_because.startswith("The journal cannot be written")
    assert run.story[0].startswith("stopping: The journal cannot be written")


async def test_once_the_journal_fails_nothing_more_is_sent(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 4)
    on_a_full_disk(stage)
    sent = len(stage.sent())
    run = await stage.finish(plan_id)
    assert len(stage.sent()) <= sent + stage.policy.concurrency
    assert run.kinds == ["gone"] * len(stage.sent()) + ["not sent"] * (12 - len(stage.sent()))
    assert run.report.stopped_because.startswith("The journal cannot be written")


async def test_every_request_has_its_intent_on_the_disk(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    at_sending: list[tuple[str, set[str]]] = []
    handle = stage.service.faults

    def note(act: effects.Act) -> Response:
        path = stage.service.requests[-1].path if stage.service.requests else ""
        intents = {
            record["version_id"]
            for record in read_records(stage.journal_path)
            if record["kind"] == "intent"
        }
        at_sending.append((path, intents))
        return act()

    handle.add(effects.Effect("noted", note), method="DELETE", times=None)
    await stage.run(targets)
    assert len(at_sending) == 12
    for number, (_, intents) in enumerate(at_sending, start=1):
        assert len(intents) >= number
    order = [record.path.rpartition("/")[2] for record in stage.sent()]
    for version_id, (_, intents) in zip(order, at_sending, strict=True):
        assert version_id in intents


async def test_writers_that_wait_together_share_a_line_each(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "new" / "journal.jsonl", ACTOR, Timing(lambda: 1.5))
    await asyncio.gather(*(journal.ended(f"plan-{number}", "") for number in range(200)))
    plans = [record["plan"] for record in read_records(journal.path)]
    assert plans == [f"plan-{number}" for number in range(200)]


async def test_two_processes_may_append_to_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journals = [Journal(path, ACTOR, Timing(lambda: 1.5)) for _ in range(2)]
    await asyncio.gather(
        *(journals[number % 2].ended(f"plan-{number}", "") for number in range(100))
    )
    assert {record["plan"] for record in read_records(path)} == {
        f"plan-{number}" for number in range(100)
    }


async def test_a_writer_who_gives_up_does_not_disturb_the_others(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", ACTOR, Timing(lambda: 1.5))
    one = asyncio.create_task(journal.ended("one", ""))
    other = asyncio.create_task(journal.ended("other", ""))
    await asyncio.sleep(0)
    one.cancel()
    await other
    assert {record["plan"] for record in read_records(journal.path)} == {"one", "other"}


async def test_an_outcome_that_could_not_be_written_stands_before_the_end(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", ACTOR, Timing(lambda: 1.5))
    journal.path.mkdir()
    key = TargetKey(JobId("1"), VersionId("2"))
    with pytest.raises(JournalError):
        await journal.came_out("one", key, Outcome(OutcomeKind.GONE))
    with pytest.raises(JournalError):
        await journal.ended("one", "")
    journal.path.rmdir()
    await journal.ended("other", "")
    await journal.ended("one", "")
    await journal.ended("one", "")
    assert [told(record) for record in read_records(journal.path)] == [
        "end",
        "outcome 2 gone",
        "end",
        "end",
    ]


def test_no_journal_is_an_empty_one(tmp_path: Path) -> None:
    assert list(read_records(tmp_path / "journal.jsonl")) == []


def test_a_journal_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot be read"):
        list(read_records(tmp_path))


def test_foreign_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'\xff\n[1]\n"text"\n\n{"kind":"end"}\nnull\n' + b"[" * 100_000)
    assert list(read_records(path)) == [{"kind": "end"}]


_TO_THE_END = """
import asyncio, atexit, sys
from pathlib import Path
from mtui.services.journal import Actor, Journal
from mtui.services.timing import Timing

journal = Journal(Path(sys.argv[1]), Actor("", "", "", "", ""), Timing())
loop = asyncio.new_event_loop()

def write():
    loop.run_until_complete(asyncio.wait_for(journal.ended("last", ""), 5))

atexit.register(write)
"""


def test_a_record_that_comes_while_the_interpreter_shuts_down_is_written(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    work = [sys.executable, "-c", _TO_THE_END, str(path)]
    subprocess.run(work, check=True, timeout=30)
    assert [record["plan"] for record in read_records(path)] == ["last"]


async def test_no_writer_is_left_waiting_when_the_writing_is_cut_off(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", ACTOR, Timing(lambda: 1.5))
    writer = asyncio.create_task(journal.ended("one", ""))
    await asyncio.sleep(0)
    (flush,) = asyncio.all_tasks() - {writer, asyncio.current_task()}
    await asyncio.sleep(0)
    flush.cancel()
    with pytest.raises(JournalError, match="interrupted"):
        await writer
    await journal.ended("other", "")
    assert "other" in [record["plan"] for record in read_records(journal.path)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o500)
    journal = Journal(folder / "journal.jsonl", ACTOR, Timing(lambda: 1.5))
    with pytest.raises(JournalError, match="Permission denied"):
        await journal.ended("plan", "")

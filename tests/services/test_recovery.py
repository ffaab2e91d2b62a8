"""Interrupted runs: found in whatever the journal holds, and brought to their end once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import GuardError
from mtui.domain.events import TargetSent
from mtui.services.audit import printed_audit
from mtui.services.journal import key_record
from tests.services.story import told

if TYPE_CHECKING:
    from mtui.domain.targets import Target
    from tests.services.stage import Stage

COMPLETED = 10


async def interrupted(stage: Stage) -> list[Target]:
    """Run to the end, and leave the journal as if it had been cut after the intents."""
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED, COMPLETED))
    await stage.run(targets[:2])
    await stage.close()
    keep = [r for r in stage.records() if r["kind"] in ("run", "intent")]
    stage.journal_path.write_text("".join(json.dumps(record) + "\n" for record in keep))
    return targets[:2]


async def test_a_run_is_brought_to_its_end_once(stage: Stage) -> None:
    await interrupted(stage)
    async with stage.another_session() as one, stage.another_session() as other:
        (mine,), (theirs,) = await one.recovery.unfinished(), await other.recovery.unfinished()
        report = await other.recovery.verify(theirs)
        records = stage.records()
        late = await one.recovery.verify(mine)
        await one.recovery.discard(mine)
    assert [entry.outcome.kind.value for entry in report.entries] == ["gone", "gone"]
    assert late.entries == ()
    assert late.stopped_because == "it was brought to its end meanwhile"
    assert stage.records() == records


async def test_what_has_its_outcome_by_now_gets_no_other(stage: Stage) -> None:
    first, second = await interrupted(stage)
    async with stage.another_session() as session:
        (run,) = await session.recovery.unfinished()
        outcome = {**stage.records()[1], **key_record(first.key)}
        with stage.journal_path.open("a") as journal:
            journal.write(json.dumps({**outcome, "kind": "outcome", "outcome": "refused"}) + "\n")
        report = await session.recovery.verify(run)
    assert [entry.target.key for entry in report.entries] == [second.key]
    assert [told(r) for r in stage.records() if r.get("version_id") == first.version_id] == [
        f"intent {first.version_id} 1",
        f"outcome {first.version_id} refused",
    ]


async def test_nothing_is_discarded_while_another_has_a_run(stage: Stage) -> None:
    await interrupted(stage)
    async with stage.another_session() as other:
        (run,) = await other.recovery.unfinished()
        targets = await stage.versions(stage.add_job(COMPLETED))
        plan_id = await stage.start(targets)
        await stage.until(plan_id, TargetSent)
        with pytest.raises(GuardError):
            await other.recovery.discard(run)
        await stage.finish(plan_id)
        await other.recovery.discard(run)
        assert await other.recovery.unfinished() == ()


RUN = '"kind":"run","plan":"x","endpoint":%s,"project_id":%s'


@pytest.mark.parametrize(
    "text",
    [
        "{" + RUN + "}",
        "{" + RUN + ',"action":"delete","targets":[{"job_id":"1"}]}',
        "{" + RUN + ',"action":"delete","targets":[1]}',
        "{" + RUN + ',"action":"archive","targets":[]}',
        "{" + RUN + ',"action":["delete"],"targets":[]}',
        "{" + RUN + ',"action":"delete","targets":5}',
        "{" + RUN + ',"action":"delete","targets":null}',
        "{" + RUN + ',"action":"delete","targets":[]}\n{"kind":"intent","plan":"x"}',
        '{"kind":"intent","plan":["x"],"job_id":[],"version_id":{}}',
        '{"kind":"outcome","plan":"x","job_id":{},"outcome":[]}',
        "[" * 100_000,
        '{"kind":' * 100_000,
    ],
)
async def test_records_of_an_odd_shape_hide_no_run(stage: Stage, text: str) -> None:
    targets = await interrupted(stage)
    async with stage.another_session() as session:
        first = stage.records()[0]
        place = tuple(json.dumps(first[name]) for name in ("endpoint", "project_id"))
        odd = text % place if "%s" in text else text
        stage.journal_path.write_text(f"{odd}\n{stage.journal_path.read_text()}")
        (run,) = await session.recovery.unfinished()
    assert {target.key for target in run.doubtful} == {target.key for target in targets}
    for as_json in (True, False):
        assert len(list(printed_audit(stage.journal_path, as_json=as_json))) >= 3

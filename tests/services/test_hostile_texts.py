"""Texts of the service that would leak a secret or slip past a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.secret import MASK
from mtui.services.records import LedgerFormat, ledger_text
from mtui.simulator import DEMO_SECRET_KEY, effects
from mtui.simulator.wire import json_response

if TYPE_CHECKING:
    from tests.services.stage import Stage

COMPLETED = 10


async def test_a_secret_in_an_answer_reaches_neither_journal_nor_ledger(stage: Stage) -> None:
    (target, _) = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    echo = {"is_success": False, "error_code": "X.1", "error_msg": f"key {DEMO_SECRET_KEY} bad"}
    stage.service.faults.add(effects.canned(json_response(400, echo)), method="DELETE")
    run = await stage.run([target])
    assert f"key {MASK} bad" in run.outcome.reason
    shown = ledger_text(run.report, LedgerFormat.JSONL) + stage.journal_path.read_text("utf-8")
    assert DEMO_SECRET_KEY not in shown


async def test_a_line_break_in_a_name_takes_nothing_out_of_protection(stage: Stage) -> None:
    job_id = stage.add_job(COMPLETED, name="prod\nx")
    stage.configure(protect=("^prod$",))
    plan = await stage.plan(await stage.versions(job_id))
    assert [item.refusal for item in plan.items] == ["protected: ^prod$"]

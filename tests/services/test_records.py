"""Plans and ledgers in files: faithful to what came, and harmless where they are shown."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.deletion import (
    DeletionPlan,
    LedgerEntry,
    Outcome,
    OutcomeKind,
    PlanItem,
    RunReport,
)
from mtui.domain.targets import Action
from mtui.services.records import LedgerFormat, ledger_text, plan_text
from tests.domain.samples import NOW_MS, version_target

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = "训练\x1b]0;x\x07\x7f\x9b2J\r\n\t\u202egpj\u2066\u200b\u2028\U000e0041\ud800é"
TARGET = version_target(1, job_name=HOSTILE)


def ledger(message: str = HOSTILE) -> RunReport:
    answer = ApiAnswer(ApiCall("delete version", "DELETE"), 400, error_msg=message)
    outcome = Outcome(OutcomeKind.REFUSED, message, answer)
    return RunReport("p1", Action.DELETE, (LedgerEntry(TARGET, outcome),))


def plan() -> DeletionPlan:
    return DeletionPlan("p1", "lab", Action.DELETE, NOW_MS, (PlanItem(TARGET, HOSTILE),))


TEXTS: dict[str, Callable[[], str]] = {
    "plan": lambda: plan_text(plan()),
    "jsonl": lambda: ledger_text(ledger(), LedgerFormat.JSONL),
    "csv": lambda: ledger_text(ledger(), LedgerFormat.CSV).replace("\r\n", "\n"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_holds_no_character_that_a_terminal_obeys(name: str) -> None:
    text = TEXTS[name]()
    assert {unicodedata.category(each) for each in text.replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert "训练" in text
    assert r"\u001b]0;x\u0007\u007f\u009b2J\r\n\t\u202egpj" in text


def test_json_gives_back_what_came() -> None:
    (line,) = TEXTS["jsonl"]().splitlines()
    row: dict[str, Any] = json.loads(line)
    assert (row["job_name"], row["reason"], row["error_msg"]) == (HOSTILE, HOSTILE, HOSTILE)
    (item,) = json.loads(TEXTS["plan"]())["items"]
    assert (item["job_name"], item["refusal"]) == (HOSTILE, HOSTILE)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\u200b=", "\uff1d"])
def test_a_cell_is_never_a_formula_and_never_more_than_a_line(start: str) -> None:
    text = ledger_text(ledger(f"{start}1+1\nx"), LedgerFormat.CSV)
    assert len(text.splitlines()) == 2
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["error_msg"][0] in "'\\"

"""Plans and ledgers as files that a person takes away: JSON, JSON lines, CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mtui.domain.errors import JournalError
from mtui.services.journal import outcome_record, target_record

if TYPE_CHECKING:
    from pathlib import Path

    from mtui.domain.deletion import DeletionPlan, RunReport


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # some read full-width ones too


class LedgerFormat(StrEnum):
    """How a ledger is written."""

    JSONL = "jsonl"
    CSV = "csv"


def plan_text(plan: DeletionPlan) -> str:
    """Return a plan as JSON: every target with what will be done about it, and why not."""
    items = [
        {
            **target_record(item.target),
            "going": item.is_going,
            "ticked": item.ticked,
            "refusal": item.refusal,
            "hidden_by_filter": item.is_hidden,
            "notes": list(item.notes),
        }
        for item in plan.items
    ]
    document = {
        "plan": plan.plan_id,
        "profile": plan.profile,
        "action": plan.action.value,
        "made_ms": plan.made_ms,
        "going": len(plan.going),
        "items": items,
    }
    return _json(document, indent=2) + "\n"


def ledger_text(report: RunReport, form: LedgerFormat) -> str:
    """Return a ledger, one target a line."""
    rows: list[dict[str, Any]] = [
        {
            "plan": report.plan_id,
            "action": report.action.value,
            **target_record(entry.target),
            **outcome_record(entry.outcome),
            "at_ms": entry.outcome.at_ms,
        }
        for entry in report.entries
    ]
    if form is LedgerFormat.JSONL:
        return "".join(_json(row) + "\n" for row in rows)
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


class Archive:
    """The folder into which plans and ledgers are written; only their owner can read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write_plan(self, plan: DeletionPlan) -> Path:
        """Write a plan as JSON and return where it is.

        Raises:
            JournalError: it cannot be written.
        """
        return self._write(f"plan-{plan.plan_id}.json", plan_text(plan))

    def write_ledger(self, report: RunReport, form: LedgerFormat) -> Path:
        """Write a ledger and return where it is.

        Raises:
            JournalError: it cannot be written.
        """
        return self._write(f"ledger-{report.plan_id}.{form}", ledger_text(report, form))

    def _write(self, name: str, text: str) -> Path:
        path = self._folder / name
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
                file.write(text)
        except OSError as error:
            raise JournalError(f"Cannot write ({error.strerror or error}): {path}") from error
        return path


def _json(value: object, *, indent: int | None = None) -> str:
    """Return JSON in which nothing but escapes stands for what moves a cursor or turns text."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # A line break that is left is the layout's: those in texts are escaped already.
    return "\n".join(_escaped(line) for line in text.split("\n"))


def _escaped(text: str) -> str:
    """Return text with JSON's escapes for controls, direction marks and lone surrogates."""
    if text.isprintable():
        return text
    return "".join(
        _escape(each) if unicodedata.category(each) in _UNSEEN else each for each in text
    )


def _escape(character: str) -> str:
    # JSON leaves DEL as it is.
    return r"\u007f" if character == "\x7f" else json.dumps(character)[1:-1]


def _inert(value: object) -> object:
    """Keep spreadsheets from running foreign text as a formula, and terminals from obeying it."""
    if not isinstance(value, str):
        return value
    text = _escaped(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text

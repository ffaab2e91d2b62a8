"""The journal read back as an audit trail: who did what to which target, and what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mtui.domain.frozen import frozen
from mtui.services.journal import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@frozen
class AuditEntry:
    """One line of the trail."""

    number: int
    """Counts from 1, the oldest."""
    at: str
    """In UTC, ISO 8601."""
    user: str
    host: str
    profile: str
    plan_id: str
    what: str
    """``run``, ``intent``, ``outcome`` or ``end``."""
    subject: str
    """The target, or how many there were."""
    result: str
    """What came of it; empty for an intent."""
    answer: str
    """The service's answer: HTTP status, error code and message, request id."""

    @property
    def line(self) -> str:
        """The entry as one line of text."""
        who = f"{self.user}@{self.host}"
        parts = (self.at, who, self.profile, self.plan_id, self.what, self.subject)
        return "  ".join(filter(None, (*parts, self.result, self.answer)))


def read_audit(path: Path) -> Iterator[AuditEntry]:
    """Yield the whole trail, oldest first.

    Raises:
        JournalError: the journal exists and cannot be read.
    """
    labels: dict[tuple[str, str, str], str] = {}
    for number, record in enumerate(read_records(path), start=1):
        for target in record.get("targets", ()):
            labels[_place(record, target)] = _label(target)
        yield _entry(number, record, labels)


def printed_audit(path: Path, *, as_json: bool) -> Iterator[str]:
    """Yield the trail as lines for a terminal or a pipe, with nothing that a terminal obeys.

    Raises:
        JournalError: the journal exists and cannot be read.
    """
    if as_json:
        for record in read_records(path):
            yield json.dumps(record)
    else:
        for entry in read_audit(path):
            yield "".join(c if c.isprintable() else "?" for c in entry.line)


def _entry(
    number: int, record: dict[str, Any], labels: dict[tuple[str, str, str], str]
) -> AuditEntry:
    what = str(record.get("kind", ""))
    if what == "run":
        subject = f"{record.get('action', '')} {len(record.get('targets', ()))} targets"
        if record.get("dry_run"):
            subject += " (dry run)"
    elif "job_id" in record:
        subject = labels.get(_place(record, record)) or _label(record)
    else:
        subject = ""
    return AuditEntry(
        number=number,
        at=str(record.get("at", "")),
        user=str(record.get("user", "")),
        host=str(record.get("host", "")),
        profile=str(record.get("profile", "")),
        plan_id=str(record.get("plan", "")),
        what=what,
        subject=subject,
        result=_result(record),
        answer=_answer(record),
    )


def _result(record: dict[str, Any]) -> str:
    match record.get("kind"):
        case "outcome":
            parts = (record.get("outcome"), record.get("reason"))
        case "end":
            parts = (record.get("reason") or "complete", None)
        case "intent":
            parts = (f"{record.get('action', '')} (try {record.get('attempt', 1)})", None)
        case _:
            parts = (None, None)
    return ": ".join(str(part) for part in parts if part)


def _answer(record: dict[str, Any]) -> str:
    status = record.get("http_status")
    parts = (
        f"HTTP {status}" if status is not None else "",
        record.get("error_code"),
        record.get("error_msg"),
        record.get("request_id"),
    )
    return " ".join(str(part) for part in parts if part)


def _place(record: dict[str, Any], target: dict[str, Any]) -> tuple[str, str, str]:
    return str(record.get("plan")), str(target.get("job_id")), str(target.get("version_id"))


def _label(target: dict[str, Any]) -> str:
    job = f"job {target.get('job_name') or ''} ({target.get('job_id')})".replace("  ", " ")
    version_id = target.get("version_id")
    if version_id is None:
        return job
    return f"{target.get('version_name') or 'version'} ({version_id}) of {job}"

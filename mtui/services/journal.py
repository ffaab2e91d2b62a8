"""The append-only record of what was meant and what came of it, one JSON object per line.

An intent is on the disk before its request leaves, an outcome follows. No secret is ever
written. What stands here is the audit trail, and what an interrupted run resumes from.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from mtui.domain.errors import JournalError
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mtui.domain.deletion import DeletionPlan, Outcome
    from mtui.domain.targets import Target, TargetKey
    from mtui.services.timing import Timing

_log = logging.getLogger(__name__)


@frozen
class Actor:
    """Who acts, from where and against what; stands in every record."""

    user: str
    host: str
    profile: str
    endpoint: str
    project_id: str

    def as_record(self) -> dict[str, str]:
        """Return it with the journal's names."""
        return {
            "user": self.user,
            "host": self.host,
            "profile": self.profile,
            "endpoint": self.endpoint,
            "project_id": self.project_id,
        }


class Journal:
    """Appends records to one file; several writers and processes may share it.

    Every ``write`` returns only after its record is on the disk (fsync). Writers that wait at
    the same moment share one fsync, which runs on a helper thread.
    """

    def __init__(self, path: Path, actor: Actor, timing: Timing) -> None:
        self.path = path
        self._actor = actor
        self._timing = timing
        self._pending: list[tuple[bytes, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._owed: dict[str, list[dict[str, Any]]] = {}

    async def began(self, plan: DeletionPlan) -> None:
        """Record that a confirmed plan starts, with every target that it will send.

        Raises:
            JournalError: it could not be written.
        """
        fields = {
            "action": plan.action.value,
            "dry_run": plan.guards.dry_run,
            "targets": [target_record(item.target) for item in plan.going],
        }
        await self._write("run", plan.plan_id, fields)

    async def intends(self, plan: DeletionPlan, key: TargetKey, attempt: int) -> None:
        """Record that a request is about to be sent.

        Raises:
            JournalError: it could not be written, so the request must not be sent.
        """
        fields = {"action": plan.action.value, "attempt": attempt, **key_record(key)}
        await self._write("intent", plan.plan_id, fields)

    async def came_out(self, plan_id: str, key: TargetKey, outcome: Outcome) -> None:
        """Record what became of a target.

        Raises:
            JournalError: it could not be written; ``ended`` will try again.
        """
        fields = {**key_record(key), **outcome_record(outcome)}
        try:
            await self._write("outcome", plan_id, fields)
        except JournalError:
            self._owed.setdefault(plan_id, []).append(fields)
            raise

    async def ended(self, plan_id: str, reason: str) -> None:
        """Record that a run is over, or that a person discarded it.

        Outcomes that could not be written stand before it, or it is not written either: then the
        run is found as an unfinished one.

        Raises:
            JournalError: it could not be written.
        """
        while owed := self._owed.get(plan_id):
            await self._write("outcome", plan_id, owed[0])
            del owed[0]
        await self._write("end", plan_id, {"reason": reason})

    async def _write(self, kind: str, plan_id: str, fields: Mapping[str, Any]) -> None:
        moment = datetime.fromtimestamp(self._timing.now(), UTC).isoformat(timespec="milliseconds")
        record = {"at": moment, "kind": kind, "plan": plan_id, **self._actor.as_record(), **fields}
        line = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        written = asyncio.get_running_loop().create_future()
        self._pending.append((line, written))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await written

    async def _flush(self) -> None:
        try:
            while self._pending:
                batch, self._pending = self._pending, []
                await self._put(batch)
        finally:
            self._flushing = None

    async def _put(self, batch: Sequence[tuple[bytes, asyncio.Future[None]]]) -> None:
        """Write the lines and tell each writer; none is left waiting, whatever happens."""
        error: JournalError | None = _not_written(self.path, "it was interrupted")
        try:
            await self._append(b"".join(line for line, _ in batch))
            error = None
        except OSError as caught:
            error = _not_written(self.path, caught.strerror or str(caught))
        finally:
            for _, written in batch:
                if written.done():
                    continue
                if error is None:
                    written.set_result(None)
                else:
                    written.set_exception(error)

    async def _append(self, data: bytes) -> None:
        work = partial(_append, self.path, data)
        try:
            writing = asyncio.get_running_loop().run_in_executor(None, work)
        except RuntimeError:  # no thread starts once the interpreter shuts down
            work()
        else:
            await writing


def _append(path: Path, data: bytes) -> None:
    """Append all of it; it is on the disk when this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            data = b"\n" + data  # an earlier write was cut short: keep its half line apart
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, data[written:])
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_written(path: Path, why: str) -> JournalError:
    return JournalError(
        f"The journal cannot be written ({why}): {path}",
        hint="Nothing is deleted without a record; make room or mend the file's mode.",
    )


def key_record(key: TargetKey) -> dict[str, str | None]:
    """Return a target's identity with the journal's names."""
    return {"job_id": key.job_id, "version_id": key.version_id}


def target_record(target: Target) -> dict[str, Any]:
    """Return a target with the journal's names."""
    return {
        **key_record(target.key),
        "job_name": target.job_name,
        "version_name": target.version_name,
        "status": target.status.code,
        "version_count": target.version_count,
        "created_ms": target.created_ms,
        "duration_ms": target.duration_ms,
        "nodes": target.nodes,
        "workspace_id": target.workspace_id,
    }


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome with the journal's names, the service's answer flattened into it."""
    answer = outcome.answer
    return {
        "outcome": outcome.kind.value,
        "reason": outcome.reason,
        "http_status": answer.http_status if answer else None,
        "error_code": answer.error_code if answer else "",
        "error_msg": answer.error_msg if answer else "",
        "request_id": answer.request_id if answer else "",
        "tries": outcome.tries,
        "elapsed_ms": outcome.elapsed_ms,
    }


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the journal's records, oldest first; a line that is none is passed over and counted.

    Such is a line that was cut short, and one that holds more than texts, numbers and a list of
    targets. The count goes to the log.

    Raises:
        JournalError: the file exists and cannot be read.
    """
    passed_over = 0
    try:
        with path.open("rb") as lines:
            for line in lines:
                record = _parsed(line)
                if record is not None:
                    yield record
                elif line.strip():
                    passed_over += 1
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"The journal cannot be read ({error.strerror or error}): {path}"
        raise JournalError(message) from error
    if passed_over:
        _log.warning("passed over %d lines of the journal that make no sense", passed_over)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    targets = record.get("targets", [])
    if not isinstance(targets, list):
        return None
    rest = {name: value for name, value in record.items() if name != "targets"}
    return record if all(map(_is_flat, (rest, *targets))) else None


def _is_flat(value: object) -> bool:
    """Whether it is an object with nothing but texts, numbers, truths and nulls in it."""
    return isinstance(value, dict) and not any(
        isinstance(member, list | dict) for member in value.values()
    )

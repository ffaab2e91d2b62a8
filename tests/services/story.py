"""Events and journal records in one line each, so that tests can compare whole runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtui.domain.events import (
    RunFinished,
    RunPaused,
    RunResumed,
    RunSlowed,
    RunStarted,
    RunStopping,
    TargetAccepted,
    TargetSent,
    TargetSettled,
    TargetUncertain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.events import RunEvent
    from mtui.domain.targets import TargetKey


def short(event: RunEvent, names: Mapping[TargetKey, str]) -> str:
    """Return an event in a few words: ``sent V0001 1``."""
    match event:
        case RunStarted() | RunFinished():
            return type(event).__name__
        case TargetSent(key, attempt):
            return f"sent {names[key]} {attempt}"
        case TargetAccepted(key, answer):
            return f"accepted {names[key]} {_answer(answer)}"
        case TargetUncertain(key, answer):
            return f"uncertain {names[key]} {_answer(answer)}"
        case TargetSettled(key, outcome):
            return f"{outcome.kind} {names[key]} tries={outcome.tries}"
        case RunSlowed(answer, wait_s):
            return f"slowed {_answer(answer)} {wait_s:g}s"
        case RunPaused(reason):
            return f"paused: {reason}"
        case RunResumed():
            return "resumed"
        case RunStopping(reason):
            return f"stopping: {reason}"


def told(record: Mapping[str, Any]) -> str:
    """Return a journal record in a few words: ``intent 278000 1``."""
    match record:
        case {"kind": "run", "action": action, "targets": targets}:
            return f"run {action} {len(targets)}"
        case {"kind": "intent", "version_id": version_id, "attempt": attempt}:
            return f"intent {version_id} {attempt}"
        case {"kind": "outcome", "version_id": version_id, "outcome": outcome}:
            return f"outcome {version_id} {outcome}"
        case {"kind": "end", "reason": reason}:
            return f"end: {reason}" if reason else "end"
    raise AssertionError(f"an unknown record: {record}")


def _answer(answer: ApiAnswer) -> str:
    status = "none" if answer.http_status is None else str(answer.http_status)
    return f"{status} {answer.error_code}".strip()

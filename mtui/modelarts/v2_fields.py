"""Everything that a job without versions tells of itself, grouped, except what is secret.

A job's ``endpoints`` hold tokens and are left out as a whole (api.md §5.2). Elsewhere, signed
addresses lose their query, and what is called a password or key is hidden.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from mtui.domain.jobs import DetailField
from mtui.modelarts.scalars import epoch_ms, text, whole_number
from mtui.modelarts.version_fields import without_url_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtui.modelarts.bodies import JsonValue

_Path = tuple[str, ...]

_HIDDEN = "(hidden)"
_DEEPEST = 20
"""So many objects and lists within each other are looked into."""
_MOST_FIELDS = 500

_GROUPS: Mapping[_Path, str] = {
    ("kind",): "Run",
    ("metadata",): "Run",
    ("status",): "Run",
    ("algorithm",): "Code",
    ("algorithm", "inputs"): "Input",
    ("algorithm", "outputs"): "Output",
    ("spec", "log_export_path"): "Output",
    ("algorithm", "engine"): "Engine",
    ("spec",): "Resources",
    ("spec", "resource"): "Resources",
    ("algorithm", "parameters"): "Parameters",
    ("algorithm", "environments"): "Parameters",
}
_ORDER = ("Run", "Code", "Input", "Output", "Engine", "Resources", "Parameters", "Other")
# These have an attribute of their own, or are secret.
_TOLD_ELSEWHERE = frozenset(
    {
        ("endpoints",),
        *(("metadata", name) for name in ("id", "name", "create_time", "user_name")),
        *(("status", name) for name in ("phase", "duration", "tasks", "task_statuses")),
        ("status", "node_count_metrics"),
    }
)
_TIMES_S = frozenset({"start_at", "end_at"})
_SECRET = re.compile(
    r"(^|[_.\-])(token|password|passwd|pwd|passphrase|secret|credentials?|authorization|ak|sk"
    r"|(api|access|secret|private|auth)[_\-]?keys?)($|[_.\-])",
    re.IGNORECASE,
)


def job_fields(job: Mapping[str, JsonValue]) -> tuple[DetailField, ...]:
    """Return every field that has a value and is not secret, in a fixed order of groups."""
    leaves = islice(_leaves((), dict(job)), _MOST_FIELDS)
    fields = [_field(path, value) for path, value in leaves]
    fields.sort(key=lambda field: _ORDER.index(field.group))
    return tuple(field for field in fields if field.value)


def _leaves(path: _Path, value: JsonValue, depth: int = 0) -> Iterator[tuple[_Path, JsonValue]]:
    # A list of one thing does not make the path longer: its length is no measure of the depth.
    if path in _TOLD_ELSEWHERE or depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves((*path, text(name)), part, depth + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _item(path, item, str(number) if len(value) > 1 else "", depth + 1)
    else:
        yield path, value


def _item(
    path: _Path, item: JsonValue, number: str, depth: int
) -> Iterator[tuple[_Path, JsonValue]]:
    """Yield an item of a list, under its own name where it has one."""
    if not isinstance(item, dict):
        yield from _leaves((*path, number) if number else path, item, depth)
        return
    named = text(item.get("name"))
    if path == ("algorithm", "parameters") and named:
        yield (*path, named), text(item.get("value")) or "(empty)"
        return
    rest: JsonValue = {key: part for key, part in item.items() if key != "name"} if named else item
    label = named or number
    yield from _leaves((*path, label) if label else path, rest, depth)


def _field(path: _Path, value: JsonValue) -> DetailField:
    depth = max((n for n in range(1, len(path) + 1) if path[:n] in _GROUPS), default=0)
    group = _GROUPS.get(path[:depth], "Other")
    # What the group says already is left out of the name, except where nothing else is left.
    name = " ".join(path[min(depth, len(path) - 1) :])
    return DetailField(group, name, _shown(path, value))


def _shown(path: _Path, value: JsonValue) -> str:
    if any(_SECRET.search(part) for part in path[1:]):
        return _HIDDEN if text(value) else ""
    if path == ("status", "start_time"):
        return _moment(epoch_ms(value))
    if path[-1] in _TIMES_S:
        seconds = whole_number(value)
        return _moment(epoch_ms(None if seconds is None else seconds * 1000))
    return without_url_secrets(text(value))


def _moment(at_ms: int | None) -> str:
    if at_ms is None:
        return ""  # null, 0 or absurd: it has not started
    return f"{datetime.fromtimestamp(at_ms // 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"

"""Whatever became of the journal, it is read: no line ends mtui or turns into a wider target.

The journal of a real run is changed at random: lines dropped, doubled and broken, and values of
other types in them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtui.services.audit import printed_audit
from mtui.services.journal import Actor, read_records
from mtui.services.recovery import UnfinishedRun, find_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ACTOR = Actor("ann", "desk", "lab", "https://modelarts.example.com", "p1")
SETTINGS = settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example writes anew
)


def target(number: int, **other: object) -> dict[str, object]:
    """A target as the journal of a run has it."""
    return {
        "job_id": "201",
        "version_id": str(9000 + number),
        "job_name": "batch",
        "version_name": f"V{number:04}",
        "status": "10",
        "version_count": 3,
        "created_ms": 1_688_000_000_000,
        "duration_ms": 5000,
        "nodes": 1,
        "workspace_id": "0",
        **other,
    }


def record(kind: str, **fields: object) -> dict[str, object]:
    """A record of the one run."""
    head = {"at": "2023-06-30T08:00:00.000+00:00", "kind": kind, "plan": "20230630-080000-abc"}
    return {**head, **ACTOR.as_record(), **fields}


def about(number: int) -> dict[str, object]:
    return {"job_id": "201", "version_id": str(9000 + number)}


RECORDS = [
    record("run", action="delete", dry_run=False, targets=[target(n) for n in (1, 2, 3)]),
    record("intent", action="delete", attempt=1, **about(1)),
    record("outcome", outcome="gone", reason="", http_status=200, tries=1, **about(1)),
    record("intent", action="delete", attempt=1, **about(2)),
]
ASKED = {("201", "9001"), ("201", "9002"), ("201", "9003")}
"""All that anybody ever confirmed."""

ODD = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.sampled_from(
        ["", "\x1b[2J", "\ud800", "\u202e", "a/b", "x" * 2000, "delete", "gone", "mtui ended"]
    )
    | st.text(max_size=5)
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)
MEMBERS = sorted({name for each in RECORDS for name in each})
TARGET_MEMBERS = sorted(target(1))


@st.composite
def mutated_values(draw: st.DrawFn) -> bytes:
    """The journal with values changed, members dropped, and records dropped, doubled and moved."""
    records: list[Any] = json.loads(json.dumps(RECORDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(records) - 1))
        chosen = records[at]
        inner = draw(st.sampled_from([None, 0, 1, 2]))
        if inner is not None and isinstance(chosen.get("targets"), list):
            inside = [
                each for each in chosen["targets"][inner : inner + 1] if isinstance(each, dict)
            ]
            chosen, names = (inside[0] if inside else chosen), TARGET_MEMBERS
        else:
            names = MEMBERS
        name = draw(st.sampled_from(names))
        match draw(st.sampled_from(["change", "drop", "double", "move"])):
            case "change":
                chosen[name] = draw(ODD)
            case "drop":
                chosen.pop(name, None)
            case "double":
                records.insert(at, json.loads(json.dumps(records[at])))
            case _:
                records.append(records.pop(at))
    return "".join(json.dumps(each) + "\n" for each in records).encode()


@st.composite
def mutated_bytes(draw: st.DrawFn) -> bytes:
    """The journal with bytes cut out and put in, as a bad disk would."""
    content = "".join(json.dumps(each) + "\n" for each in RECORDS).encode()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        content = (
            content[:at] + draw(st.binary(max_size=5)) + content[at + draw(st.integers(0, 9)) :]
        )
    return content


def read_all(path: Path) -> tuple[UnfinishedRun, ...]:
    """Read the journal in every way; what is printed is plain lines."""
    for line in printed_audit(path, as_json=False):
        assert line.isprintable()
    for line in printed_audit(path, as_json=True):
        assert isinstance(json.loads(line), dict)
        assert line.isascii()
        assert line.isprintable()
    return find_unfinished(read_records(path), ACTOR)


def check(path: Path, content: bytes, allows: Callable[[str, str | None], bool]) -> None:
    """Read a journal; what can be resumed is whole, and names nothing that this does not allow."""
    path.write_bytes(content)
    for run in read_all(path):
        assert len(run.doubtful) + len(run.unsent) <= run.total
        for each in (*run.doubtful, *run.unsent):
            texts = (each.job_id, each.job_name, each.version_name, each.workspace_id)
            assert [type(text) for text in texts] == [str] * 4
            assert each.label
            assert each.reach >= 1
            assert allows(each.job_id, each.version_id), each


@SETTINGS
@given(mutated_values())
def test_a_journal_with_other_values_is_read(tmp_path: Path, content: bytes) -> None:
    def is_whole(job_id: str, version_id: str | None) -> bool:
        return bool(job_id) and version_id != ""

    check(tmp_path / "journal.jsonl", content, is_whole)


@SETTINGS
@given(mutated_bytes())
def test_a_journal_with_other_bytes_is_read(tmp_path: Path, content: bytes) -> None:
    def is_whole(job_id: str, version_id: str | None) -> bool:
        return bool(job_id) and bool(version_id)

    check(tmp_path / "journal.jsonl", content, is_whole)


@SETTINGS
@given(st.permutations(range(4)), st.sets(st.integers(0, 3)), st.integers(0, 300))
def test_lost_and_cut_lines_never_widen_what_was_confirmed(
    tmp_path: Path, order: list[int], lost: set[int], cut: int
) -> None:
    lines = [json.dumps(RECORDS[each]) for each in order if each not in lost]
    content = "\n".join(lines).encode()
    content = content[: len(content) - cut] if cut < len(content) else content

    check(tmp_path / "journal.jsonl", content, lambda *key: key in ASKED)


@pytest.mark.parametrize(
    "broken",
    [{"version_id": ""}, {"version_id": 0}, {"job_id": ""}, {"job_id": None}, {"job_id": 201}],
)
def test_a_target_without_its_ids_is_never_resumed_as_another(
    tmp_path: Path, broken: dict[str, object]
) -> None:
    path = tmp_path / "journal.jsonl"
    run = record("run", action="delete", dry_run=False, targets=[target(1), target(2, **broken)])
    path.write_text(json.dumps(run) + "\n", "utf-8")
    assert read_all(path) == ()

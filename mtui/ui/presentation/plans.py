"""A plan as the words of its dialog, and its lines as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.jobs import Generation
from mtui.domain.targets import Action
from mtui.ui.presentation.ages import age, duration
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import folded, safe

if TYPE_CHECKING:
    from mtui.domain.deletion import DeletionPlan, PlanItem
    from mtui.domain.targets import Target
    from mtui.ui.presentation.glyphs import Glyphs

_LONGEST = 512
_HANGING = " " * len("version  ")


def item_key(item: PlanItem) -> str:
    """Return what identifies a line of a plan."""
    return f"{item.target.job_id}/{item.target.version_id or ''}"


def counted(count: int, noun: str) -> str:
    """Return ``1 version`` or ``23 versions``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def plan_question(plan: DeletionPlan) -> str:
    """Return ``Delete 23 versions of 4 jobs?``."""
    targets = [item.target for item in plan.items]
    verb = plan.action.capitalize()
    whole = sum(target.takes_versions_along for target in targets)
    versions = sum(not target.is_whole_job for target in targets)
    single = len(targets) - whole - versions
    parts = []
    if whole:
        parts.append(counted(whole, "whole job"))
    if single:
        parts.append(counted(single, "job"))
    if versions:
        jobs = len({target.job_id for target in targets if not target.is_whole_job})
        of_jobs = "" if versions == 1 else f" of {counted(jobs, 'job')}"
        parts.append(f"{counted(versions, 'version')}{of_jobs}")
    return f"{verb} {' and '.join(parts)}?" if parts else f"{verb} nothing?"


def plan_totals(plan: DeletionPlan) -> str:
    """Return ``21 will go, 1 refused, 2 not ticked (1 hidden by the filter). 1 is running.``."""
    going = plan.going
    parts = [f"{len(going):,} will {'go' if plan.action is Action.DELETE else 'be stopped'}"]
    if plan.refused:
        parts.append(f"{len(plan.refused):,} refused")
    if plan.unticked:
        hidden = sum(item.is_hidden for item in plan.unticked)
        which = f" ({hidden:,} hidden by the filter)" if hidden else ""
        parts.append(f"{len(plan.unticked):,} not ticked{which}")
    words = ", ".join(parts) + "."
    running = sum(item.target.status.is_running for item in going)
    if running and plan.action is Action.DELETE:
        words += f" {running:,} {'is' if running == 1 else 'are'} running."
    versions = sum(item.target.version_count or 0 for item in going if item.target.is_whole_job)
    if versions:
        words += f" {counted(versions, 'version')} go with their jobs."
    return words


def renewal_words(before: DeletionPlan, now: DeletionPlan) -> str:
    """Return what reading the targets of a plan anew brought to light."""
    statuses = {item.target.key: item.target.status for item in now.items}
    changed = sum(
        statuses.get(item.target.key, item.target.status) != item.target.status
        for item in before.items
    )
    missing = len(before.items) - len(now.items)
    parts = (f"{changed:,} changed" if changed else "", f"{missing:,} left out" if missing else "")
    found = ", ".join(filter(None, parts)) or "nothing changed"
    return f"Read anew, because the plan was too old: {found}."


def consequences(plan: DeletionPlan) -> str:
    """Return what cannot be taken back."""
    if plan.guards.dry_run:
        return "A dry run: everything is gone through, and nothing is sent."
    if plan.action is Action.STOP:
        return "A stopped version cannot be started again."
    return "It cannot be undone. Files in OBS are left alone."


def single_target_lines(
    item: PlanItem, glyphs: Glyphs, now_ms: int, width: int
) -> list[tuple[str, Tone]]:
    """Return everything that tells one target from all others, whole, in lines of that width."""
    return [
        (f"{_HANGING if number else ''}{line}", tone)
        for text, tone in _facts(item, glyphs, now_ms)
        for number, line in enumerate(folded(text, width - len(_HANGING), first=width))
    ]


def _facts(item: PlanItem, glyphs: Glyphs, now_ms: int) -> list[tuple[str, Tone]]:
    target = item.target
    status = status_cell(target.status, glyphs)
    name = safe(target.job_name, _LONGEST) or "(no name)"
    lines: list[tuple[str, Tone]] = []
    if target.version_id is not None:
        version = safe(target.version_name, _LONGEST) or "(no name)"
        lines.append((f"version  {version}   id {target.version_id}", Tone.PLAIN))
        lines.append((f"of job   {name}   id {target.job_id}", Tone.PLAIN))
    else:
        lines.append((f"job      {name}   id {target.job_id}", Tone.PLAIN))
    lines.append((f"status   {status.text}", status.tone))
    lines.append((f"created  {_created(target, now_ms)}", Tone.PLAIN))
    lines.append(_what_else(target))
    lines += [(f"note     {note}", Tone.BUSY) for note in item.notes]
    if item.refusal:
        lines.append((f"refused  {safe(item.refusal, _LONGEST)}", Tone.BAD))
    return lines


def _created(target: Target, now_ms: int) -> str:
    words = age(target.created_ms, now_ms)
    ago = f"{words} ago" if target.created_ms is not None else "at an unknown time"
    nodes = f" on {counted(target.nodes, 'node')}" if target.nodes is not None else ""
    return f"{ago}, ran {duration(target.duration_ms)}{nodes}"


def _what_else(target: Target) -> tuple[str, Tone]:
    """Return what goes along, or what stays."""
    count = target.version_count
    if target.generation is Generation.V2:
        return "with     nothing else: a v2 job has no versions", Tone.DIM
    if target.is_whole_job:
        if count is None:
            return "with     all its versions, how many is not known", Tone.BUSY
        return (
            f"with     {counted(count, 'version')}, all of them",
            Tone.BUSY if count else Tone.DIM,
        )
    if count is None:
        return "keeps    its other versions", Tone.DIM
    return f"keeps    {counted(max(count - 1, 0), 'other version')}", Tone.DIM


def item_lines(item: PlanItem | None, width: int) -> str:
    """Return one line of a plan with everything that the list may have cut, folded."""
    if item is None:
        return ""
    refused = f"refused: {safe(item.refusal, _LONGEST)}" if item.refusal else ""
    label = safe(item.target.label, _LONGEST)
    words = " · ".join(filter(None, (label, refused, *_notes(item))))
    return "\n".join(folded(words, width))


def _notes(item: PlanItem) -> tuple[str, ...]:
    return ("hidden by the filter", *item.notes) if item.is_hidden else item.notes


def _tick(item: PlanItem, context: CellContext) -> Cell:
    del context
    if item.refusal:
        return Cell("[-]", Tone.BAD)
    return Cell("[x]", Tone.ACCENT) if item.ticked else Cell("[ ]", Tone.DIM)


def _what(item: PlanItem, context: CellContext) -> Cell:
    del context
    if item.target.takes_versions_along:
        return Cell("whole job", Tone.BUSY)
    if item.target.is_whole_job:
        return Cell("job")
    return Cell(safe(item.target.version_name, _LONGEST) or "version")


def _id(item: PlanItem, context: CellContext) -> Cell:
    del context
    return Cell(item.target.version_id or item.target.job_id, Tone.DIM)


def _status(item: PlanItem, context: CellContext) -> Cell:
    return status_cell(item.target.status, context.glyphs)


def _job(item: PlanItem, context: CellContext) -> Cell:
    del context
    return Cell(safe(item.target.job_name, _LONGEST))


def _age(item: PlanItem, context: CellContext) -> Cell:
    return Cell(age(item.target.created_ms, context.now_ms), Tone.DIM)


def _ran(item: PlanItem, context: CellContext) -> Cell:
    del context
    return Cell(duration(item.target.duration_ms), Tone.DIM)


def _nodes(item: PlanItem, context: CellContext) -> Cell:
    del context
    return Cell("" if item.target.nodes is None else f"{item.target.nodes:,}", Tone.DIM)


def _remark(item: PlanItem, context: CellContext) -> Cell:
    del context
    if item.refusal:
        return Cell(safe(item.refusal, _LONGEST), Tone.BAD)
    return Cell(", ".join(_notes(item)), Tone.BUSY)


PLAN_COLUMNS: tuple[Column[PlanItem], ...] = (
    Column("tick", "", _tick, min_width=3),
    Column("what", "WHAT", _what, min_width=5, max_width=12, cut="middle"),
    Column("id", "ID", _id, min_width=8, cut="middle"),
    Column("status", "STATUS", _status, max_width=16),
    Column("job", "JOB", _job, min_width=12, max_width=32, cut="middle"),
    Column("created", "CREATED", _age, drop_order=3),
    Column("ran", "RAN", _ran, align="right", drop_order=2),
    Column("nodes", "NODES", _nodes, align="right", drop_order=1),
    Column("remark", "", _remark, min_width=12, is_flexible=True),
)
"""The lines of a plan with more than one target."""

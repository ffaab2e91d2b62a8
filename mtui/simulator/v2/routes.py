"""ModelArts v2: paths and bodies in, the project's answers out (api.md §5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mtui.simulator.refusals import RefusedError
from mtui.simulator.routes import not_served, segments_of
from mtui.simulator.v2.render import job_fields, task_rows
from mtui.simulator.v2.search import read_search
from mtui.simulator.wire import Response, json_response

if TYPE_CHECKING:
    from mtui.simulator.routes import Call

_MAX_DESCRIPTION = 256
_ACCEPTED = Response(202)


def answer(call: Call) -> Response:
    """Answer a call below ``/v2/{project_id}/``.

    Raises:
        RefusedError: ModelArts refuses.
        GatewayError: no such API.
    """
    match (call.request.method, *segments_of(call.request.path)[2:]):
        case ("POST", "training-job-searches"):
            return _search(call)
        case ("POST", "training-jobs", "batch-delete") if call.project.rules.serves_batches:
            return _delete_many(call)
        case ("GET", "training-jobs", job_id):
            return _show(call, job_id)
        case ("GET", "training-jobs", job_id, "tasks"):
            return _list_tasks(call, job_id)
        case ("PUT", "training-jobs", job_id):
            return _describe(call, job_id)
        case ("DELETE", "training-jobs", job_id):
            return _delete(call, job_id)
        case ("POST", "training-jobs", job_id, "actions"):
            return _act(call, job_id)
        case _:
            raise not_served()


def _search(call: Call) -> Response:
    call.require("trainJob:list")
    search, window = read_search(_body(call), call.project.workspaces)
    jobs = call.project.v2
    found = jobs.results.find(search)
    page = window.cut(found, skips_records=call.project.rules.skips_records)
    return json_response(
        200,
        {
            "total": len(jobs.jobs),
            "count": len(found),
            "limit": window.limit,
            "offset": window.offset,
            "sort_by": search.sort_by,
            "order": "desc" if search.is_descending else "asc",
            "group_by": "",
            "workspace_id": search.workspace_id,
            "ai_project": "default-ai-project",
            "items": [job_fields(job, call.now_ms) for job in page],
        },
    )


def _show(call: Call, job_id: str) -> Response:
    call.require("trainJob:get")
    return json_response(200, job_fields(call.project.v2.find(job_id), call.now_ms))


def _list_tasks(call: Call, job_id: str) -> Response:
    call.require("trainJob:get")
    return json_response(200, task_rows(call.project.v2.find(job_id)))


def _describe(call: Call, job_id: str) -> Response:
    call.require("trainJob:update")
    body = _body(call)
    description = body.get("description") if isinstance(body, dict) else None
    if not isinstance(description, str) or len(description) > _MAX_DESCRIPTION:
        message = f"The length of description should be in [0,{_MAX_DESCRIPTION}]."
        raise RefusedError("2788", message, status=400)
    call.project.v2.describe(job_id, description)
    return json_response(200, None)


def _delete(call: Call, job_id: str) -> Response:
    call.require("trainJob:delete")
    call.project.v2.delete(job_id, call.now_s)
    return _ACCEPTED


def _delete_many(call: Call) -> Response:
    call.require("trainJob:delete")
    body = _body(call)
    rows = body.get("jobs") if isinstance(body, dict) else None
    ids = [_listed_id(row) for row in rows] if isinstance(rows, list) else []
    call.project.v2.delete_many(ids, call.now_s)
    return _ACCEPTED


def _act(call: Call, job_id: str) -> Response:
    call.require("trainJob:update")
    body = _body(call)
    action = body.get("action_type") if isinstance(body, dict) else None
    if action != "terminate":
        raise RefusedError("2812", f"The action {action} is not supported.", status=400)
    job = call.project.v2.terminate(job_id, call.now_s)
    return json_response(202, job_fields(job, call.now_ms))


def _listed_id(row: object) -> str:
    metadata = row.get("metadata") if isinstance(row, dict) else None
    job_id = metadata.get("id") if isinstance(metadata, dict) else None
    if not isinstance(job_id, str):
        raise RefusedError("2788", "Each of jobs must have metadata.id.", status=400)
    return job_id


def _body(call: Call) -> object:
    try:
        return json.loads(call.request.body)
    except (ValueError, RecursionError):
        raise RefusedError("2787", "The request body is not JSON.", status=400) from None

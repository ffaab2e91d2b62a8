"""ModelArts v1: paths and parameters in, the project's answers out (api.md §1, §6)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote

from mtui.simulator.listing import SORT_KEYS, JobQuery
from mtui.simulator.refusals import GatewayError, RefusedError
from mtui.simulator.render import job_head, job_row, version_detail, version_row, workspace_fields
from mtui.simulator.wire import JSON_TYPE, Response, encode_json, json_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.simulator.gateway import Caller
    from mtui.simulator.state import Project
    from mtui.simulator.wire import Request

_MAX_PER_PAGE = 1000
_MAX_PAGE = 65_535
_MAX_SEARCH = 64
_MAX_DESCRIPTION = 256
_QUOTA = 100_000
_DONE = {"is_success": True}


class Call(NamedTuple):
    """A request to one project by someone known."""

    request: Request
    project: Project
    caller: Caller
    now_s: float

    @property
    def now_ms(self) -> int:
        """The time in epoch milliseconds."""
        return int(self.now_s * 1000)

    def query(self) -> dict[str, str]:
        """Return the query's parameters; ``+`` and ``%20`` are both a space."""
        return dict(parse_qsl(self.request.query, keep_blank_values=True))

    def require(self, action: str) -> None:
        """Raise RefusedError (403) unless the caller may do this."""
        if action in self.caller.user.denied:
            raise RefusedError(
                "0112", f"Policy doesn't allow modelarts:{action} to be performed.", status=403
            )


def segments_of(path: str) -> tuple[str, ...]:
    """Return a path's decoded segments, without a trailing slash."""
    return tuple(unquote(part) for part in path.strip("/").split("/"))


def not_served() -> GatewayError:
    """Return the gateway's answer for an API that does not exist."""
    return GatewayError(
        404, "0101", "The API does not exist or has not been published in the environment"
    )


def answer(call: Call) -> Response:
    """Answer a call below ``/v1/{project_id}/``.

    Raises:
        RefusedError: ModelArts refuses.
        GatewayError: no such API.
    """
    match (call.request.method, *segments_of(call.request.path)[2:]):
        case ("GET", "training-jobs"):
            return _list_jobs(call)
        case ("DELETE", "training-jobs", job_id):
            return _delete_job(call, job_id)
        case ("PUT", "training-jobs", job_id):
            return _describe_job(call, job_id)
        case ("GET", "training-jobs", job_id, "versions"):
            return _list_versions(call, job_id)
        case ("GET", "training-jobs", job_id, "versions", version_id):
            return _show_version(call, job_id, version_id)
        case ("DELETE", "training-jobs", job_id, "versions", version_id):
            return _delete_version(call, job_id, version_id)
        case ("POST", "training-jobs", job_id, "versions", version_id, "stop"):
            return _stop_version(call, job_id, version_id)
        case ("GET", "workspaces"):
            return _list_workspaces(call)
        case ("GET", "workspaces", workspace_id):
            return _show_workspace(call, workspace_id)
        case _:
            raise not_served()


def _list_jobs(call: Call) -> Response:
    call.require("trainJob:list")
    query = call.query()
    per_page = _integer(query, "per_page", 10, 1, _MAX_PER_PAGE)
    page = _integer(query, "page", 1, 1, _MAX_PAGE)
    found = call.project.listing.find(_job_query(query, call.project), call.now_ms)
    start = (page - 1) * per_page
    rows = [job_row(job, call.now_ms) for job in found[start : start + per_page]]
    total = len(found if call.project.rules.counts_matches else call.project.jobs)
    head = (
        f'{{"is_success":true,"quotas":{_QUOTA},"job_total_count":{total},'
        f'"job_count_limit":{max(0, _QUOTA - len(call.project.jobs))},"jobs":['
    )
    return Response(200, (JSON_TYPE,), head.encode() + b",".join(rows) + b"]}")


def _job_query(query: Mapping[str, str], project: Project) -> JobQuery:
    status = None
    if query.get("status"):
        status = _integer(query, "status", 0, 0, 255)
    search = query.get("search_content", "")
    if len(search) > _MAX_SEARCH:
        raise RefusedError("0104", f"The length of search content should be in [0,{_MAX_SEARCH}]")
    workspace_id = query.get("workspace_id") or "0"
    if workspace_id not in project.workspaces:
        raise RefusedError("0102", f"The workspace {workspace_id} does not exist.")
    return JobQuery(
        workspace_id,
        status,
        search,
        _choice(query, "sortBy", SORT_KEYS),
        _choice(query, "order", ("asc", "desc")) == "desc",
    )


def _list_versions(call: Call, job_id: str) -> Response:
    call.require("trainJobVersion:list")
    query = call.query()
    per_page = _integer(query, "per_page", 10, 1, _MAX_PER_PAGE)
    page = _integer(query, "page", 0, 0, _MAX_PAGE)
    job = call.project.find_job(_id(job_id))
    versions = list(reversed(job.versions.values()))
    if page or call.project.rules.cuts_unpaged_versions:
        start = max(0, page - 1) * per_page
        versions = versions[start : start + per_page]
    fields = {
        "is_success": True,
        **job_head(job),
        "version_count": (job.overrides or {}).get("version_count", len(job.versions)),
    }
    rows = b",".join(version_row(version, call.now_ms) for version in versions)
    return Response(200, (JSON_TYPE,), encode_json(fields)[:-1] + b',"versions":[' + rows + b"]}")


def _show_version(call: Call, job_id: str, version_id: str) -> Response:
    call.require("trainJobVersion:list")
    version = call.project.find_version(_id(job_id), _id(version_id))
    return json_response(200, version_detail(version, call.now_ms))


def _delete_version(call: Call, job_id: str, version_id: str) -> Response:
    call.require("trainJobVersion:delete")
    call.project.delete_version(_id(job_id), _id(version_id), call.now_s)
    return json_response(200, _DONE)


def _delete_job(call: Call, job_id: str) -> Response:
    call.require("trainJob:delete")
    call.project.delete_job(_id(job_id), call.now_s)
    return json_response(200, _DONE)


def _stop_version(call: Call, job_id: str, version_id: str) -> Response:
    call.require("trainJobVersion:stop")
    call.project.stop_version(_id(job_id), _id(version_id), call.now_s)
    return json_response(200, _DONE)


def _describe_job(call: Call, job_id: str) -> Response:
    call.require("trainJob:update")
    try:
        body = json.loads(call.request.body)
    except (ValueError, RecursionError):
        body = None
    description = body.get("job_desc") if isinstance(body, dict) else None
    if not isinstance(description, str) or len(description) > _MAX_DESCRIPTION:
        raise RefusedError("0104", f"The length of job_desc should be in [0,{_MAX_DESCRIPTION}]")
    call.project.describe(_id(job_id), description)
    return json_response(200, _DONE)


def _list_workspaces(call: Call) -> Response:
    call.require("workspace:list")
    query = call.query()
    limit = _integer(query, "limit", 1000, 1, 1000)
    offset = _integer(query, "offset", 0, 0, _MAX_PAGE)
    part = query.get("name", "").casefold()
    found = [w for w in call.project.workspaces.values() if part in w.name.casefold()]
    keys = {"name": "name", "update_time": "updated_ms", "status": "status"}
    key = keys[_choice(query, "sort_by", tuple(keys))]
    is_descending = _choice(query, "order", ("desc", "asc")) == "desc"
    found.sort(key=lambda w: str(getattr(w, key)), reverse=is_descending)
    page = found[offset * limit : (offset + 1) * limit]
    return json_response(
        200,
        {
            "total_count": len(found),
            "count": len(page),
            "workspaces": [workspace_fields(workspace) for workspace in page],
        },
    )


def _show_workspace(call: Call, workspace_id: str) -> Response:
    call.require("workspace:get")
    workspace = call.project.workspaces.get(workspace_id)
    if workspace is None:
        raise RefusedError("7005", f"The workspace {workspace_id} does not exist.", status=400)
    return json_response(200, workspace_fields(workspace))


def _integer(query: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise RefusedError("0107", f"The parameter {name} must be an integer.")
    if not low <= int(text) <= high:
        raise RefusedError("0104", f"The value of {name} should be in [{low},{high}]")
    return int(text)


def _choice(query: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """Return a parameter's value; without it the first one that is allowed."""
    value = query.get(name) or allowed[0]
    if value not in allowed:
        raise RefusedError("0104", f"The value of {name} should be one of {', '.join(allowed)}.")
    return value


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 19):
        raise RefusedError("0107", f"The id {text[:64]} must be a number.")
    return int(text)

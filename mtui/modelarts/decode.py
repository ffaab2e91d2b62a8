"""JSON to domain values: the only place, with version_fields, that knows wire names.

Tolerant (api.md §8): numbers may come as text, anything may be null or missing. What has no
usable id is left out; where nothing at all can be read, UnreadableError says so.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.domain.jobs import (
    JobId,
    JobVersion,
    TrainingJob,
    VersionId,
    VersionListing,
    Workspace,
    WorkspaceId,
)
from mtui.modelarts.payloads import UnreadableError, readable_rows, rows_of
from mtui.modelarts.scalars import (
    duration_ms,
    epoch_ms,
    identifier,
    status,
    text,
    whole_number,
)
from mtui.modelarts.version_fields import accelerators, detail_fields, engine, flavor

if TYPE_CHECKING:
    from mtui.modelarts.bodies import JsonValue
    from mtui.modelarts.payloads import Record


@frozen
class JobRows:
    """What one answer of the job list holds."""

    jobs: tuple[TrainingJob, ...]
    row_count: int
    """Rows the service sent, the unreadable ones included."""
    total_hint: int | None


def decode_jobs(payload: Record) -> JobRows:
    """Decode an answer of the job list (03_0046).

    Raises:
        UnreadableError: it is no job list, or no row can be read.
    """
    rows = rows_of(payload, "jobs", "job_total_count")
    jobs = readable_rows(rows, _job, "job")
    return JobRows(jobs, len(rows), whole_number(payload.get("job_total_count")))


def _job(row: Record) -> TrainingJob | None:
    job_id = identifier(row.get("job_id"))
    if job_id is None:
        return None
    newest = identifier(row.get("version_id"))
    user = row.get("user")
    return TrainingJob(
        job_id=JobId(job_id),
        name=text(row.get("job_name")),
        status=status(row.get("status")),
        version_count=whole_number(row.get("version_count")),
        created_ms=epoch_ms(row.get("create_time")),
        duration_ms=duration_ms(row.get("duration")),
        description=text(row.get("job_desc")),
        newest_version_id=None if newest is None else VersionId(newest),
        user_name=text(user.get("name")) if isinstance(user, dict) else "",
    )


def decode_versions(payload: Record, job_id: JobId, *, with_details: bool = True) -> VersionListing:
    """Decode an answer of the version list (03_0049) of one job.

    Details are nine tenths of the work: leave them out where only states matter.

    Raises:
        UnreadableError: it is no version list, is another job's, or no row can be read.
    """
    rows = rows_of(payload, "versions", "version_count")
    _must_be(payload, "job_id", job_id)
    versions = readable_rows(
        rows, lambda row: _version(row, job_id, with_details=with_details), "version"
    )
    count = whole_number(payload.get("version_count"))
    if len(versions) < len(rows):
        count = max(count or 0, len(rows))  # so that nobody takes the listing for complete
    return VersionListing(
        job_id=job_id,
        job_name=text(payload.get("job_name")),
        job_description=text(payload.get("job_desc")),
        version_count=count,
        versions=versions,
    )


def decode_version(payload: Record, job_id: JobId, version_id: VersionId) -> JobVersion:
    """Decode an answer of the version detail (03_0047).

    Raises:
        UnreadableError: it is another version's, or not one at all.
    """
    _must_be(payload, "job_id", job_id)
    _must_be(payload, "version_id", version_id)
    version = _version(payload, job_id, with_details=True)
    if version is None:
        raise UnreadableError("the answer holds no version")
    return version


def _version(row: Record, job_id: JobId, *, with_details: bool) -> JobVersion | None:
    version_id = identifier(row.get("version_id"))
    if version_id is None:
        return None
    parent = identifier(row.get("pre_version_id"))
    return JobVersion(
        job_id=job_id,
        version_id=VersionId(version_id),
        name=text(row.get("version_name")),
        status=status(row.get("status")),
        created_ms=epoch_ms(row.get("create_time")),
        duration_ms=duration_ms(row.get("duration")),
        parent_id=None if parent is None else VersionId(parent),
        engine=engine(row),
        flavor=flavor(row),
        nodes=whole_number(row.get("worker_server_num")),
        accelerators=accelerators(row),
        details=detail_fields(row) if with_details else (),
    )


def decode_workspaces(payload: Record) -> tuple[Workspace, ...]:
    """Decode an answer of the workspace list (03_0132).

    Raises:
        UnreadableError: it is no workspace list, or no row can be read.
    """
    return readable_rows(rows_of(payload, "workspaces", "total_count"), _workspace, "workspace")


def _workspace(row: Record) -> Workspace | None:
    workspace_id = text(row.get("id")).strip()
    if not workspace_id:
        return None
    return Workspace(
        workspace_id=WorkspaceId(workspace_id),
        name=text(row.get("name")),
        description=text(row.get("description")),
        owner=text(row.get("owner")),
        status=text(row.get("status")),
        auth_type=text(row.get("auth_type")).upper(),
    )


@frozen
class TokenFacts:
    """What a login's body tells about its token."""

    lifetime_s: float | None
    project_id: str
    ends_s: float | None = None
    """Epoch seconds, on IAM's clock."""


def decode_token_facts(payload: Record) -> TokenFacts:
    """Decode a login's answer (api.md §4.1); what it does not tell stays empty."""
    token = payload.get("token")
    token = token if isinstance(token, dict) else {}
    project = token.get("project")
    begins, ends = _moment_s(token.get("issued_at")), _moment_s(token.get("expires_at"))
    lifetime_s = ends - begins if begins is not None and ends is not None else None
    return TokenFacts(
        lifetime_s=lifetime_s if lifetime_s is not None and lifetime_s > 0 else None,
        project_id=text(project.get("id")) if isinstance(project, dict) else "",
        ends_s=ends,
    )


def decode_projects(payload: Record) -> dict[str, str]:
    """Decode IAM's project list (api.md §4.4) to ids by name; disabled projects are left out."""
    rows = payload.get("projects")
    return {
        text(row.get("name")): text(row.get("id"))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and text(row.get("id")) and row.get("enabled") is not False
    }


def _moment_s(value: JsonValue) -> float | None:
    try:
        moment = datetime.fromisoformat(text(value))
        return moment.timestamp() if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _must_be(payload: Record, name: str, asked: str) -> None:
    told = identifier(payload.get(name))
    if told is not None and told != asked:
        raise UnreadableError(f"the answer is about {name} {told}, not {asked}")

"""Training jobs, their versions and workspaces as immutable values."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NewType, TypeVar

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from mtui.domain.status import JobStatus

JobId = NewType("JobId", str)
VersionId = NewType("VersionId", str)
WorkspaceId = NewType("WorkspaceId", str)

DEFAULT_WORKSPACE = WorkspaceId("0")

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

T = TypeVar("T")


class Generation(StrEnum):
    """The two training APIs; their jobs and ids do not mix (api.md §5.4)."""

    V1 = "v1"
    """Jobs have versions, ids are numbers."""
    V2 = "v2"
    """One job is one run, without versions; ids are UUIDs."""


class GenerationChoice(StrEnum):
    """Which generations a profile shows."""

    V1 = "v1"
    V2 = "v2"
    BOTH = "both"


def other_generation(generation: Generation) -> Generation:
    """Return the generation that this one is not."""
    return Generation.V2 if generation is Generation.V1 else Generation.V1


def generation_of(job_id: JobId) -> Generation:
    """Return the generation that a job's id belongs to: the id itself tells."""
    return Generation.V1 if job_id.isascii() and job_id.isdigit() else Generation.V2


def parse_job_id(text: str) -> JobId:
    """Return a job's id in its one spelling, of either generation.

    Raises:
        ValueError: it is neither a positive number nor a UUID.
    """
    spelling = text.strip().lower()
    if _UUID.fullmatch(spelling):
        return JobId(spelling)
    try:
        return JobId(parse_numeric_id(spelling))
    except ValueError:
        raise ValueError(f"not an id: {text!r} (a job's id is a number or a UUID)") from None


def parse_numeric_id(text: str) -> str:
    """Return a first-generation id in its one spelling: decimal digits, no leading zeros.

    Raises:
        ValueError: it is not a positive decimal number of at most 19 digits (a wire Long).
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 19 and int(digits) > 0):
        raise ValueError(f"not an id: {text!r} (an id is a positive number)")
    return str(int(digits))


@frozen
class TrainingJob:
    """One row of the job list (03_0046), or of a search for jobs without versions (api.md §5.2)."""

    job_id: JobId
    """Unique within the project."""
    name: str
    """Chosen by a person; may hold anything."""
    status: JobStatus
    """The status of the newest version, or of the job itself where it has none."""
    version_count: int | None = None
    """How many versions it has; None where the service did not say, and always in v2."""
    created_ms: int | None = None
    """When it was created, in epoch milliseconds."""
    duration_ms: int | None = None
    """How long the newest version ran, in milliseconds."""
    description: str = ""
    """Free text of up to 256 characters."""
    newest_version_id: VersionId | None = None
    """The version that status and duration belong to."""
    user_name: str = ""
    """Who created it, where the service says so."""
    flavor: str = ""
    """The flavor's id (v2 only)."""
    nodes: int | None = None
    """How many nodes it runs on (v2 only)."""
    experiment: str = ""
    """The name of the training experiment that it belongs to (v2 only)."""

    @property
    def generation(self) -> Generation:
        """Which training API it belongs to."""
        return generation_of(self.job_id)


@frozen
class DetailField:
    """One more fact about a version, under the vendor's own name for it."""

    group: str
    """Where it belongs: Run, Code, Input, Output, Engine, Resources, Parameters, Metrics, Other."""
    name: str
    """The vendor's field name, such as ``train_url``, or a parameter's label."""
    value: str
    """The value as text."""


@frozen
class JobTask:
    """One instance of a job without versions: what a node ran (api.md §5.2)."""

    name: str
    """worker-0, worker-1, …"""
    exit_code: int | None = None
    """What it ended with; None as long as it has not, or where the service does not say."""
    message: str = ""
    """Why it failed, in the service's words."""
    address: str = ""
    """Its IP address, as the service tells it."""
    host: str = ""
    """The IP address of its node."""


@frozen
class JobDetail:
    """A job without versions with all that the service says of it."""

    job: TrainingJob
    tasks: tuple[JobTask, ...] = ()
    details: tuple[DetailField, ...] = ()
    """Everything but what is secret, grouped."""


@frozen
class JobVersion:
    """One version of a training job (03_0049; with more details 03_0047)."""

    job_id: JobId
    version_id: VersionId
    name: str
    """V0001, V0002, …"""
    status: JobStatus
    created_ms: int | None = None
    """When it was created, in epoch milliseconds."""
    duration_ms: int | None = None
    """How long it ran, in milliseconds."""
    parent_id: VersionId | None = None
    """The version that it was made from."""
    engine: str = ""
    """Engine and its version, such as ``TF-1.4.0-python2.7``."""
    flavor: str = ""
    """The flavor's code, or its size in words where no code is given."""
    nodes: int | None = None
    """How many nodes it ran on."""
    accelerators: str = ""
    """Accelerators of one node, such as ``8 P100``; empty without any."""
    details: tuple[DetailField, ...] = ()
    """Everything else that the service said, grouped."""


@frozen
class VersionListing:
    """All versions of one job at one moment (03_0049)."""

    job_id: JobId
    job_name: str
    job_description: str
    version_count: int | None
    """What the service says; may differ from the number of versions that it lists."""
    versions: tuple[JobVersion, ...]

    @property
    def is_complete(self) -> bool:
        """Whether as many versions were listed as the service says there are."""
        return self.version_count is None or len(self.versions) >= self.version_count


@frozen
class Workspace:
    """A workspace (03_0132); jobs are listed by workspace."""

    workspace_id: WorkspaceId
    name: str
    description: str = ""
    owner: str = ""
    status: str = ""
    """NORMAL, CREATE_FAILED, DELETING, DELETE_FAILED, or what else the service says."""
    auth_type: str = ""
    """PUBLIC, PRIVATE or INTERNAL."""


@frozen
class Page(Generic[T]):
    """One page of a listing."""

    number: int
    """1 for the first."""
    items: tuple[T, ...]
    """What this page adds: an id that an earlier page had is left out."""
    total_hint: int | None = None
    """How many there are in all as the service tells it; a hint, its readings differ."""
    is_last: bool = False

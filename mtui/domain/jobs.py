"""Training jobs, their versions and workspaces as immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NewType, TypeVar

if TYPE_CHECKING:
    from mtui.domain.status import JobStatus

JobId = NewType("JobId", str)
VersionId = NewType("VersionId", str)
WorkspaceId = NewType("WorkspaceId", str)

DEFAULT_WORKSPACE = WorkspaceId("0")

T = TypeVar("T")


def parse_numeric_id(text: str) -> str:
    """Return a first-generation id in its one spelling: decimal digits, no leading zeros.

    Raises:
        ValueError: it is not a positive decimal number of at most 19 digits (a wire Long).
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 19 and int(digits) > 0):
        raise ValueError(f"not an id: {text!r} (an id is a positive number)")
    return str(int(digits))


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """One row of the job list (03_0046)."""

    job_id: JobId
    """Unique within the project."""
    name: str
    """Chosen by a person; may hold anything."""
    status: JobStatus
    """The status of the newest version."""
    version_count: int | None = None
    """How many versions it has; None where the service did not say."""
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


@dataclass(frozen=True, slots=True)
class DetailField:
    """One more fact about a version, under the vendor's own name for it."""

    group: str
    """Where it belongs: Run, Code, Input, Output, Engine, Resources, Parameters, Metrics, Other."""
    name: str
    """The vendor's field name, such as ``train_url``, or a parameter's label."""
    value: str
    """The value as text."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a listing."""

    number: int
    """1 for the first."""
    items: tuple[T, ...]
    """What this page adds: an id that an earlier page had is left out."""
    total_hint: int | None = None
    """How many there are in all as the service tells it; a hint, its readings differ."""
    is_last: bool = False

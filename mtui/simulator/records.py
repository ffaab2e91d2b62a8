"""What a project holds: workspaces, jobs, versions, and what versions were run with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

QUEUED = 7
RUNNING = 8
KILLING = 9
COMPLETED = 10
KILLED = 12
DELETE_FAILED = 6


class Recipe(NamedTuple):
    """What versions run with; shared by many, so that big projects stay small."""

    engine_type: int = 1
    engine_name: str = "TensorFlow"
    engine_id: int = 4
    engine_version: str = "TF-1.13.1-python3.6"
    spec_id: int = 2
    spec_code: str = "modelarts.vm.gpu.p100"
    core: str = "8"
    cpu: str = "64"
    """Memory of the flavor in GB; the vendor's name is misleading."""
    gpu_num: int = 1
    gpu_type: str = "nvidia-p100"
    nodes: int = 1
    parameters: tuple[tuple[str, str], ...] = ()
    code: str | None = "/mtui-demo/code/"
    boot_file: str | None = "train.py"
    dataset: str | None = None
    """Name of a labelled dataset; None where the input is a folder."""
    image: str | None = None
    """A custom image; it has no code folder."""
    pool: str | None = None
    """A dedicated pool's name."""
    model_id: int | None = None
    """A built-in algorithm's id; it has no code folder either."""


class WorkspaceRecord(NamedTuple):
    """A workspace (03_0132)."""

    workspace_id: str
    name: str
    description: str = ""
    owner: str = ""
    auth_type: str = "PUBLIC"
    created_ms: int = 1_460_000_010_000
    updated_ms: int = 1_460_000_010_000
    status: str = "NORMAL"


@dataclass(slots=True, eq=False, repr=False)
class JobRecord:
    """A training job and its versions."""

    job_id: int
    name: str
    created_ms: int
    description: str = ""
    workspace_id: str = "0"
    user: str = ""
    versions: dict[int, VersionRecord] = field(default_factory=dict)
    """By id, oldest first."""
    names_given: int = 0
    """How many version names were given: a name never comes back."""
    is_leaving: bool = False
    """Whether a deletion of the whole job was accepted."""
    overrides: dict[str, object] | None = None
    """Wire fields that tests replace by whatever they like."""
    row: bytes | None = None
    """The encoded row of the job list, while it cannot change by itself."""

    def __repr__(self) -> str:
        return f"JobRecord({self.job_id}, {self.name!r:.60}, {len(self.versions)} versions)"

    @property
    def newest(self) -> VersionRecord | None:
        """The version that the job list speaks of."""
        return next(reversed(self.versions.values()), None)


@dataclass(slots=True, eq=False, repr=False)
class VersionRecord:
    """One version of a job."""

    version_id: int
    job: JobRecord
    name: str
    status: int
    created_ms: int
    recipe: Recipe
    pre_version_id: int | None = None
    started_ms: int | None = None
    duration_ms: int = 0
    """How long it ran once it has ended; a running one is measured by the clock."""
    is_leaving: bool = False
    """Whether a deletion was accepted and is not finished."""
    failing_deletes: int = 0
    """How many accepted deletions will still end in status 6."""
    overrides: dict[str, object] | None = None
    """Wire fields that tests replace by whatever they like."""
    row: bytes | None = None
    """The encoded row of the version list, while it cannot change by itself."""

    def __repr__(self) -> str:
        return f"VersionRecord({self.version_id}, {self.name}, status {self.status})"

    def ran_ms(self, now_ms: int) -> int:
        """Return how long it has been running, in milliseconds."""
        if self.status == RUNNING and self.started_ms is not None:
            return max(0, now_ms - self.started_ms)
        return self.duration_ms

"""What the second generation keeps of a job, and what jobs are run with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

CREATING = "Creating"
PENDING = "Pending"
RUNNING = "Running"
TERMINATING = "Terminating"
TERMINATED = "Terminated"
COMPLETED = "Completed"
FAILED = "Failed"
ABNORMAL = "Abnormal"

STOPPABLE = frozenset({CREATING, PENDING, RUNNING})
"""Phases in which a job can be stopped (StopTrainingJob)."""
SECONDARY = {PENDING: "Queuing", ABNORMAL: "Lost"}
"""What else the service says in a phase; in the others it repeats the phase."""


class Setup(NamedTuple):
    """What jobs run with; shared by many, so that big projects stay small."""

    algorithm: str = "image-classification"
    engine_id: str = "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64"
    engine_name: str = "PyTorch"
    engine_version: str = "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64"
    flavor_id: str = "modelarts.vm.gpu.1v100"
    flavor_type: str = "GPU"
    arch: str = "x86"
    cores: int = 8
    memory_gb: int = 64
    accelerator: str = "NVIDIA-V100"
    """The product of each accelerator; empty on CPUs."""
    accelerators: int = 1
    """How many one node has."""
    parameters: tuple[tuple[str, str], ...] = ()
    code_dir: str = "/mtui-demo/code-v2/"
    boot_file: str = "train.py"
    image: str = ""
    """A custom image; it has no engine."""
    pool: str = ""
    """A dedicated pool's name."""


class Experiment(NamedTuple):
    """A group of jobs that belong together."""

    experiment_id: str
    name: str


@dataclass(slots=True, eq=False, repr=False)
class JobRecord:
    """A training job; one job is one run."""

    job_id: str
    name: str
    phase: str
    created_ms: int
    setup: Setup
    secondary: str = ""
    """The finer phase where it is not the usual one."""
    description: str = ""
    workspace_id: str = "0"
    user: str = ""
    nodes: int = 1
    started_ms: int | None = None
    duration_ms: int = 0
    """How long it ran once it has ended; a running one is measured by the clock."""
    experiment: Experiment | None = None
    exit_codes: tuple[int, ...] = ()
    """Of its tasks, once they have ended."""
    message: str = ""
    """Why it failed."""
    kind: str = "job"
    runtime_type: str = ""
    """``debug`` for a job with a development environment."""
    has_endpoints: bool = False
    """Whether one can log in to it; what leads there is secret."""
    is_leaving: bool = False
    """Whether a deletion was accepted and is not finished."""
    failing_deletes: int = 0
    """How many accepted deletions will still come to nothing."""
    overrides: dict[str, object] | None = None
    """Members of the job that tests replace by whatever they like."""

    def __repr__(self) -> str:
        return f"JobRecord({self.job_id}, {self.name!r:.60}, {self.phase})"

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of its instances, one for each node."""
        return tuple(f"worker-{number}" for number in range(self.nodes))

    def ran_ms(self, now_ms: int) -> int:
        """Return how long it has been running, in milliseconds."""
        if self.phase == RUNNING and self.started_ms is not None:
            return max(0, now_ms - self.started_ms)
        return self.duration_ms


def made_up_uuid(text: str) -> str:
    """Return a UUID that is always the same for a text."""
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"

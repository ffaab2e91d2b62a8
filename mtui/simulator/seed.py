"""A project as people leave it behind: about 40 jobs from 2020 to 2023, every status once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mtui.simulator.records import DELETE_FAILED, QUEUED, RUNNING, Recipe, WorkspaceRecord

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from mtui.simulator.state import Project

ANCHOR_JOB_ID = 182_626
"""The job of the vendor's samples (04_0172)."""
ANCHOR_VERSION_ID = 278_813
"""Its third version there."""
WORKSPACES = (
    WorkspaceRecord("0", "default", "", "demo-account"),
    WorkspaceRecord(
        "af261af2218841ec960b01ab3cf1a5fa",
        "vision-lab",
        "视觉算法组 shared experiments",
        "wang.lei",
        "INTERNAL",
        1_583_712_000_000,
        1_686_873_600_000,
    ),
    WorkspaceRecord(
        "5d1c0e9a7b3f4e2f8a6d4c2b1a0f9e8d",
        "nlp-interns",
        "",
        "chen.yu",
        "PRIVATE",
        1_624_435_200_000,
        1_660_521_600_000,
    ),
)
RECIPES = {
    "tf": Recipe(parameters=(("learning_rate", "0.01"), ("batch_size", "64"))),
    "tf8": Recipe(
        spec_id=7,
        spec_code="modelarts.vm.gpu.8v100",
        core="64",
        cpu="512",
        gpu_num=8,
        gpu_type="nvidia-v100-pcie",
        parameters=(("learning_rate", "0.1"), ("batch_size", "1024"), ("epochs", "90")),
    ),
    "torch": Recipe(
        10,
        "PyTorch",
        80,
        "PyTorch-1.4.0-python3.6",
        5,
        "modelarts.vm.gpu.v100NV",
        gpu_type="nvidia-v100-pcie",
        parameters=(("lr", "3e-5"), ("warmup_ratio", "0.06"), ("max_seq_length", "256")),
        dataset="corpus-2021",
    ),
    "ascend": Recipe(
        13,
        "Ascend-Powered-Engine",
        120,
        "MindSpore-1.3-cann_5.0.2-py3.7",
        33,
        "modelarts.kat1.8xlarge",
        "192",
        "720",
        gpu_num=0,
        gpu_type="",
        nodes=4,
        parameters=(("device_num", "32"), ("run_distribute", "true")),
        pool="ascend-910-shared",
    ),
    "cpu": Recipe(
        9,
        "XGBoost-Sklearn",
        60,
        "XGBoost-0.80-Sklearn-0.18.1-python3.6",
        1,
        "modelarts.vm.cpu.8u",
        "8",
        "32",
        gpu_num=0,
        gpu_type="",
        parameters=(("max_depth", "6"), ("eta", "0.3")),
    ),
    "builtin": Recipe(
        1000,
        "INNER_TensorFlow",
        500,
        "TF-1.8.0-python2.7",
        code=None,
        boot_file=None,
        dataset="flowers-v2",
        model_id=1,
        parameters=(("split_spec", "train:0.8,eval:0.2"), ("max_epochs", "30")),
    ),
    "image": Recipe(
        code=None,
        boot_file=None,
        image="100.125.5.235:20202/jobmng/custom-gpu-base:1.2",
        parameters=(("NCCL_DEBUG", "INFO"),),
    ),
    "horovod": Recipe(
        12,
        "Horovod",
        90,
        "Horovod_0.16.2-TF-1.13.1-python3.6",
        7,
        "modelarts.vm.gpu.8v100",
        "64",
        "512",
        gpu_num=8,
        gpu_type="nvidia-v100-pcie",
        nodes=2,
        parameters=(("fp16", "true"),),
        pool="p100",
    ),
}

_ROWS = Path(__file__).with_name("seed.tsv")
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_NOT_RUN = frozenset({1, 2, 3, 4, 5, 7, 13, 18, 21, 22})
"""Statuses in which nothing has run."""


class Row(NamedTuple):
    """A job and its versions in short."""

    name: str
    description: str
    workspace_id: str
    user: str
    recipe: Recipe
    age_days: float
    """How old the newest version is."""
    step_days: float
    """How far versions lie apart."""
    minutes: int
    """How long a complete run takes."""
    statuses: tuple[int, ...]
    """Of the versions, oldest first."""

    def created_ms(self, index: int, now_s: float) -> int:
        """Return when a version was created, in epoch milliseconds."""
        age_days = self.age_days + self.step_days * (len(self.statuses) - 1 - index)
        return int(now_s * 1000 - age_days * _DAY_MS) - len(self.name) * 1357

    def duration_ms(self, index: int) -> int:
        """Return how long a version ran, in milliseconds."""
        status = self.statuses[index]
        if status in _NOT_RUN or status == RUNNING:
            return 0
        share = {9: 61, 11: 11, 12: 43, 14: 78, 15: 40, 19: 50}.get(status, 100)
        jitter = (index * 7919 + len(self.name) * 104_729) % 9000
        return self.minutes * share * _MINUTE_MS // 100 + jitter * self.minutes // 10


def read_rows() -> list[Row]:
    """Return the jobs of ``seed.tsv``."""
    rows = []
    for line in _ROWS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, description, workspace, user, recipe, age, step, minutes, statuses = line.split("\t")
        rows.append(
            Row(
                name,
                description,
                WORKSPACES[int(workspace)].workspace_id,
                user,
                RECIPES[recipe],
                float(age),
                float(step),
                int(minutes),
                tuple(map(int, statuses.split())),
            )
        )
    return rows


def plant(project: Project, now_s: float, clock_s: float) -> None:
    """Fill an empty project; every time in it lies before ``now_s`` (epoch seconds).

    What waits or runs does so at ``clock_s``, the clock's time, however much later that is.
    """
    project.workspaces.update({w.workspace_id: w for w in WORKSPACES})
    rows = read_rows()
    plan = sorted(
        (row.created_ms(index, now_s), number, index)
        for number, row in enumerate(rows)
        for index in range(len(row.statuses))
    )
    job_ids = _spread([number for _, number, index in plan if not index], 0, ANCHOR_JOB_ID, 61)
    version_ids = _spread([item[1:] for item in plan], (0, 2), ANCHOR_VERSION_ID, 97)
    for created_ms, number, index in plan:
        row = rows[number]
        if not index:
            project.add_job(
                row.name,
                created_ms=created_ms,
                description=row.description,
                workspace_id=row.workspace_id,
                user=row.user,
                job_id=job_ids[number],
            )
        version = project.add_version(
            project.jobs[job_ids[number]],
            status=row.statuses[index],
            created_ms=created_ms,
            recipe=row.recipe,
            pre_version_id=version_ids.get((number, index - (2 if index % 4 == 3 else 1))),
            duration_ms=row.duration_ms(index),
            version_id=version_ids[number, index],
        )
        version.failing_deletes = int(version.status == DELETE_FAILED)
        if version.status in (QUEUED, RUNNING):
            if version.started_ms is not None:
                version.started_ms += int((clock_s - now_s) * 1000)
            project.enliven(version, clock_s)


def plant_bulk(project: Project, *, jobs: int, versions: int, now_s: float) -> None:
    """Fill a project with many alike jobs, each with as many versions, as fast as it goes."""
    recipes = tuple(RECIPES.values())
    statuses = (10, 10, 11, 10, 12, 10, 10, 5)
    now_ms = int(now_s * 1000)
    for number in range(jobs):
        created_ms = now_ms - (jobs - number) * 61_000 - _DAY_MS
        job = project.add_job(
            f"bulk-{number * 7919 % max(jobs, 1):06}-train",
            created_ms=created_ms,
            description="批量任务" if number % 3 else "",
            user="svc-pipeline",
        )
        for index in range(versions):
            project.add_version(
                job,
                status=statuses[(number + index) % len(statuses)],
                created_ms=created_ms + index * 1000,
                recipe=recipes[number % len(recipes)],
            )


K = TypeVar("K", bound="Hashable")


def _spread(keys: Sequence[K], anchor: K, anchor_id: int, widest: int) -> dict[K, int]:
    """Number the keys with growing gaps, as a service shared by many would, around one id."""
    ids: dict[K, int] = {}
    number = 0
    for position, key in enumerate(keys):
        number += 1 + position * 37 % widest
        ids[key] = number
    shift = anchor_id - ids[anchor]
    return {key: number + shift for key, number in ids.items()}

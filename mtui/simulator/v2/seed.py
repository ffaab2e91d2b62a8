"""Jobs without versions as a team of today leaves them behind, every phase once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtui.simulator.v2.records import (
    COMPLETED,
    CREATING,
    FAILED,
    PENDING,
    RUNNING,
    TERMINATED,
    Experiment,
    Setup,
    made_up_uuid,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.simulator.v2.jobs import Jobs

SETUPS = {
    "torch": Setup(parameters=(("lr", "0.001"), ("batch_size", "64"), ("epochs", "90"))),
    "torch8": Setup(
        algorithm="object-detection",
        flavor_id="modelarts.vm.gpu.8v100",
        cores=64,
        memory_gb=512,
        accelerators=8,
        parameters=(("amp", "true"), ("batch_size", "32")),
    ),
    "ascend": Setup(
        "llm-finetune",
        "mindspore_1.10.0-cann_6.0.1-py_3.7-euler_2.8.3-aarch64",
        "Ascend-Powered-Engine",
        "mindspore_1.10.0-cann_6.0.1-py_3.7-euler_2.8.3-aarch64",
        "modelarts.kat1.8xlarge",
        "Ascend",
        "arm",
        192,
        720,
        "snt9",
        8,
        (("lora_rank", "16"), ("max_length", "2048")),
    ),
    "ascend910b": Setup(
        "llm-pretrain",
        "pytorch_2.1.0-cann_8.0.rc1-py_3.9-hce_2.0.2312-aarch64",
        "Ascend-Powered-Engine",
        "pytorch_2.1.0-cann_8.0.rc1-py_3.9-hce_2.0.2312-aarch64",
        "modelarts.pool.visual.8xlarge",
        "Ascend",
        "arm",
        192,
        1536,
        "snt9b",
        8,
        (("tensor_parallel", "8"), ("pipeline_parallel", "2"), ("seq_length", "8192")),
        pool="llm-910b",
    ),
    "cpu": Setup(
        "ctr-prediction",
        flavor_id="modelarts.vm.cpu.8ud",
        flavor_type="CPU",
        memory_gb=32,
        accelerator="",
        accelerators=0,
        parameters=(("embedding_dim", "32"),),
    ),
    "image": Setup(
        "custom",
        image="swr.cn-north-4.example.com/mtui-demo/sdxl-train:2.3",
        parameters=(("NCCL_DEBUG", "INFO"),),
    ),
}

_ROWS = Path(__file__).with_name("seed.tsv")
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_ALIVE = frozenset({CREATING, PENDING, RUNNING})
"""What goes on by itself; the job that is being stopped is stuck, as some are."""


def plant(jobs: Jobs, workspace_ids: Sequence[str], now_s: float) -> None:
    """Add the demo's jobs; every time in them lies before ``now_s`` (epoch seconds)."""
    for line in _ROWS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            _plant_row(jobs, line.split("\t"), workspace_ids, int(now_s * 1000))


def plant_bulk(jobs: Jobs, count: int, now_s: float) -> None:
    """Add many alike jobs, as fast as it goes."""
    setups = tuple(SETUPS.values())
    phases = (COMPLETED, COMPLETED, FAILED, COMPLETED, TERMINATED)
    first_ms = int(now_s * 1000) - count * 61_000 - _DAY_MS
    for number in range(count):
        jobs.add(
            f"bulk-{number * 7919 % max(count, 1):06}-run",
            phase=phases[number % len(phases)],
            created_ms=first_ms + number * 61_000,
            setup=setups[number % len(setups)],
            description="批量任务" if number % 3 else "",
            user="svc-pipeline",
        )


def _plant_row(jobs: Jobs, row: list[str], workspace_ids: Sequence[str], now_ms: int) -> None:
    name, description, workspace, user, setup, age, minutes, phases, nodes, experiment, more = row
    phase, _, secondary = phases.partition("/")
    created_ms = now_ms - int(float(age) * _DAY_MS) - (0 if phase == CREATING else len(name) * 1357)
    job = jobs.add(
        name,
        job_id=made_up_uuid(f"demo {name}"),
        phase=phase,
        secondary=secondary,
        created_ms=created_ms,
        duration_ms=int(minutes) * _MINUTE_MS + len(name) * 719 if int(minutes) else 0,
        setup=SETUPS[setup],
        description=description,
        workspace_id=workspace_ids[int(workspace)],
        user=user,
        nodes=int(nodes),
        experiment=Experiment(made_up_uuid(experiment), experiment) if experiment else None,
        **_end(phase, more, int(nodes)),
    )
    if phase in _ALIVE:
        jobs.enliven(job, now_ms / 1000)


def _end(phase: str, more: str, nodes: int) -> dict[str, Any]:
    """Return how a job ended, or what is special about it while it runs."""
    if more == "debug":
        return {"runtime_type": "debug", "has_endpoints": True}
    if more == "endpoints":
        return {"has_endpoints": True}
    if more:
        code, _, message = more.removeprefix("exit=").partition(";")
        return {"exit_codes": (int(code), *(0,) * (nodes - 1)), "message": message}
    return {"exit_codes": {COMPLETED: (0,) * nodes, TERMINATED: (137,) * nodes}.get(phase, ())}

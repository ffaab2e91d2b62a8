"""Jobs as the v2 API writes them (api.md §5.2)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mtui.simulator.v2.records import RUNNING, SECONDARY

if TYPE_CHECKING:
    from mtui.simulator.v2.records import JobRecord, Setup

_BUCKET = "/mtui-demo"


def job_fields(job: JobRecord, now_ms: int) -> dict[str, object]:
    """Return a job, in a list and alone alike."""
    fields: dict[str, object] = {
        "kind": job.kind,
        "metadata": _metadata(job),
        "status": _status(job, now_ms),
        "algorithm": _algorithm(job.setup),
        "spec": _spec(job),
    }
    if job.has_endpoints and job.phase == RUNNING:
        fields["endpoints"] = _endpoints(job)
    return fields | (job.overrides or {})


def task_rows(job: JobRecord) -> list[dict[str, object]]:
    """Return the job's instances with the addresses that they had."""
    if job.started_ms is None:
        return []
    digit = int(job.job_id[:2], 16)
    return [
        {
            "task": task,
            "ip": f"172.16.{digit}.{number + 10}",
            "host_ip": f"192.168.{digit}.{number + 20}",
            "schedule_count": 0,
        }
        for number, task in enumerate(job.tasks)
    ]


def secrets_of(job: JobRecord) -> tuple[str, ...]:
    """Return what stands in the job's endpoints and must not be shown to anybody."""
    digest = hashlib.sha256(f"endpoint {job.job_id}".encode()).hexdigest()
    return digest[:32], digest[32:]


def _metadata(job: JobRecord) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": job.job_id,
        "name": job.name,
        "description": job.description,
        "create_time": job.created_ms,
        "workspace_id": job.workspace_id,
        "user_name": job.user,
        "annotations": {"job_template": "Template DL", "key_task": "worker"},
    }
    if job.experiment is not None:
        fields["training_experiment_reference"] = {
            "id": job.experiment.experiment_id,
            "name": job.experiment.name,
        }
    return fields


def _status(job: JobRecord, now_ms: int) -> dict[str, object]:
    duration_ms = job.ran_ms(now_ms)
    fields: dict[str, object] = {
        "phase": job.phase,
        "secondary_phase": job.secondary or SECONDARY.get(job.phase, job.phase),
        "duration": duration_ms,
        "start_time": job.started_ms or 0,
        "node_count_metrics": [[job.started_ms or job.created_ms, job.nodes if duration_ms else 0]],
        "tasks": list(job.tasks),
    }
    if job.exit_codes:
        fields["task_statuses"] = [
            {"task": task, "exit_code": code, "message": job.message if code else ""}
            for task, code in zip(job.tasks, job.exit_codes, strict=True)
        ]
    if job.started_ms is not None:
        start_s = job.started_ms // 1000
        record: dict[str, object] = {"start_at": start_s, "start_type": "init_or_rescheduled"}
        if job.phase != RUNNING:
            record |= {"end_at": start_s + duration_ms // 1000, "end_reason": job.message}
        fields["running_records"] = [record]
    return fields


def _algorithm(setup: Setup) -> dict[str, object]:
    fields: dict[str, object] = {
        "name": setup.algorithm,
        "parameters": [{"name": name, "value": value} for name, value in setup.parameters],
        "inputs": [
            {
                "name": "data_url",
                "local_dir": "/home/ma-user/modelarts/inputs/data_url_0",
                "remote": {"obs": {"obs_url": f"{_BUCKET}/data/"}},
            }
        ],
        "outputs": [
            {
                "name": "train_url",
                "local_dir": "/home/ma-user/modelarts/outputs/train_url_0",
                "remote": {"obs": {"obs_url": f"{_BUCKET}/output-v2/"}},
            }
        ],
    }
    if setup.image:
        engine: dict[str, object] = {"image_url": setup.image}
        return fields | {"command": "bash ${MA_JOB_DIR}/run_train.sh", "engine": engine}
    engine = {
        "engine_id": setup.engine_id,
        "engine_name": setup.engine_name,
        "engine_version": setup.engine_version,
        "v1_compatible": False,
    }
    return fields | {
        "code_dir": setup.code_dir,
        "boot_file": setup.code_dir + setup.boot_file,
        "engine": engine,
    }


def _spec(job: JobRecord) -> dict[str, object]:
    setup = job.setup
    info: dict[str, object] = {
        "max_num": 16,
        "cpu": {"arch": setup.arch, "core_num": setup.cores},
        "memory": {"size": setup.memory_gb, "unit": "GB"},
    }
    if setup.accelerator:
        unit = "npu" if setup.flavor_type == "Ascend" else "gpu"
        info[unit] = {"unit_num": setup.accelerators, "product_name": setup.accelerator}
    resource: dict[str, object] = {
        "policy": "regular",
        "flavor_id": setup.flavor_id,
        "flavor_name": f"{setup.flavor_type} {setup.accelerators or setup.cores}",
        "node_count": job.nodes,
        "flavor_detail": {
            "flavor_type": setup.flavor_type,
            "billing": {"code": setup.flavor_id, "unit_num": 1},
            "flavor_info": info,
        },
    }
    if setup.pool:
        resource |= {"pool_id": f"pool-{setup.pool}", "pool_name": setup.pool}
    return {
        "resource": resource,
        "log_export_path": {"obs_url": f"{_BUCKET}/log/{job.job_id}/"},
    }


def _endpoints(job: JobRecord) -> dict[str, object]:
    token, password = secrets_of(job)
    host = f"https://authoring-modelarts.example.com/{job.job_id}"
    return {
        "ssh": {
            "key_pair_names": ["demo-keypair"],
            "task_urls": [
                {"task": "worker-0", "url": f"ssh://ma-user:{password}@198.51.100.7:30022"}
            ],
        },
        "jupyter_lab": {"url": f"{host}/lab?token={token}", "token": token},
        "tensorboard": {"url": f"{host}/tensorboard?token={token}", "token": token},
    }

"""Records as the v1 API writes them (03_0046, 03_0047, 03_0049, 03_0132)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mtui.simulator.listing import duration_of, status_of
from mtui.simulator.records import RUNNING
from mtui.simulator.wire import encode_json

if TYPE_CHECKING:
    from mtui.simulator.records import JobRecord, Recipe, VersionRecord, WorkspaceRecord

_BUCKET = "/mtui-demo"
_METRICS = (
    ("cpuUsage", 37, 60),
    ("memUsage", 53, 40),
    ("gpuUtil", 71, 95),
    ("gpuMemUsage", 29, 90),
)


def job_row(job: JobRecord, now_ms: int) -> bytes:
    """Return one item of the job list, encoded."""
    if job.row is not None:
        return job.row
    newest = job.newest
    fields: dict[str, object] = {
        "job_id": job.job_id,
        "job_name": job.name,
        "version_id": None if newest is None else newest.version_id,
        "status": status_of(job),
        "create_time": job.created_ms,
        "duration": duration_of(job, now_ms),
        "job_desc": job.description,
        "version_count": len(job.versions),
        "user": {"name": job.user},
    }
    row = encode_json(fields | (job.overrides or {}))
    if newest is None or newest.status != RUNNING:
        job.row = row
    return row


def job_head(job: JobRecord) -> dict[str, object]:
    """Return what answers about versions say of their job."""
    fields: dict[str, object] = {
        "job_id": job.job_id,
        "job_name": job.name,
        "job_desc": job.description,
    }
    return fields | {k: v for k, v in (job.overrides or {}).items() if k in fields}


def version_row(version: VersionRecord, now_ms: int) -> bytes:
    """Return one item of the version list, encoded; here metrics are strings holding JSON."""
    if version.row is not None:
        return version.row
    fields = _version_fields(version, now_ms)
    fields["gpu"] = version.recipe.gpu_num > 0
    fields["system_metric_list"] = json.dumps(_system_metrics(version))
    fields["model_metric_list"] = json.dumps(_model_metrics(version))
    row = encode_json(fields | (version.overrides or {}))
    if version.status != RUNNING:
        version.row = row
    return row


def version_detail(version: VersionRecord, now_ms: int) -> dict[str, object]:
    """Return a version's details; here system metrics are an object."""
    fields: dict[str, object] = {
        "is_success": True,
        **job_head(version.job),
        **_version_fields(version, now_ms),
        "spec_code": version.recipe.spec_code,
        "system_metric_list": _system_metrics(version),
        "model_metric_list": json.dumps(_model_metrics(version)),
    }
    return fields | (version.overrides or {})


def workspace_fields(workspace: WorkspaceRecord) -> dict[str, object]:
    """Return one item of the workspace list."""
    return {
        "id": workspace.workspace_id,
        "name": workspace.name,
        "description": workspace.description,
        "owner": workspace.owner,
        "enterprise_project_id": "0",
        "enterprise_project_name": "default",
        "auth_type": workspace.auth_type,
        "create_time": workspace.created_ms,
        "update_time": workspace.updated_ms,
        "status": workspace.status,
        "status_info": "",
    }


def _version_fields(version: VersionRecord, now_ms: int) -> dict[str, object]:
    recipe, job = version.recipe, version.job
    output = f"{_BUCKET}/output/{job.job_id}/{version.name}/"
    return {
        "version_id": version.version_id,
        "version_name": version.name,
        "pre_version_id": version.pre_version_id,
        "engine_type": recipe.engine_type,
        "engine_name": recipe.engine_name,
        "engine_id": recipe.engine_id,
        "engine_version": recipe.engine_version,
        "status": version.status,
        "app_url": recipe.code,
        "boot_file_url": None
        if recipe.code is None or recipe.boot_file is None
        else recipe.code + recipe.boot_file,
        "create_time": version.created_ms,
        "parameter": [{"label": k, "value": v} for k, v in recipe.parameters],
        "duration": version.ran_ms(now_ms),
        "spec_id": recipe.spec_id,
        "core": recipe.core,
        "cpu": recipe.cpu,
        "gpu_num": recipe.gpu_num,
        "gpu_type": recipe.gpu_type or None,
        "worker_server_num": recipe.nodes,
        "train_url": output,
        "log_url": output + "log/",
        "resource_id": f"job{version.version_id * 2_654_435_761 % 0xFFFFFFFF:08x}",
        "start_time": version.started_ms,
        "user_image_url": recipe.image,
        "user_command": None if recipe.image is None else "bash /home/work/run_train.sh",
        "model_id": recipe.model_id,
        "volumes": None,
        "nas_type": "efs",
        "nas_share_addr": None,
        "nas_mount_path": None,
        **_input(recipe),
        **_pool(recipe),
    }


def _input(recipe: Recipe) -> dict[str, object]:
    if recipe.dataset is None:
        url = f"{_BUCKET}/data/"
        return {
            "data_url": url,
            "dataset_id": None,
            "dataset_version_id": None,
            "dataset_name": None,
            "dataset_version_name": None,
            "data_source": [{"type": "obs", "data_url": url}],
        }
    dataset_id = "38277e62-9e59-48f4-8d89-c8cf41622c24"
    version_id = "2ff0d6ba-c480-45ae-be41-09a8369bfc90"
    return {
        "data_url": f"{_BUCKET}/datasets/{recipe.dataset}/V002.manifest",
        "dataset_id": dataset_id,
        "dataset_version_id": version_id,
        "dataset_name": recipe.dataset,
        "dataset_version_name": "V002",
        "data_source": [
            {"type": "dataset", "dataset_id": dataset_id, "dataset_version": version_id}
        ],
    }


def _pool(recipe: Recipe) -> dict[str, object]:
    if recipe.pool is None:
        return {"pool_id": "pool7e3577e3", "pool_name": f"job-train-{recipe.gpu_num}gpu"}
    return {"pool_id": "pool9928813f", "pool_name": recipe.pool}


def _system_metrics(version: VersionRecord) -> dict[str, object]:
    """Return a usage curve per resource: numeric strings, one a minute."""
    metrics: dict[str, object] = {"interval": 1}
    if version.started_ms is None:
        return metrics
    for name, step, ceiling in _METRICS:
        if name.startswith("gpu") and not version.recipe.gpu_num:
            continue
        points = [(version.version_id * step + i * step * 7) % (ceiling * 100) for i in range(8)]
        metrics[name] = ["0", *(f"{point // 100}.{point % 100:02}" for point in points), "0"]
    return metrics


def _model_metrics(version: VersionRecord) -> dict[str, object]:
    totals: dict[str, float] = {}
    if version.status == 10:
        accuracy = 0.90 + version.version_id % 97 / 1000
        totals = {
            "f1_score": round(accuracy - 0.013, 6),
            "recall": round(accuracy - 0.02, 6),
            "precision": round(accuracy - 0.007, 6),
            "accuracy": round(accuracy, 6),
        }
    return {
        "metric": [],
        "total_metric": {
            "total_metric_meta": {},
            "total_reserved_data": {},
            "total_metric_values": totals,
        },
    }

"""Jobs without versions as the vendor's samples tell them, and as anybody might."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import Generation, JobId, JobTask
from mtui.domain.status import StatusFamily
from mtui.modelarts.payloads import UnreadableError
from mtui.modelarts.v2_decode import decode_job, decode_search, decode_tasks
from tests.modelarts.test_classify import JSON

UUID = "3faf5c03-aaa1-4cbe-879d-24b05d997347"


def sample() -> dict[str, Any]:
    """The job of api.md §5.2, with more of what the tables list."""
    return {
        "kind": "job",
        "metadata": {
            "id": UUID,
            "name": "trainjob--py14_mem06-byd-108",
            "description": "[red]x",
            "create_time": 1636447346315,
            "workspace_id": "0",
            "user_name": "ei_modelarts_q00357245_01",
            "training_experiment_reference": {"id": "e1", "name": "baseline"},
        },
        "status": {
            "phase": "Abnormal",
            "secondary_phase": "CreateFailed",
            "duration": 61_000,
            "start_time": 1636447400000,
            "node_count_metrics": [[1636447746000, 0]],
            "tasks": ["worker-0", "worker-1"],
            "task_statuses": [{"task": "worker-0", "exit_code": -9, "message": "killed"}],
            "running_records": [{"start_at": 1636447400, "start_type": "init_or_rescheduled"}],
        },
        "algorithm": {
            "code_dir": "obs://test-crq/economic_test/py_minist/",
            "engine": {"engine_name": "PyTorch", "engine_version": "PyTorch-1.4.0-python3.6-v2"},
            "parameters": [{"name": "lr", "value": "0.1"}, {"name": "empty", "value": ""}],
            "environments": {"WANDB_API_KEY": "sesame", "LANG": "C"},
            "inputs": [
                {
                    "name": "data_url",
                    "remote": {"obs": {"obs_url": "https://b.example.com/d?AWSAccessKeyId=sesame"}},
                }
            ],
        },
        "spec": {
            "resource": {
                "policy": "economic",
                "flavor_id": "modelarts.vm.p100.large.eco",
                "node_count": 2,
                "flavor_detail": {"flavor_info": {"gpu": {"unit_num": 1, "memory": "8GB"}}},
            },
            "volumes": [{"nfs": {"nfs_server_path": "10.0.0.1:/", "local_path": "/mnt"}}],
        },
        "endpoints": {"jupyter_lab": {"url": "https://x/?token=sesame", "token": "sesame"}},
        "strange": {"deep": [1, {"deeper": True}]},
    }


def test_a_row_of_a_search_is_a_training_job() -> None:
    rows = decode_search({"total": 5059, "count": 1, "items": [sample()]})
    (job,) = rows.jobs
    assert (rows.row_count, rows.total_hint) == (1, 1)
    assert job.job_id == UUID
    assert job.generation is Generation.V2
    assert job.name == "trainjob--py14_mem06-byd-108"
    assert (job.status.code, job.status.family) == ("Abnormal", StatusFamily.FAILED)
    assert (job.created_ms, job.duration_ms) == (1636447346315, 61_000)
    assert (job.flavor, job.nodes) == ("modelarts.vm.p100.large.eco", 2)
    assert (job.user_name, job.experiment) == ("ei_modelarts_q00357245_01", "baseline")
    assert (job.version_count, job.newest_version_id) == (None, None)


def test_details_are_grouped_and_hold_everything_present() -> None:
    fields = {
        (field.group, field.name): field.value
        for field in decode_job(sample(), JobId(UUID)).details
    }
    assert fields == {
        ("Run", "kind"): "job",
        ("Run", "description"): "[red]x",
        ("Run", "workspace_id"): "0",
        ("Run", "training_experiment_reference id"): "e1",
        ("Run", "training_experiment_reference name"): "baseline",
        ("Run", "secondary_phase"): "CreateFailed",
        ("Run", "start_time"): "2021-11-09 08:43:20 UTC",
        ("Run", "running_records start_at"): "2021-11-09 08:43:20 UTC",
        ("Run", "running_records start_type"): "init_or_rescheduled",
        ("Code", "code_dir"): "obs://test-crq/economic_test/py_minist/",
        ("Input", "data_url remote obs obs_url"): "https://b.example.com/d?…",
        ("Engine", "engine_name"): "PyTorch",
        ("Engine", "engine_version"): "PyTorch-1.4.0-python3.6-v2",
        ("Resources", "policy"): "economic",
        ("Resources", "flavor_id"): "modelarts.vm.p100.large.eco",
        ("Resources", "node_count"): "2",
        ("Resources", "flavor_detail flavor_info gpu unit_num"): "1",
        ("Resources", "flavor_detail flavor_info gpu memory"): "8GB",
        ("Resources", "volumes nfs nfs_server_path"): "10.0.0.1:/",
        ("Resources", "volumes nfs local_path"): "/mnt",
        ("Parameters", "lr"): "0.1",
        ("Parameters", "empty"): "(empty)",
        ("Parameters", "WANDB_API_KEY"): "(hidden)",
        ("Parameters", "LANG"): "C",
        ("Other", "strange deep 1"): "1",
        ("Other", "strange deep 2 deeper"): "true",
    }


def test_no_secret_is_kept() -> None:
    payload = sample()
    detail = decode_job(payload, JobId(UUID))
    assert "sesame" not in repr(detail)
    assert "endpoints" not in payload


def test_a_job_alone_tells_its_instances_and_how_they_ended() -> None:
    assert decode_job(sample(), JobId(UUID)).tasks == (
        JobTask("worker-0", -9, "killed"),
        JobTask("worker-1"),
    )


def test_another_jobs_answer_is_not_believed() -> None:
    with pytest.raises(UnreadableError, match="about job"):
        decode_job(sample(), JobId("other"))


@pytest.mark.parametrize("job_id", [None, "", "42", 42, "a/b", "..", "x" * 65, {}])
def test_a_job_without_a_usable_id_is_left_out(job_id: object) -> None:
    broken = sample() | {"metadata": {"id": job_id}}
    assert len(decode_search({"items": [broken, sample()]}).jobs) == 1
    with pytest.raises(UnreadableError):
        decode_search({"items": [broken]})


@pytest.mark.parametrize("payload", [{}, {"items": "none"}, {"total": 3}])
def test_what_is_no_list_does_not_pass_for_an_empty_one(payload: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        decode_search(payload)


@pytest.mark.parametrize("payload", [{"items": []}, {"items": None}, {"count": 0}])
def test_an_empty_list_is_one(payload: dict[str, Any]) -> None:
    assert decode_search(payload).jobs == ()


def test_an_instance_that_was_scheduled_anew_is_told_by_its_last_place() -> None:
    rows: list[Any] = [
        {"task": "worker-0", "ip": "10.0.0.2", "host_ip": "h2", "schedule_count": 1},
        {"task": "worker-0", "ip": "10.0.0.1", "host_ip": "h1", "schedule_count": 0},
        {"task": "worker-1", "ip": "10.0.0.3"},
        {"ip": "nobody"},
        7,
    ]
    assert decode_tasks({"items": rows}) == (
        JobTask("worker-0", address="10.0.0.2", host="h2"),
        JobTask("worker-1", address="10.0.0.3"),
    )


@given(
    member=st.sampled_from(["metadata", "status", "algorithm", "spec", "kind", "endpoints"]),
    value=JSON,
)
def test_a_job_with_anything_anywhere_is_read_or_refused(member: str, value: Any) -> None:
    payload = json.loads(json.dumps(sample() | {member: value}))
    try:
        detail = decode_job(payload, JobId(UUID))
    except UnreadableError:
        return
    assert "sesame" not in repr(detail) or member == "algorithm"


@given(name=st.sampled_from(["tasks", "task_statuses", "phase", "duration"]), value=JSON)
def test_a_status_with_anything_in_it_is_read(name: str, value: Any) -> None:
    payload = sample()
    payload["status"][name] = value
    assert decode_job(payload, JobId(UUID)).job.job_id == UUID


def test_a_job_nested_beyond_reason_is_cut() -> None:
    deep: Any = "bottom"
    for _ in range(200):
        deep = {"down": deep}
    payload = sample() | {"strange": deep, "many": list(range(10_000))}
    assert len(decode_job(payload, JobId(UUID)).details) <= 500


def test_lists_of_one_list_are_cut_like_all_that_is_nested() -> None:
    deep: Any = "bottom"
    for _ in range(600):
        deep = [deep]
    names = {field.name for field in decode_job(sample() | {"odd": deep}, JobId(UUID)).details}
    assert "odd" not in names
    assert "node_count" in names


@pytest.mark.parametrize(
    ("name", "is_hidden"),
    [
        ("HF_TOKEN", True),
        ("db-password", True),
        ("access_key", True),
        ("secretKey.value", True),
        ("tokenizer", False),
        ("key_dim", False),
        ("task_id", False),
        ("sk", True),
    ],
)
def test_only_what_is_called_a_secret_is_hidden(name: str, *, is_hidden: bool) -> None:
    payload = sample()
    payload["algorithm"]["environments"] = {name: "value"}
    fields = {field.name: field.value for field in decode_job(payload, JobId(UUID)).details}
    assert fields[name] == ("(hidden)" if is_hidden else "value")

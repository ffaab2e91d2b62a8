"""JSON to domain values: the documented samples, and everything that may come instead."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import DetailField, JobId, VersionId
from mtui.domain.status import StatusFamily
from mtui.modelarts import decode, scalars
from mtui.modelarts.decode import UnreadableError
from tests.modelarts.wire import JOB, VERSION

LIST_SAMPLE: dict[str, Any] = {  # 03_0046, as another client's fixture has it
    "is_success": True,
    "job_total_count": 1,
    "jobs": [
        {
            "job_id": 9446,
            "job_name": "ma-testing",
            "version_id": 10818,
            "status": 10,
            "create_time": 1704448084000,
            "duration": 54793000,
            "job_desc": "This is a ModelArts job",
            "version_count": 1,
            "user": {"name": "userAbc"},
        }
    ],
}
VERSION_SAMPLE: dict[str, Any] = {  # 03_0049
    "version_id": 10,
    "version_name": "V0004",
    "pre_version_id": 5,
    "engine_type": 1,
    "engine_name": "TensorFlow",
    "engine_id": 1,
    "engine_version": "TF-1.4.0-python2.7",
    "status": 10,
    "app_url": "/usr/app/",
    "boot_file_url": "/usr/app/boot.py",
    "create_time": 1524189990635,
    "parameter": [{"label": "learning_rate", "value": 0.01}],
    "duration": 532003,
    "spec_id": 1,
    "core": 2,
    "cpu": 8,
    "gpu": True,
    "gpu_num": 2,
    "gpu_type": "P100",
    "worker_server_num": 1,
    "data_url": "/usr/data/",
    "train_url": "/usr/train/",
    "log_url": "/usr/log/",
    "data_source": [{"type": "obs", "data_url": "/bucket/minst/data/"}],
    "model_metric_list": json.dumps(
        {"metric": [{}], "total_metric": {"total_metric_values": {"recall": 0.005833}}}
    ),
    "system_metric_list": json.dumps({"cpuUsage": ["0", "3.10", "5.90", "-1"], "interval": 1}),
    "start_time": 1563172362000,
    "volumes": [
        {"nfs": {"src_path": "192.168.8.150:/", "dest_path": "/home/work/nas", "read_only": True}},
        {"host_path": {"src_path": "/root/work", "dest_path": "/home/mind", "read_only": False}},
    ],
    "pool_id": "pool9928813f",
    "pool_name": "p100",
}
DETAIL_NULLS: dict[str, Any] = {  # 03_0047, with the nulls of a real answer
    "is_success": True,
    "job_id": 9275,
    "version_id": "10617",
    "version_name": "V0001",
    "pre_version_id": None,
    "status": "10",
    "app_url": None,
    "start_time": 0,
    "is_zombie": None,
    "volumes": None,
    "data_source": None,
    "parameter": None,
    "model_metric_list": {
        "total_metric": {"total_metric_values": {"recall": 0.996078, "top-5": 1}}
    },
    "system_metric_list": {"cpuUsage": []},
    "core": "8",
    "cpu": "64",
    "memory_unit": "GB",
    "gpu_num": 1,
    "gpu_type": "nvidia-v100-pcie",
    "flavor_code": "modelarts.vm.gpu.1v100NV32.pub",
    "spec_code": "modelarts.vm.gpu.v100NV",
    "flavor_info": {"cpu": {"arch": "x86", "core_num": 8}, "max_num": 1, "npu": None},
    "npu_info": None,
    "attributes": {"isSupportDist": "True"},
    "is_free": False,
}


def details(row: dict[str, Any]) -> dict[str, str]:
    decoded = decode.decode_version({"version_id": 20, **row}, JOB, VERSION)
    return {field.name: field.value for field in decoded.details}


def test_a_job_is_read_from_the_sample() -> None:
    rows = decode.decode_jobs(LIST_SAMPLE)
    (job,) = rows.jobs
    assert (rows.row_count, rows.total_hint) == (1, 1)
    assert (job.job_id, job.name, job.newest_version_id) == ("9446", "ma-testing", "10818")
    assert (job.created_ms, job.duration_ms, job.version_count) == (1704448084000, 54793000, 1)
    assert (job.status.word, job.user_name) == ("completed", "userAbc")
    assert job.description == "This is a ModelArts job"


@pytest.mark.parametrize(
    "value",
    [
        {"status": None, "job_name": None, "user": None, "version_id": None},
        {"status": [1], "job_name": {"a": 1}, "user": "me", "version_id": "x"},
        {"create_time": -1, "duration": -5, "version_count": "many"},
        {"create_time": 10**30, "duration": 10**30, "version_count": 1.5},
        {"create_time": 15099239923, "duration": True, "version_count": True},
        {},
    ],
)
def test_a_job_needs_nothing_but_its_id(value: dict[str, Any]) -> None:
    (job,) = decode.decode_jobs({"jobs": [{"job_id": " 0010 ", **value}]}).jobs
    assert job.job_id == "10"
    assert job.status.family is StatusFamily.UNKNOWN
    assert (job.created_ms, job.duration_ms, job.version_count) == (None, None, None)
    assert job.newest_version_id is None


@pytest.mark.parametrize(
    "bad", [None, 0, -1, True, "x", "1.5", 1.5, [], {}, 10**25, "9" * 5000, ""]
)
def test_a_row_without_a_usable_id_is_left_out_but_counted(bad: Any) -> None:
    rows = decode.decode_jobs({"jobs": [{"job_id": bad}, {"job_id": 7.0}, None, "text"]})
    assert [job.job_id for job in rows.jobs] == ["7"]
    assert rows.row_count == 4
    with pytest.raises(UnreadableError, match="no job in the answer has a usable id"):
        decode.decode_jobs({"jobs": [{"job_id": bad}]})


@pytest.mark.parametrize(
    "payload",
    [
        {"is_success": True},
        {"is_success": True, "jobs": None},
        {"jobs": []},
        {"jobs": None},
        {"job_total_count": 0},
    ],
)
def test_no_jobs_may_be_told_in_many_ways(payload: dict[str, Any]) -> None:
    assert decode.decode_jobs(payload).jobs == ()


@pytest.mark.parametrize("payload", [{}, {"x": 1}, {"jobs": "none"}, {"jobs": {}}, {"jobs": 0}])
def test_what_is_no_list_is_not_taken_for_an_empty_one(payload: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        decode.decode_jobs(payload)
    renamed = {name.replace("jobs", "versions"): value for name, value in payload.items()}
    with pytest.raises(UnreadableError):
        decode.decode_versions(renamed, JOB)


@pytest.mark.parametrize(
    ("wire", "code", "word"),
    [
        (10, "10", "completed"),
        ("10", "10", "completed"),
        (10.0, "10", "completed"),
        ("0008", "8", "running"),
        (22, "22", "mount failed"),
        (77, "77", "77"),
        ("JOBSTAT_NEW", "JOBSTAT_NEW", "JOBSTAT_NEW"),
        ("[/x]" * 100, ("[/x]" * 100)[:64], ("[/x]" * 100)[:64]),
        (None, "", "?"),
    ],
)
def test_a_status_of_any_kind_is_kept(wire: Any, code: str, word: str) -> None:
    status = scalars.status(wire)
    assert (status.code, status.word) == (code, word)


def test_a_version_is_read_from_the_sample() -> None:
    payload: dict[str, Any] = {"job_id": 10, "job_name": "n", "job_desc": "d", "version_count": 2}
    listing = decode.decode_versions({**payload, "versions": [VERSION_SAMPLE]}, JOB)
    (version,) = listing.versions
    assert (listing.job_name, listing.job_description, listing.is_complete) == ("n", "d", False)
    assert (version.version_id, version.name, version.parent_id) == ("10", "V0004", "5")
    assert (version.engine, version.flavor) == ("TF-1.4.0-python2.7", "2 cores, 8 GB")
    assert (version.nodes, version.accelerators) == (1, "2 × P100")
    assert (version.created_ms, version.duration_ms) == (1524189990635, 532003)


def test_details_are_grouped_in_the_vendors_words() -> None:
    listing = decode.decode_versions({"job_id": 10, "versions": [VERSION_SAMPLE]}, JOB)
    assert listing.versions[0].details == (
        DetailField("Run", "start_time", "2019-07-15 06:32:42 UTC"),
        DetailField("Code", "app_url", "/usr/app/"),
        DetailField("Code", "boot_file_url", "/usr/app/boot.py"),
        DetailField("Input", "data_url", "/usr/data/"),
        DetailField("Input", "data_source", "type obs, data_url /bucket/minst/data/"),
        DetailField("Output", "train_url", "/usr/train/"),
        DetailField("Output", "log_url", "/usr/log/"),
        DetailField("Engine", "engine_name", "TensorFlow"),
        DetailField("Engine", "engine_version", "TF-1.4.0-python2.7"),
        DetailField("Engine", "engine_id", "1"),
        DetailField("Engine", "engine_type", "1"),
        DetailField("Resources", "spec_id", "1"),
        DetailField("Resources", "worker_server_num", "1"),
        DetailField("Resources", "core", "2"),
        DetailField("Resources", "cpu", "8"),
        DetailField("Resources", "gpu", "true"),
        DetailField("Resources", "gpu_num", "2"),
        DetailField("Resources", "gpu_type", "P100"),
        DetailField("Resources", "pool_id", "pool9928813f"),
        DetailField("Resources", "pool_name", "p100"),
        DetailField("Resources", "volumes 1", "nfs 192.168.8.150:/ → /home/work/nas (read only)"),
        DetailField("Resources", "volumes 2", "host_path /root/work → /home/mind"),
        DetailField("Parameters", "learning_rate", "0.01"),
        DetailField("Metrics", "recall", "0.005833"),
        DetailField("Metrics", "classes", "1"),
        DetailField("Metrics", "cpuUsage", "mean 3.00, max 5.90, 3 values"),
        DetailField("Metrics", "interval", "1 min"),
    )


def test_nulls_and_numeric_strings_of_a_real_answer_are_read() -> None:
    version = decode.decode_version(DETAIL_NULLS, JobId("9275"), VersionId("10617"))
    names = {field.name: field.value for field in version.details}
    assert version.status.word == "completed"
    assert version.parent_id is None
    assert version.flavor == "modelarts.vm.gpu.1v100NV32.pub"
    assert version.accelerators == "1 × nvidia-v100-pcie"
    assert names["recall"] == "0.996078"
    assert names["top-5"] == "1"
    assert names["flavor_info"] == "cpu (arch x86, core_num 8), max_num 1"
    assert names["attributes"] == '{"isSupportDist": "True"}'
    assert names["is_free"] == "false"
    assert not {"start_time", "is_zombie", "volumes", "npu_info", "app_url", "cpuUsage"} & set(
        names
    )


def test_fields_that_nobody_knows_are_kept() -> None:
    fields = decode.decode_version(
        {"version_id": 20, "brand_new": {"a": [1]}}, JOB, VERSION
    ).details
    assert fields == (DetailField("Other", "brand_new", '{"a": [1]}'),)


@pytest.mark.parametrize(
    ("row", "engine"),
    [
        ({"engine_name": "PyTorch", "engine_version": ""}, "PyTorch"),
        ({"user_image_url": "registry/x:1"}, "custom image"),
        ({}, ""),
    ],
)
def test_the_engine_is_named_as_well_as_it_can_be(row: dict[str, Any], engine: str) -> None:
    assert decode.decode_version({"version_id": 20, **row}, JOB, VERSION).engine == engine


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"gpu_num": "8", "gpu_type": None}, "8 × GPU"),
        ({"gpu_num": 0, "gpu_type": "P100"}, ""),
        ({"npu_info": {"unit_num": 8, "product_name": "Ascend"}}, "8 × Ascend"),
        ({"flavor_info": {"npu": {"unit_num": 1}}}, "1 × NPU"),
        ({"flavor_info": {"gpu": {"unit_num": 2, "product_name": "V100"}}}, "2 × V100"),
        ({"flavor_info": [1], "npu_info": "x"}, ""),
    ],
)
def test_accelerators_are_found_wherever_they_stand(row: dict[str, Any], expected: str) -> None:
    assert decode.decode_version({"version_id": 20, **row}, JOB, VERSION).accelerators == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"model_metric_list": "not json"}, {"model_metric_list": "not json"}),
        ({"model_metric_list": "[" * 100_000}, {"model_metric_list": "[" * 100_000}),
        ({"model_metric_list": "[]"}, {}),
        ({"model_metric_list": ""}, {}),
        ({"model_metric_list": [{"metric": [{}, {}]}]}, {"classes": "2"}),
        ({"model_metric_list": {"total_metric": 5, "metric": "x"}}, {}),
        ({"system_metric_list": 7}, {"system_metric_list": "7"}),
        ({"system_metric_list": {"gpuUtil": ["x", None, True]}}, {}),
        (
            {"system_metric_list": {"gpuUtil": [1, "2", 10**400]}},
            {"gpuUtil": "mean 1.50, max 2.00, 2 values"},
        ),
        ({"parameter": "text"}, {"parameter": "text"}),
        ({"parameter": [{"label": "a", "value": ""}, "odd"]}, {"a": "(empty)", "parameter": "odd"}),
        ({"data_source": [{"dataset_id": None}]}, {}),
    ],
)
def test_structures_of_the_wrong_kind_are_shown_as_they_are(
    row: dict[str, Any], expected: dict[str, str]
) -> None:
    assert details(row) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://obs/x?AWSAccessKeyId=AK&Signature=s", "https://obs/x?…"),
        ("run --url http://h/a?token=s --n 1", "run --url http://h/a?… --n 1"),
        ("HTTPS://user:pw@h/a", "HTTPS://h/a"),
        ("obs://bucket/a", "obs://bucket/a"),
    ],
)
def test_a_signed_url_loses_its_query_wherever_it_stands(value: str, shown: str) -> None:
    assert details({"user_command": value}) == {"user_command": shown}
    assert details({"new_field": value}) == {"new_field": shown}
    assert details({"parameter": [{"label": "a", "value": value}]}) == {"a": shown}


def test_unreadable_versions_leave_a_listing_incomplete() -> None:
    payload: dict[str, Any] = {"versions": [{"version_id": 1}, {"version_id": "x"}]}
    listing = decode.decode_versions(payload, JOB)
    assert len(listing.versions) == 1
    assert not listing.is_complete


def test_another_jobs_answer_is_refused() -> None:
    with pytest.raises(UnreadableError, match="about job_id 11, not 10"):
        decode.decode_versions({"job_id": "11", "versions": []}, JOB)
    with pytest.raises(UnreadableError, match="about version_id 21, not 20"):
        decode.decode_version({"job_id": 10, "version_id": 21}, JOB, VERSION)
    with pytest.raises(UnreadableError, match="no version"):
        decode.decode_version({"is_success": True}, JOB, VERSION)


def test_workspaces_are_read_from_both_samples() -> None:
    old: dict[str, Any] = {
        "id": 0,
        "name": "default",
        "auth_type": "public",
        "status": "NORMAL",
        "owner": "u",
    }
    new: dict[str, Any] = {
        "id": "af261af2218841ec960b01ab3cf1a5fa",
        "name": "test",
        "auth_type": "INTERNAL",
    }
    first, second = decode.decode_workspaces({"workspaces": [old, new, {"name": "no id"}]})
    assert (first.workspace_id, first.auth_type, first.owner) == ("0", "PUBLIC", "u")
    assert second.workspace_id == "af261af2218841ec960b01ab3cf1a5fa"


def test_lone_surrogates_do_not_get_into_domain_values() -> None:
    (job,) = decode.decode_jobs({"jobs": [{"job_id": 1, "job_name": "a\ud800b"}]}).jobs
    assert job.name == "a?b"


def test_text_keeps_what_is_not_text_readable() -> None:
    assert scalars.text(10**5000) == "(not readable)"
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    assert scalars.text(nested) == "(not readable)"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    row=st.dictionaries(
        st.sampled_from([*VERSION_SAMPLE, *DETAIL_NULLS, *LIST_SAMPLE["jobs"][0]]),
        JSON,
        max_size=12,
    )
)
def test_any_value_in_any_field_is_read_or_refused(row: dict[str, Any]) -> None:
    for field in details({**row, "job_id": 10, "version_id": 20}):
        field.encode()
    assert decode.decode_jobs({"jobs": [{**row, "job_id": 10}]}).jobs[0].job_id == "10"


@given(payload=st.dictionaries(st.sampled_from(["jobs", "job_total_count", "is_success"]), JSON))
def test_any_list_is_read_or_refused(payload: dict[str, Any]) -> None:
    try:
        rows = decode.decode_jobs(payload)
    except UnreadableError:
        return
    assert len(rows.jobs) <= rows.row_count

"""A version's fields in groups and in words, whatever stands in them."""

from __future__ import annotations

from typing import Any

import pytest

from mtui.domain.jobs import DetailField
from mtui.modelarts import decode
from tests.modelarts.samples import VERSION_SAMPLE
from tests.modelarts.wire import JOB, VERSION


def details(row: dict[str, Any]) -> dict[str, str]:
    decoded = decode.decode_version({"version_id": 20, **row}, JOB, VERSION)
    return {field.name: field.value for field in decoded.details}


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
        ({"gpu_num": "8", "gpu_type": None}, "8 GPU"),
        ({"gpu_num": 0, "gpu_type": "P100"}, ""),
        ({"npu_info": {"unit_num": 8, "product_name": "Ascend"}}, "8 Ascend"),
        ({"flavor_info": {"npu": {"unit_num": 1}}}, "1 NPU"),
        ({"flavor_info": {"gpu": {"unit_num": 2, "product_name": "V100"}}}, "2 V100"),
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

"""Answers as the documentation and other clients' fixtures have them."""

from __future__ import annotations

import json
from typing import Any

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
WORKSPACES_SAMPLE: dict[str, Any] = {  # 03_0132
    "total_count": 1,
    "count": 1,
    "workspaces": [
        {
            "id": "af261af2218841ec960b01ab3cf1a5fa",
            "name": "test",
            "auth_type": "INTERNAL",
            "status": "NORMAL",
            "description": "It is my workspace",
            "owner": "04f258c84780d5a52f3bd00b7d4b0b86",
        }
    ],
}
TASKS_SAMPLE: dict[str, Any] = {  # ListTrainingJobTasks
    "items": [
        {"task": "worker-0", "ip": "10.0.0.2", "host_ip": "192.168.0.2", "schedule_count": 1},
        {"task": "worker-1", "ip": "10.0.0.3", "host_ip": "192.168.0.3"},
    ]
}
TOKEN_SAMPLE: dict[str, Any] = {  # api.md §4.1
    "token": {
        "expires_at": "2019-02-13T06:52:13.855000Z",
        "issued_at": "2019-02-12T06:52:13.855000Z",
        "methods": ["password"],
        "project": {
            "id": "77b6a44cba5143ab91d13ab9a8ff44fd",
            "name": "cn-north-4",
            "domain": {"id": "d78cbac186b744899480f25bd022f468", "name": "ACCOUNT"},
        },
        "roles": [{"id": "0", "name": "te_admin"}],
        "user": {"id": "7116d09f88fa41908676fdd4b039e95b", "name": "IAM_USER"},
    }
}
PROJECTS_SAMPLE: dict[str, Any] = {  # 03_0147
    "projects": [
        {
            "domain_id": "65382450e8f64ac0870cd180d14e684b",
            "name": "cn-north-4",
            "id": "a4a5d4098fb4474fa22cd05f897d6b99",
            "enabled": True,
        }
    ],
    "links": {"self": "https://iam.myhuaweicloud.com/v3/projects", "next": None},
}

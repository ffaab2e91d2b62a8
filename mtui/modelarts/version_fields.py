"""A version's run environment and all its other fields, grouped (03_0047, 03_0049).

Field names of newer or undocumented kinds go to the group Other; nothing that came is dropped.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mtui.domain.jobs import DetailField
from mtui.modelarts.metric_fields import model_metrics, system_metrics
from mtui.modelarts.scalars import epoch_ms, text, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtui.modelarts.bodies import JsonValue

    Record = Mapping[str, JsonValue]

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Run": (
        *("job_name", "job_desc", "description", "start_time", "end_time", "resource_id"),
        *("job_type", "is_zombie", "is_free"),
    ),
    "Code": ("app_url", "boot_file_url", "user_image_url", "user_command"),
    "Input": (
        *("data_url", "dataset_name", "dataset_id", "dataset_version_name"),
        *("dataset_version_id", "data_source"),
    ),
    "Output": ("train_url", "log_url"),
    "Engine": (
        *("engine_name", "engine_version", "engine_id", "engine_type", "pod_version"),
        *("model_id", "algorithm_id", "retrain_model_id"),
    ),
    "Resources": (
        *("spec_code", "flavor_code", "flavor_type", "spec_id", "worker_server_num", "max_num"),
        *("core", "cpu", "memory_unit", "gpu", "gpu_num", "gpu_type", "gpu_memory_unit"),
        *("npu_info", "flavor_info", "pool_id", "pool_name", "pool_type", "no_resource"),
        *("billing", "volumes", "nas_type", "nas_share_addr", "nas_mount_path"),
    ),
    "Parameters": ("parameter",),
    "Metrics": ("model_metric_list", "system_metric_list"),
}
# These have an attribute of their own or tell about the answer.
_TOLD_ELSEWHERE = frozenset(
    {"is_success", "error_code", "error_msg", "error_message", "job_id", "version_id"}
    | {"version_name", "status", "create_time", "duration", "pre_version_id"}
)
_TIMES = frozenset({"start_time", "end_time"})
_GROUPED = frozenset(name for names in _GROUPS.values() for name in names)

_SECRET_IN_URL = re.compile(r"\b(https?://)(?:[^\s/?#@]*@)?([^\s?#]*)(\?[^\s\"']*)?", re.IGNORECASE)


def engine(row: Record) -> str:
    """Return the engine with its version, or that it was an image of the user's own."""
    named = text(row.get("engine_version")) or text(row.get("engine_name"))
    return named or ("custom image" if text(row.get("user_image_url")) else "")


def flavor(row: Record) -> str:
    """Return the flavor's code, or its size in words."""
    code = text(row.get("flavor_code")) or text(row.get("spec_code"))
    if code:
        return code
    cores, memory = text(row.get("core")), text(row.get("cpu"))
    unit = text(row.get("memory_unit")) or "GB"
    sizes = [f"{cores} cores" if cores else "", f"{memory} {unit}" if memory else ""]
    return ", ".join(filter(None, sizes))


def accelerators(row: Record) -> str:
    """Return number and kind of one node's accelerators, such as ``8 P100``."""
    found = _accelerators(row.get("gpu_num"), row.get("gpu_type"), "GPU")
    info = row.get("flavor_info")
    info = info if isinstance(info, dict) else {}
    candidates = (row.get("npu_info"), info.get("npu"), info.get("npu_info"), info.get("gpu"))
    for kind, part in zip(("NPU", "NPU", "NPU", "GPU"), candidates, strict=True):
        if not found and isinstance(part, dict):
            found = _accelerators(part.get("unit_num"), part.get("product_name"), kind)
    return found


def _accelerators(count: JsonValue, product: JsonValue, kind: str) -> str:
    number = whole_number(count)
    return f"{number} {text(product) or kind}" if number else ""


def detail_fields(row: Record) -> tuple[DetailField, ...]:
    """Return every field that has a value, grouped in a fixed order."""
    fields = [
        DetailField(group, name, without_url_secrets(value))
        for group, names in _GROUPS.items()
        for wire_name in names
        for name, value in _rendered(wire_name, row.get(wire_name))
    ]
    fields.extend(
        DetailField("Other", text(name), without_url_secrets(text(value)))
        for name, value in row.items()
        if name not in _GROUPED and name not in _TOLD_ELSEWHERE
    )
    return tuple(field for field in fields if field.value)


def without_url_secrets(value: str) -> str:
    """Return text whose web addresses have lost query and user: a signed one is a secret."""
    return _SECRET_IN_URL.sub(
        lambda match: f"{match[1]}{match[2]}" + ("?…" if match[3] else ""), value
    )


def _rendered(name: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yield a wire field as one or more names with their text."""
    if name == "parameter":
        yield from _parameters(value)
    elif name == "model_metric_list":
        yield from model_metrics(value)
    elif name == "system_metric_list":
        yield from system_metrics(value)
    elif name in _TIMES:
        yield name, _time(value)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            label = name if len(value) == 1 else f"{name} {number}"
            yield label, _volume(item) or _pairs(item)
    else:
        yield name, _pairs(value)


def _parameters(value: JsonValue) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        yield "parameter", text(value)
        return
    for item in value:
        if isinstance(item, dict) and "label" in item:
            # A parameter without a value was still there.
            yield text(item.get("label")), text(item.get("value")) or "(empty)"
        else:
            yield "parameter", text(item)


def _volume(item: JsonValue) -> str:
    if not isinstance(item, dict):
        return ""
    for kind in ("nfs", "host_path"):
        volume = item.get(kind)
        if isinstance(volume, dict):
            way = f"{text(volume.get('src_path'))} → {text(volume.get('dest_path'))}"
            access = " (read only)" if volume.get("read_only") is True else ""
            return f"{kind} {way}{access}"
    return ""


def _pairs(value: JsonValue) -> str:
    """Return a flat object as ``name value`` pairs, objects within it too; else plain text."""
    if not isinstance(value, dict):
        return text(value)
    words = []
    for name, part in value.items():
        if isinstance(part, dict):
            inner = ", ".join(f"{text(key)} {text(item)}" for key, item in part.items())
            words.append(f"{text(name)} ({inner})" if inner else "")
        elif part is not None:
            words.append(f"{text(name)} {text(part)}")
    return ", ".join(filter(None, words))


def _time(value: JsonValue) -> str:
    moment_ms = epoch_ms(value)
    if moment_ms is None:
        return ""  # null, 0 or absurd: it has not started
    return f"{datetime.fromtimestamp(moment_ms // 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"

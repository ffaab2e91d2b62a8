"""A version's metrics in a few lines: they come as an object or as text that holds one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mtui.modelarts.bodies import parse_json
from mtui.modelarts.scalars import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.modelarts.bodies import JsonValue


def model_metrics(value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yield the totals of ``model_metric_list`` by name, and how many classes it tells apart."""
    metrics = _unwrapped(value)
    if not isinstance(metrics, dict):
        yield "model_metric_list", text(metrics)
        return
    total = metrics.get("total_metric")
    values = total.get("total_metric_values") if isinstance(total, dict) else None
    for name, item in values.items() if isinstance(values, dict) else ():
        yield text(name), text(item)
    classes = metrics.get("metric")
    if isinstance(classes, list) and classes:
        yield "classes", str(len(classes))


def system_metrics(value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yield each series of ``system_metric_list`` as its mean, maximum and number of values."""
    metrics = _unwrapped(value)
    if not isinstance(metrics, dict):
        yield "system_metric_list", text(metrics)
        return
    for name, item in metrics.items():
        if not isinstance(item, list):
            words = f"{text(item)} min" if name == "interval" and item is not None else text(item)
            yield text(name), words
            continue
        numbers = [number for number in map(_number, item) if number is not None]
        if numbers:
            mean = sum(numbers) / len(numbers)
            yield text(name), f"mean {mean:.2f}, max {max(numbers):.2f}, {len(numbers)} values"


def _unwrapped(value: JsonValue) -> JsonValue:
    """Return the object inside text; a list of one object is that object."""
    if isinstance(value, str) and value.strip():
        try:
            value = parse_json(value.encode(errors="replace"))
        except ValueError:
            return value
    if isinstance(value, list):
        return value[0] if len(value) == 1 else (value or None)
    return value


def _number(value: JsonValue) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None  # -1 stands for no value

from __future__ import annotations

import pytest

from mtui.domain.query import ServerFilter, parse_query


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:ResNet", ServerFilter("ResNet")),
        ("name:2024_ name:7", ServerFilter("2024_")),
        ("name:每晚", ServerFilter("每晚")),
        ("name=ResNet", ServerFilter("ResNet")),
        ("status:8", ServerFilter(status="8")),
        ("status:canceled", ServerFilter(status="13")),
        ("status:0", ServerFilter(status="0")),
        ("status:ending age>3d", ServerFilter(status="9")),
        ("status:delete name:X lab", ServerFilter("X", "6")),
    ],
)
def test_what_the_service_filters_exactly_is_left_to_it(text: str, expected: ServerFilter) -> None:
    assert parse_query(text).server_filter == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name:resnet",  # the service may mind case
        "name:straße",
        "!name:ResNet",
        "name!=ResNet",
        "name:A,B",
        "name:/X/",
        "name:" + "X" * 65,
        'name:" X"',  # it may trim
        "ResNet",  # it may not search ids and descriptions
        "status:failed",  # one code a request
        "status:8,9",
        "!status:8",
        "status!=8",
        "status:unknown",  # stands for every code that nobody knows
        "status:99",
        "id:7",
    ],
)
def test_what_the_service_might_answer_differently_is_not(text: str) -> None:
    assert parse_query(text).server_filter == ServerFilter("", None)

"""What an expression leaves to the service, of which every matching row must come."""

from __future__ import annotations

from itertools import product

import pytest

from mtui.domain.jobs import Generation
from mtui.domain.query import ServerFilter, parse_query
from tests.domain.samples import DAY_MS

V1, V2 = Generation.V1, Generation.V2


def statuses(*codes: str, search: str = "") -> ServerFilter:
    return ServerFilter(search, frozenset(codes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:ResNet", ServerFilter("ResNet")),
        ("name:2024_ name:7", ServerFilter("2024_")),
        ("name:每晚", ServerFilter("每晚")),
        ("name=ResNet", ServerFilter("ResNet")),
        ("status:8", statuses("8")),
        ("status:canceled", statuses("13")),
        ("status:0", statuses("0")),
        ("status:ending age>3d", statuses("9")),
        ("status:delete name:X lab", statuses("6", search="X")),
        ("status:failed status:11", statuses("11")),
        ("age>3d name:X", ServerFilter("X")),  # it takes no times
    ],
)
def test_what_the_first_generation_filters_exactly_is_left_to_it(
    text: str, expected: ServerFilter
) -> None:
    assert parse_query(text).server_filter(V1) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:ResNet", ServerFilter("ResNet")),
        ("status:failed", statuses("Failed", "Abnormal")),
        ("status:failed,killed", statuses("Failed", "Abnormal", "Terminated")),
        ("status:failed !status:abnormal", statuses("Failed", "Abnormal")),
        ("status:failed status:abnormal", statuses("Abnormal")),
        ("age>30d", ServerFilter(youngest_ms=30 * DAY_MS + 1)),
        ("age>=30d age>2d", ServerFilter(youngest_ms=30 * DAY_MS)),
        ("!age>30d", ServerFilter(oldest_ms=30 * DAY_MS)),
        ("age>1d age<=3d", ServerFilter(youngest_ms=DAY_MS + 1, oldest_ms=3 * DAY_MS)),
    ],
)
def test_what_the_second_generation_filters_exactly_is_left_to_it(
    text: str, expected: ServerFilter
) -> None:
    assert parse_query(text).server_filter(V2) == expected


@pytest.mark.parametrize("generation", Generation)
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
        r'name:"A\\B"',  # it may take it for an escape
        "ResNet",  # it may not search ids and descriptions
        "!status:8",
        "status!=8",
        "!status:running",
        "status:unknown",  # stands for every code that nobody knows
        "status:failed,unknown",
        "status:99",
        "id:7",
        "dur>1m",
        "versions>5",
    ],
)
def test_what_the_service_might_answer_differently_is_not(
    text: str, generation: Generation
) -> None:
    assert parse_query(text).server_filter(generation) is None


@pytest.mark.parametrize(
    ("text", "generation"),
    [
        ("status:failed", V1),  # one code a request
        ("status:8,9", V1),
        ("status:terminated", V1),
        ("status:pending", V1),
        ("age>30d", V1),
        ("status:8", V2),
    ],
)
def test_what_only_the_other_generation_takes_is_not(text: str, generation: Generation) -> None:
    assert parse_query(text).server_filter(generation) is None


_TIGHTER = {
    "name:Res": "name:ResNet",
    "status:failed,killed": "status:failed",
    "age>3d": "age>4d",
    "age<9d": "age<8d",
    "name:X": "name:X age>3d status:failed",
}


@pytest.mark.parametrize(("wide", "tight"), _TIGHTER.items())
def test_a_wider_filter_covers_a_tighter_one_and_not_the_other_way_round(
    wide: str, tight: str
) -> None:
    one, other = parse_query(wide).server_filter(V2), parse_query(tight).server_filter(V2)
    assert one is not None
    assert other is not None
    assert one.covers(other)
    assert one.covers(one)
    assert not other.covers(one)


def test_filters_on_different_fields_cover_nothing_of_each_other() -> None:
    texts = ("name:X", "status:failed", "age>3d", "age<3d")
    filters = [parse_query(text).server_filter(V2) or ServerFilter() for text in texts]
    for one, other in product(filters, filters):
        assert one.covers(other) is (one == other)

"""What lists remember is a convenience: whatever its file holds, mtui opens, and can write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtui.services.preferences import Taste, preferences_of

if TYPE_CHECKING:
    from pathlib import Path

KEPT = Taste("name", is_descending=False, filter_text="age>30d", is_wide=True)
USUAL = "ansi-dark"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
TASTE_LIKE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("sort_column", "is_descending", "filter_text", "is_wide", "name", "instead_of"), JSON
    ),
)
FILES = st.binary(max_size=30) | st.one_of(
    JSON,
    st.fixed_dictionaries({"lab": JSON}),
    st.fixed_dictionaries({"lab": st.fixed_dictionaries({"jobs": TASTE_LIKE | JSON})}),
    st.fixed_dictionaries(
        {
            "lab": st.fixed_dictionaries(
                {"theme": TASTE_LIKE.map(lambda t: t | {"instead_of": USUAL})}
            )
        }
    ),
).map(lambda document: json.dumps(document).encode())


def assert_of_use(state: Path) -> None:
    """Both can be asked for, and what is kept from now on is there again."""
    preferences = preferences_of(state, "lab")
    taste = preferences.taste("jobs")
    assert [type(value) for value in (taste.sort_column, taste.filter_text)] == [str, str]
    assert [type(value) for value in (taste.is_descending, taste.is_wide)] == [bool, bool]
    assert isinstance(preferences.theme(USUAL), str)
    preferences.keep("jobs", KEPT)
    preferences.keep_theme("light", USUAL)
    again = preferences_of(state, "lab")
    assert (again.taste("jobs"), again.theme(USUAL)) == (KEPT, "light")
    assert [each.name for each in state.iterdir()] == ["lists.json"]


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example writes the file anew
@given(FILES)
def test_any_file_gives_tastes_and_takes_new_ones(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lists.json").write_bytes(content)
    assert_of_use(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"lab":' * 50_000,
        b"9" * 10_000,
        b'{"lab":{"theme":{"name":[],"instead_of":"ansi-dark"}}}',
        b'{"lab":{"theme":{"name":{},"instead_of":"ansi-dark"}}}',
        b"\xff\xfe{\x00}\x00",
        b"",
    ],
    ids=["lists", "objects", "number", "list for a name", "object for a name", "utf-16", "empty"],
)
def test_a_file_of_another_shape_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lists.json"
    path.write_bytes(content)
    assert preferences_of(tmp_path, "lab").taste("jobs") == Taste()
    assert preferences_of(tmp_path, "lab").theme(USUAL) == USUAL
    assert_of_use(tmp_path)


def test_what_cannot_be_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be", "utf-8")
    preferences_of(tmp_path / "state", "lab").keep("jobs", KEPT)
    (tmp_path / "lists.json").mkdir()
    preferences_of(tmp_path, "lab").keep("jobs", KEPT)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lists.json", "state"]

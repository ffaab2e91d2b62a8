"""Two ends of a line in the room there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtui.ui.presentation.fitting import one_line
from mtui.ui.presentation.text import width_of

PARTS = st.lists(
    st.tuples(st.text("ab 中é", max_size=12), st.sampled_from(["", "bold"])), max_size=4
)


def text_of(left: list[tuple[str, str]], right: list[tuple[str, str]], width: int) -> str:
    return "".join(text for text, _ in one_line(left, right, width))


def test_both_ends_are_at_their_ends() -> None:
    assert one_line([" ", ("a", "bold")], [("z", "dim"), " "], 8) == [
        (" ", ""),
        ("a", "bold"),
        ("    ", ""),
        ("z", "dim"),
        (" ", ""),
    ]


def test_the_left_end_gives_way_and_shows_it() -> None:
    assert text_of([("workspace", "")], [("DEMO", "")], 10) == "work… DEMO"
    assert text_of([("work", ""), ("space", "")], [("DEMO", "")], 9) == "wor… DEMO"
    assert text_of([("中文中文", "")], [("DEMO", "")], 10) == "中文… DEMO"
    assert text_of([("workspace", "")], [], 9) == "workspace"


@given(PARTS, PARTS, st.integers(0, 60))
def test_the_line_takes_the_width_and_the_right_end_is_whole_where_it_fits(
    left: list[tuple[str, str]], right: list[tuple[str, str]], width: int
) -> None:
    line = text_of(left, right, width)
    end = "".join(text for text, _ in right)
    if width_of(end) < width:
        assert width_of(line) == width
        assert line.endswith(end)
    else:
        assert width_of(line) <= width

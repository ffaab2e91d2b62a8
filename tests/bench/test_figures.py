"""Benchmarks compare like with like and tell when a budget is broken."""

from __future__ import annotations

import pytest

from tests.bench.figures import Figure, interleaved, line, ratio


def test_contestants_take_turns_after_a_warm_up_that_does_not_count() -> None:
    turns: list[str] = []

    def contend(name: str) -> float:
        turns.append(name)
        return len(turns)

    taken = interleaved({"a": lambda: contend("a"), "b": lambda: contend("b")}, rounds=2)
    assert turns == ["a", "b", "a", "b", "a", "b"]
    assert taken == {"a": [3, 5], "b": [4, 6]}


def test_a_ratio_is_one_of_medians() -> None:
    assert ratio(of=[1, 3, 100], to=[2, 2, 50]) == 1.5


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure("ratio", 1.25, "×", 1.25), "ratio 1.25 × budget 1.25 ok"),
        (Figure("ratio", 1.26, "×", 1.25), "ratio 1.26 × budget 1.25 TOO MUCH"),
        (Figure("idle", 0, "B", 0), "idle 0 B budget 0 ok"),
        (Figure("first screen", 12_345, "B"), "first screen 12,345 B"),
    ],
)
def test_a_line_shows_the_figure_its_budget_and_a_verdict(figure: Figure, shown: str) -> None:
    assert " ".join(line(figure).split()) == shown

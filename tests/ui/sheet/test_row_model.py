"""The rows behind a table: sorted, filtered, marked, paged."""

from __future__ import annotations

import random

import pytest

from mtui.ui.sheet.row_model import RowModel
from tests.ui.widgets.listings import Item, items, key_of


def model_of(*rows: Item) -> RowModel[Item]:
    model = RowModel(key_of)
    model.set_rows(rows)
    return model


def keys(model: RowModel[Item]) -> list[str]:
    return [item.key for item in model.visible]


def by_size(item: Item) -> int | None:
    return item.size


def test_rows_come_in_the_order_given_until_they_are_sorted() -> None:
    model = model_of(Item("2", size=1), Item("1", size=3), Item("3", size=2))

    assert keys(model) == ["2", "1", "3"]
    model.sort_by(by_size)
    assert keys(model) == ["2", "3", "1"]
    model.sort_by(None)
    assert keys(model) == ["2", "1", "3"]


def test_equal_values_are_ordered_by_key_with_9_before_10() -> None:
    model = model_of(*(Item(key, size=1) for key in ("10", "9", "100", "11")))

    model.sort_by(by_size)
    assert keys(model) == ["9", "10", "11", "100"]
    model.sort_by(by_size, is_descending=True)
    assert keys(model) == ["9", "10", "11", "100"]


@pytest.mark.parametrize(("is_descending", "order"), [(False, "132"), (True, "312")])
def test_rows_without_a_value_come_last_either_way(is_descending: bool, order: str) -> None:
    model = model_of(Item("2"), Item("1", size=1), Item("3", size=3))

    model.sort_by(by_size, is_descending=is_descending)

    assert "".join(keys(model)) == order


def test_a_filter_hides_rows_without_forgetting_them() -> None:
    model = model_of(*items(10))

    model.filter_by(lambda item: (item.size or 0) % 2 == 1)
    assert keys(model) == ["1", "3", "5", "7", "9"]
    assert model.total == 10
    model.filter_by(None)
    assert len(model.visible) == 10


def test_of_two_rows_with_one_key_the_later_counts() -> None:
    model = model_of(Item("1", "old"), Item("2"), Item("1", "new"))

    assert model.total == 2
    assert model.row("1") == Item("1", "new")


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("order", ["ascending", "descending", "random", "unsorted"])
@pytest.mark.parametrize("is_filtered", [False, True])
def test_paging_in_gives_the_same_list_as_setting_all_at_once(
    is_descending: bool, order: str, is_filtered: bool
) -> None:
    rng = random.Random(7)
    rows = [Item(str(n), size=rng.choice([None, *range(30)])) for n in range(600)]
    rng.shuffle(rows)
    if order in {"ascending", "descending"}:
        rows.sort(key=lambda item: item.size or 0, reverse=order == "descending")
    paged, whole = RowModel(key_of), RowModel(key_of)
    for model in (paged, whole):
        model.sort_by(None if order == "unsorted" else by_size, is_descending=is_descending)
        model.filter_by((lambda item: item.key[-1] != "3") if is_filtered else None)

    for end in range(25, 601, 25):
        paged.set_rows(rows[:end], is_complete=False)
    whole.set_rows(rows)

    assert keys(paged) == keys(whole)


def test_a_page_that_repeats_a_row_replaces_it() -> None:
    model = RowModel(key_of)
    model.sort_by(by_size)
    rows = list(items(20))
    model.set_rows(rows)
    model.set_rows([*rows, Item("3", size=99)])

    assert model.total == 20
    assert keys(model)[-1] == "3"


def test_marks_survive_the_filter_and_are_counted_as_hidden() -> None:
    model = model_of(*items(10))
    model.mark(model.visible[:4])

    model.filter_by(lambda item: (item.size or 0) >= 3)

    assert model.marks == {"0", "1", "2", "3"}
    assert (model.mark_count, model.hidden_mark_count) == (4, 3)
    model.filter_by(None)
    assert model.hidden_mark_count == 0


def test_marks_of_vanished_rows_are_dropped_and_reported() -> None:
    model = model_of(*items(5))
    model.mark(model.visible[1:3])

    dropped = model.set_rows(items(1) + items(2, start=3))

    assert dropped == items(2, start=1)
    assert model.marks == frozenset()


def test_before_the_last_page_came_no_mark_is_dropped() -> None:
    model = model_of(*items(100))
    model.mark([model.visible[80]])

    assert model.set_rows(items(50), is_complete=False) == ()
    assert model.marks == {"80"}
    assert model.marked_rows() == []
    assert model.set_rows(items(90)) == ()
    assert model.marked_rows() == [items(1, start=80)[0]]
    assert model.set_rows(items(60), is_complete=False) == ()
    assert model.set_rows(items(70)) == items(1, start=80)


def test_marked_rows_are_the_rows_of_now_in_the_order_of_marking() -> None:
    model = model_of(*items(5))
    model.toggle_mark(model.visible[3])
    model.toggle_mark(model.visible[1])

    model.set_rows([Item(str(n), "renamed") for n in range(5)])

    assert model.marked_rows() == [Item("3", "renamed"), Item("1", "renamed")]


def test_inverting_and_marking_all_touch_only_what_the_filter_shows() -> None:
    model = model_of(*items(6))
    model.mark(model.visible[:2])
    model.filter_by(lambda item: (item.size or 0) >= 1)

    model.invert_marks()
    assert model.marks == {"0", "2", "3", "4", "5"}
    model.clear_marks()
    assert (model.mark_count, model.hidden_mark_count) == (0, 0)
    model.mark(model.visible)
    assert model.marks == {"1", "2", "3", "4", "5"}


def test_unmarking_reaches_hidden_rows() -> None:
    model = model_of(*items(6))
    model.mark(model.visible[:3])
    model.filter_by(lambda item: (item.size or 0) >= 2)

    model.unmark(["0", "2", "no such row"])

    assert model.marks == {"1"}
    assert model.hidden_mark_count == 1

"""A frozen value is what a frozen dataclass is."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Generic, TypeVar

import pytest

from mtui.domain.frozen import frozen

T = TypeVar("T")


@frozen
class Box(Generic[T]):
    """A thing, and what is said about it."""

    inside: T
    label: str = "plain"
    secret: str = field(default="s3cret", repr=False)
    seen: list[str] = field(default_factory=list, hash=False)
    note: str = field(default="", compare=False)
    length: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Measure the label."""
        object.__setattr__(self, "length", len(self.label))


@frozen
class Nothing:
    """A value without fields."""


@frozen
class Crate(Box[int]):
    """A box with a weight."""

    weight_g: int = 0


def test_fields_are_taken_in_order_or_by_name_with_their_defaults() -> None:
    box = Box(7, label="seven")
    assert (box.inside, box.label, box.secret, box.seen, box.note) == (7, "seven", "s3cret", [], "")
    assert Box(7).seen is not Box(7).seen
    assert box.length == 5


@pytest.mark.parametrize(
    ("arguments", "named"), [((), {}), ((1, 2, 3, 4, 5, 6), {}), ((1,), {"labl": "x"})]
)
def test_arguments_that_do_not_fit_are_refused(
    arguments: tuple[object, ...], named: dict[str, object]
) -> None:
    for _ in range(2):  # the first call, and a later one
        with pytest.raises(TypeError):
            Box(*arguments, **named)  # type: ignore[arg-type]  # that is what is tried


def test_nothing_can_be_set_or_deleted_or_added() -> None:
    box = Box(7)
    with pytest.raises(FrozenInstanceError, match="'inside' of a Box"):
        box.inside = 8  # type: ignore[misc]  # that is what is tried
    with pytest.raises(FrozenInstanceError):
        del box.inside
    with pytest.raises(FrozenInstanceError):
        box.more = 1  # type: ignore[attr-defined]  # that is what is tried
    assert not hasattr(box, "__dict__")


def test_equal_are_those_of_one_kind_with_equal_fields() -> None:
    assert Box(7) == Box(7)
    assert Box(7, note="a") == Box(7, note="b")
    assert Box(7) != Box(8)
    assert Box(7) != Crate(7)
    assert Nothing() == Nothing()
    assert len({Box(7), Box(7, note="b"), Box(8)}) == 2
    assert hash(Box(7, seen=["x"])) == hash(Box(7))
    assert Box(7, seen=["x"]) != Box(7)
    assert len({Nothing(), Nothing()}) == 1


def test_what_is_not_for_the_eye_is_not_shown() -> None:
    assert repr(Box("a")) == "Box(inside='a', label='plain', seen=[], note='')"
    assert repr(Nothing()) == "Nothing()"


def test_the_tools_for_dataclasses_work() -> None:
    assert replace(Box(7), label="x") == Box(7, "x")
    assert replace(Box(7), label="long").length == 4
    assert asdict(Crate(7, weight_g=3))["weight_g"] == 3
    assert [each.name for each in fields(Nothing())] == []
    match Box(7):
        case Box(inside, label):
            assert (inside, label) == (7, "plain")


def test_a_kind_may_extend_another() -> None:
    crate = Crate(7, "heavy", weight_g=900)
    assert (crate.inside, crate.label, crate.weight_g) == (7, "heavy", 900)
    assert "weight_g=900" in repr(crate)
    with pytest.raises(FrozenInstanceError):
        crate.weight_g = 1  # type: ignore[misc]  # that is what is tried

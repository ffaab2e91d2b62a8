"""Frozen dataclasses that cost little to define.

A start defines far more kinds of values than it makes values of, and what ``dataclass`` writes
and compiles for a frozen kind takes half a millisecond: more than all the rest of most modules.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from dataclasses import Field

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """Make a class what ``dataclass(frozen=True, slots=True)`` makes of it.

    It is a dataclass for ``dataclasses.fields``, ``asdict`` and ``replace``. The differences: its
    ``__init__`` is written when the first value is made; a field that is not for ``__init__`` is
    for ``__post_init__`` to set; and its values can neither be pickled nor copied.
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    parts = fields(made)  # type: ignore[arg-type]  # mypy cannot see that it is a dataclass
    compared = _getter(each.name for each in parts if each.compare)
    hashed = _getter(each.name for each in parts if _or(each.hash, each.compare))
    shown = tuple(each.name for each in parts if each.repr)

    def write_init(self: object, *arguments: object, **named: object) -> None:
        init = _init(made, parts)
        setattr(made, "__init__", init)  # noqa: B010 - mypy minds an assignment to a method
        init(self, *arguments, **named)

    def is_equal(self: object, other: object) -> object:
        if self is other:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def to_hash(self: object) -> int:
        return hash(hashed(self))

    def describe(self: object) -> str:
        words = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({words})"

    methods = {
        "__init__": write_init,
        "__eq__": is_equal,
        "__hash__": to_hash,
        "__repr__": describe,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _or(choice: bool | None, otherwise: bool) -> bool:
    return otherwise if choice is None else choice


def _getter(names: Iterable[str]) -> Callable[[object], object]:
    wanted = tuple(names)
    return attrgetter(*wanted) if wanted else lambda _: ()


def _init(kind: type, parts: tuple[Field[object], ...]) -> Callable[..., None]:
    """Write the method that takes one argument for each field, in order or by name."""
    scope: dict[str, object] = {"MISSING": MISSING}
    parameters, lines = ["self"], ["pass"]
    for each in parts:
        if not each.init:
            continue
        name = each.name
        parameter, given = name, name
        if each.default is not MISSING:
            scope[f"default_{name}"] = each.default
            parameter = f"{name}=default_{name}"
        elif each.default_factory is not MISSING:
            scope[f"make_{name}"] = each.default_factory
            parameter = f"{name}=MISSING"
            given = f"make_{name}() if {name} is MISSING else {name}"
        # The slot's own setter: ``__setattr__`` refuses.
        scope[f"set_{name}"] = getattr(kind, name).__set__
        parameters.append(parameter)
        lines.append(f"set_{name}(self, {given})")
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(lines)}", scope)  # noqa: S102
    return scope["__init__"]  # type: ignore[return-value]  # what was just written


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{name!r} of a {type(self).__qualname__} stays as it is")

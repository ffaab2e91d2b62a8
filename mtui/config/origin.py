"""Where a value came from: a flag beats the environment, which beats the file and the default."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

from mtui.domain.frozen import frozen

T = TypeVar("T")


class OriginKind(StrEnum):
    """The places that values come from, strongest first."""

    TYPED = "typed"
    FLAG = "flag"
    VARIABLE = "variable"
    COMMAND = "command"
    FILE = "file"
    DEFAULT = "default"


@frozen
class Origin:
    """One place, named as a person would find it."""

    kind: OriginKind
    name: str = ""
    """The flag, the variable, the program or the file; empty for typed values and defaults."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


@frozen
class Sourced(Generic[T]):
    """A value together with where it came from."""

    value: T
    origin: Origin

"""Names that a package offers without importing the modules that they are in.

A start needs few of them, and every module that it does not import is time that nobody waits.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def lazily(package: str, modules: dict[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Return a package's ``__getattr__``: it imports a name's module when it is first asked for.

    Args:
        package: the package's own name.
        modules: the names that each of its modules has.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return find

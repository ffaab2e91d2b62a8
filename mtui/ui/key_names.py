"""What the keys are called now, for sentences that name one: the table ``[keys]`` may change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App
    from textual.dom import DOMNode

STEADFAST = frozenset({"escape", "ctrl+c"})
"""Keys that lead out: what has them keeps them, and nothing else gets them."""


def key_name(app: App[Any], changed: Mapping[str, str], name: str, owner: type[DOMNode]) -> str:
    """Return what the first key is called that does now what has this name in ``[keys]``.

    Args:
        app: says how keys are called.
        changed: keys by name, where they are not the usual ones.
        name: the name of a binding.
        owner: the class that declares it, or inherits it.

    Raises:
        LookupError: it has no such binding.
    """
    binding = next((each for each in _bindings(owner) if each.id == name), None)
    if binding is None:
        raise LookupError(f"{owner.__name__} has no binding {name}")
    keys = changed.get(name, binding.key).split(",")
    key = next((key for key in keys if key not in STEADFAST), keys[0])
    return app.get_key_display(replace(binding, key=key, key_display=None))


def _bindings(owner: type[DOMNode]) -> list[Binding]:
    lists = (vars(each).get("BINDINGS", ()) for each in owner.__mro__)
    return [each for several in lists for each in several if isinstance(each, Binding)]

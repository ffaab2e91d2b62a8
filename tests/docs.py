"""The README's tables, read from the code: ``python -m tests.docs`` writes them anew.

Each stands between two comments, ``<!-- NAME: begin -->`` and ``<!-- NAME: end -->``.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import key_to_character

import mtui.ui
from mtui.config import CREDENTIALS, PROFILE_OPTIONS
from mtui.ui.app import MtuiApp
from mtui.ui.screens.confirm import ConfirmModal
from mtui.ui.screens.help import HelpScreen
from mtui.ui.screens.job import JobScreen
from mtui.ui.screens.jobs import JobsScreen
from mtui.ui.screens.list_order import OrderedList
from mtui.ui.screens.list_screen import ListScreen
from mtui.ui.screens.profiles import ProfilesScreen
from mtui.ui.screens.run import RunScreen
from mtui.ui.widgets.resource_table import ResourceTable
from tests.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

README = ROOT / "README.md"

KEY_GROUPS: dict[str, tuple[type, ...]] = {
    "Everywhere": (MtuiApp,),
    "In lists": (OrderedList, ListScreen, ResourceTable),
    "Jobs": (JobsScreen,),
    "Versions of a job": (JobScreen,),
    "The question before a deletion": (ConfirmModal,),
    "The help": (HelpScreen,),
    "A run": (RunScreen,),
    "Profiles": (ProfilesScreen,),
}
"""Where keys work, in the order of the README; smaller dialogs name their few keys themselves."""

_KEY_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "backspace": "Backspace",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "slash": "/",
    "tab": "Tab",
}


def bindings_of(owner: type) -> list[Binding]:
    """The keys with a name that a class declares itself; those between fields have none."""
    declared = vars(owner).get("BINDINGS", ())
    return [binding for binding in declared if isinstance(binding, Binding) and binding.id]


def binding_owners() -> Iterator[type]:
    """Every class of the screens that declares keys."""
    for found in pkgutil.walk_packages(mtui.ui.__path__, "mtui.ui."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == found.name and bindings_of(value):
                yield value


def keys() -> str:
    """Every key and what it does, by the place where it works."""
    lines = ["| where | key | what it does | name in `[keys]` |", "|---|---|---|---|"]
    for where, owners in KEY_GROUPS.items():
        for binding in (each for owner in owners for each in bindings_of(owner)):
            shown = " ".join(f"`{key_name(key)}`" for key in binding.key.split(","))
            words = binding.tooltip or binding.description.capitalize()
            lines.append(f"| {where} | {shown} | {words} | `{binding.id}` |")
            where = ""  # noqa: PLW2901 - said once a group
    return "\n".join(lines)


def key_name(key: str) -> str:
    """A key as people write it."""
    modifiers, _, last = key.rpartition("+")
    character = key_to_character(last) or ""
    name = _KEY_NAMES.get(last) or (character if character.isprintable() else "") or last
    return f"{modifiers.capitalize()}+{name.upper()}" if modifiers else name


def options() -> str:
    """Every key of a profile beside its credentials."""
    lines = ["| key | what it says | example |", "|---|---|---|"]
    for option in PROFILE_OPTIONS:
        required = " Required." if option.is_required else ""
        lines.append(
            f"| `{option.key}` | {option.about.doc}{required} | `{option.about.example}` |"
        )
    return "\n".join(lines)


def credentials() -> str:
    """Every credential, with the way of signing in that it belongs to."""
    lines = ["| `auth` | key | what it is |", "|---|---|---|"]
    for credential in CREDENTIALS:
        optional = "" if credential.is_required else " Optional."
        doc = f"{credential.doc}{optional}"
        lines.append(f"| `{credential.auth}` | `{credential.name}` | {doc} |")
    return "\n".join(lines)


TABLES: dict[str, Callable[[], str]] = {
    "keys": keys,
    "options": options,
    "credentials": credentials,
}


def rewritten(text: str) -> str:
    """The text with its tables as the code has them.

    Raises:
        ValueError: a table's comments are missing.
    """
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: begin -->\n\n", f"\n\n<!-- {name}: end -->"
        before, found_begin, rest = text.partition(begin)
        _, found_end, after = rest.partition(end)
        if not (found_begin and found_end):
            raise ValueError(f"no table between {begin.strip()} and {end.strip()}")
        text = before + begin + table() + end + after
    return text


def main() -> int:
    """Write the README's tables."""
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The table ``[keys]`` against the bindings that there are: what of it can hold, and why not.

Textual would take a key away from whatever had it. Here nothing is taken away: a key that is in
use where it would work is refused, with the name of what has it. The keys that lead out of
everything stay, and the ones that say yes can open nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding
from textual.keys import KEY_TO_UNICODE_NAME, REPLACED_KEYS, Keys
from textual.screen import Screen

import mtui.ui
from mtui.config.rules import nearest
from mtui.domain.frozen import frozen
from mtui.ui.key_names import STEADFAST
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtui.ui.app import MtuiApp

_SAFE = frozenset({"confirm.cancel"})
"""Bindings that keep all their keys, whatever they get beside them."""
_TEXTUALS_OWN = frozenset({"ctrl+q", "ctrl+p", "tab", "shift+tab"})
"""Keys of bindings without names, which hold everywhere."""
_YES = frozenset({"enter", "space", "y", *"0123456789"})
"""Keys that answer questions, or are pressed without thinking."""
_CHANGING = ("delete", "delete_versions", "by_id", "stop", "retry")
"""The last parts of the names of what leads to changes."""
_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})


@frozen
class Keymap:
    """What of the table holds."""

    keys: Mapping[str, str]
    """The keys by the name of what they do, as ``App.set_keymap`` wants them."""
    complaints: tuple[str, ...]
    """What does not hold and why; the usual keys stay there."""


def read_keymap(wanted: Mapping[str, str]) -> Keymap:
    """Return what of the wanted keys can hold together with all the others."""
    usual = _usual_keys()
    complaints: list[str] = []
    new: dict[str, frozenset[str]] = {}
    for name, text in wanted.items():
        complaint = _complaint(name, text, usual)
        if complaint:
            complaints.append(f"{name} = {text!r}: {complaint}")
        else:
            kept = usual[name] if name in _SAFE else usual[name] & STEADFAST
            new[name] = _spelled(text) | kept
    while (clash := _clash(new, usual)) is not None:
        loser, other, key = clash
        del new[loser]
        complaints.append(f"{loser} = {wanted[loser]!r}: {key} is {other}'s there")
    keys = {name: ",".join(sorted(keys)) for name, keys in new.items()}
    return Keymap(keys, tuple(complaints))


def use_keys(app: MtuiApp, wanted: Mapping[str, str]) -> None:
    """Give the app the keys that can hold, and tell about those that cannot."""
    keymap = read_keymap(wanted)
    app.set_keymap(keymap.keys)
    for complaint in keymap.complaints:
        words = f"[keys]: {complaint}"
        hint = "Change it in the configuration file, and start mtui again."
        app.announce(Notice(Tone.BUSY, words, "the usual key stays", hint, app.now_ms()))


def binding_owners() -> Iterator[type]:
    """Yield every class of the screens that declares keys."""
    for found in pkgutil.walk_packages(mtui.ui.__path__, "mtui.ui."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == found.name and _own(value):
                yield value


def _own(owner: type) -> list[Binding]:
    declared = vars(owner).get("BINDINGS", ())
    return [binding for binding in declared if isinstance(binding, Binding) and binding.id]


def _names(owner: type) -> frozenset[str]:
    """Return the names of all bindings of a class, inherited ones too."""
    return frozenset(str(binding.id) for each in owner.__mro__ for binding in _own(each))


def _spelled(text: str) -> frozenset[str]:
    """Return keys as events have them: ``slash`` for ``/``."""
    return frozenset(binding.key for binding in Binding.make_bindings([Binding(text, "any")]))


@cache
def _usual_keys() -> Mapping[str, frozenset[str]]:
    keys: dict[str, frozenset[str]] = {}
    for owner in binding_owners():
        for binding in _own(owner):
            name = str(binding.id)
            keys[name] = keys.get(name, frozenset()) | _spelled(binding.key)
    return keys


@cache
def _places() -> tuple[frozenset[str], ...]:
    """Return the names that can be at work at the same time, for each place there is."""
    from mtui.ui.widgets.resource_table import ResourceTable

    owners = tuple(binding_owners())
    app = frozenset[str]().union(*(_names(each) for each in owners if issubclass(each, App)))
    table = _names(ResourceTable)
    places = []
    for owner in owners:
        beside = table if issubclass(owner, Screen) else frozenset[str]()
        places.append(_names(owner) | beside | app)
    return tuple(places)


def _complaint(name: str, text: str, usual: Mapping[str, frozenset[str]]) -> str:
    """Return what is wrong with one line by itself."""
    if name not in usual:
        return f"there is no such name. {nearest(name, usual)}"
    for key in sorted(_spelled(text) - usual[name]):
        if (wrong := _misspelling(key)) is not None:
            return wrong
        if key in STEADFAST or key in _TEXTUALS_OWN:
            return f"{key} always does what it does"
        if key in _YES and name.rpartition(".")[2] in _CHANGING:
            return f"{key} is pressed too easily for that"
    return ""


def _misspelling(key: str) -> str | None:
    *modifiers, last = key.split("+")
    if not _MODIFIERS.issuperset(modifiers):
        return f"{key} is no key. {nearest(modifiers[0], _MODIFIERS)}"
    if len(last) == 1 or last in _named_keys():
        return None
    return f"{last} is no key. {nearest(last, _named_keys())}"


@cache
def _named_keys() -> frozenset[str]:
    plain = {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")}
    signs = {*KEY_TO_UNICODE_NAME, *REPLACED_KEYS, *map(_sign_name, "!#$%&'*+,-./:;=?@^_`|~")}
    return frozenset(plain | signs)


def _sign_name(sign: str) -> str:
    return unicodedata.name(sign).lower().replace(" ", "_").replace("-", "_")


def _clash(
    new: Mapping[str, frozenset[str]], usual: Mapping[str, frozenset[str]]
) -> tuple[str, str, str] | None:
    """Return a name that cannot have its keys, the one that has them, and the key.

    Bindings that have a key in common anyway, as a screen's own before the app's, are no clash.
    """
    order = list(new)
    for place in _places():
        for one, other in combinations(sorted(place), 2):
            if one not in new and other not in new:
                continue
            shared = new.get(one, usual[one]) & new.get(other, usual[other])
            shared -= usual[one] & usual[other]
            if shared:
                later = max((one, other), key=lambda it: order.index(it) if it in new else -1)
                return later, other if later == one else one, min(shared)
    return None

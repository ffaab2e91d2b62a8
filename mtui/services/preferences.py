"""How a person last had lists and colours; kept per profile in the state folder."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mtui.config.theme import ThemeName
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from pathlib import Path

JOBS = "jobs"
"""What the taste for the list of v1 jobs is called."""
_THEME = "theme"
"""Stands beside the lists' names; no list is called so."""


@frozen
class Taste:
    """How one list is shown."""

    sort_column: str = "created"
    is_descending: bool = True
    filter_text: str = ""
    is_wide: bool = False


class Preferences:
    """Remembers tastes and the theme in one small file.

    It is a convenience: a file that cannot be read counts as empty, and one that cannot be
    written is left alone. Nothing else depends on it.
    """

    def __init__(self, path: Path, profile: str) -> None:
        self._path = path
        self._profile = profile

    def taste(self, name: str) -> Taste:
        """Return how the list of this name was last shown, or the usual way."""
        kept = self._read().get(self._profile, {})
        stored = kept.get(name) if isinstance(kept, dict) else None
        return _taste(stored) if isinstance(stored, dict) else Taste()

    def keep(self, name: str, taste: Taste) -> None:
        """Remember how the list of this name is shown."""
        self._keep(name, asdict(taste))

    def theme(self, usual: str) -> str:
        """Return the theme that was chosen last, or the usual one.

        A choice holds until the configuration names another usual theme than it did then.
        """
        kept = self._read().get(self._profile, {})
        stored = kept.get(_THEME) if isinstance(kept, dict) else None
        if not isinstance(stored, dict) or stored.get("instead_of") != usual:
            return usual
        chosen = stored.get("name")
        return chosen if isinstance(chosen, str) and chosen in set(ThemeName) else usual

    def keep_theme(self, name: str, usual: str) -> None:
        """Remember a theme, and which one it was chosen instead of."""
        self._keep(_THEME, {"name": name, "instead_of": usual})

    def _keep(self, name: str, value: dict[str, Any]) -> None:
        document = self._read()
        kept = document.get(self._profile)
        document[self._profile] = {**(kept if isinstance(kept, dict) else {}), name: value}
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    json.dump(document, file)
                draft.replace(self._path)
            finally:
                draft.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            document = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return document if isinstance(document, dict) else {}


def _taste(stored: dict[str, Any]) -> Taste:
    """Take what has the right type; everything else is as usual."""
    usual = asdict(Taste())
    known = {
        name: stored[name]
        for name, value in usual.items()
        if isinstance(stored.get(name), type(value))
    }
    return Taste(**{**usual, **known})


def preferences_of(state_path: Path, profile: str) -> Preferences:
    """Return a profile's preferences, which need not be there yet."""
    return Preferences(state_path / "lists.json", profile)

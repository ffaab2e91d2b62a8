"""Where a session gets its credentials from, at first and once they have run out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.config import resolve
from mtui.domain.errors import ConfigError, CredentialError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mtui.config import Credentials, Profile
    from mtui.domain.secret import Secret

    _Mark = tuple[tuple[str, Secret], ...]


class Supply:
    """Reads a profile's credentials from their sources and remembers which were handed out.

    Args:
        profile: whose credentials.
        environ: where variables, and what programs get, come from.
        typed: what a person typed in, by name; goes before the sources.
        reread: returns the profile as its file has it now. Nothing is taken from there if the
            profile came from elsewhere, such as a form that is not saved.
    """

    def __init__(
        self,
        profile: Profile,
        environ: Mapping[str, str],
        typed: Mapping[str, Secret],
        reread: Callable[[Profile], Profile],
    ) -> None:
        self._profile = profile
        self._environ = environ
        self._typed = dict(typed)
        self._reread = reread
        self._is_from_file: bool | None = None
        self._handed_out: set[_Mark] = set()

    async def get(self, typed: Mapping[str, Secret] | None = None) -> Credentials:
        """Return the credentials, with what a person has typed in since.

        Raises:
            CredentialError: one or more are nowhere to be found; `missing` has their names.
        """
        typed = {**self._typed, **(typed or {})}
        found = await asyncio.to_thread(self._read, self._profile, typed)
        self._typed = typed
        return self._hand_out(found)

    async def get_others(self) -> Credentials | None:
        """Read the sources anew; return credentials that were never handed out, None without.

        The sources alone count too: what was typed in may be what has run out.
        """
        for typed in (self._typed, {}) if self._typed else ({},):
            try:
                found = await asyncio.to_thread(self._read_again, typed)
            except CredentialError:
                continue
            if _mark(found) not in self._handed_out:
                self._typed = dict(typed)
                return self._hand_out(found)
        return None

    def _read(self, profile: Profile, typed: Mapping[str, Secret]) -> Credentials:
        if self._is_from_file is None:
            self._is_from_file = self._as_it_is_now() == profile
        return resolve(profile, self._environ, typed)

    def _read_again(self, typed: Mapping[str, Secret]) -> Credentials:
        if self._is_from_file:
            self._profile = self._as_it_is_now()
        return self._read(self._profile, typed)

    def _as_it_is_now(self) -> Profile:
        """Return the profile with the sources that its file names now, all else unchanged."""
        try:
            now = self._reread(self._profile)
        except ConfigError:
            return self._profile
        if now.auth is not self._profile.auth:
            return self._profile
        return replace(self._profile, provider=now.provider, credentials=now.credentials)

    def _hand_out(self, credentials: Credentials) -> Credentials:
        self._handed_out.add(_mark(credentials))
        return credentials


def _mark(credentials: Credentials) -> _Mark:
    values = credentials.values
    return tuple((name, values[name].value) for name in sorted(values))

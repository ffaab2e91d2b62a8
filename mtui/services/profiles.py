"""The configuration file as the screens use it: read, written and checked off their loop."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mtui.config import Config, Profile, Written


class ProfileBook:
    """The profiles of one configuration file, which need not exist yet.

    Args:
        config: what was read.
        environ: where ready profiles come from while the file has none.
    """

    def __init__(self, config: Config, environ: Mapping[str, str] | None = None) -> None:
        self._config = config
        self._environ = environ or {}

    @property
    def config(self) -> Config:
        """What the file said when it was last read or written."""
        return self._config

    @property
    def path(self) -> Path:
        """The file."""
        return self._config.path

    async def save(self, profile: Profile, previous_name: str | None = None) -> Written:
        """Add a profile, or put it in the place of another one.

        Raises:
            ConfigError: the file cannot be read or written.
        """
        from mtui.config import save_profile

        return await self._write(partial(save_profile, self.path, profile, previous_name))

    async def remove(self, name: str) -> Written:
        """Remove a profile.

        Raises:
            ConfigError: there is no such profile, or the file cannot be written.
        """
        from mtui.config import remove_profile

        return await self._write(partial(remove_profile, self.path, name))

    async def set_default(self, name: str) -> Written:
        """Make a profile the one that opens by itself.

        Raises:
            ConfigError: there is no such profile, or the file cannot be written.
        """
        from mtui.config import set_default

        return await self._write(partial(set_default, self.path, name))

    async def reload(self) -> None:
        """Read the file again: others may have written to it.

        Raises:
            ConfigError: it cannot be used; what was read before holds.
        """
        self._config = await asyncio.to_thread(self._read)

    def _read(self) -> Config:
        from mtui.config import read, with_ready_profiles

        return with_ready_profiles(read(self.path), self._environ)

    async def _write(self, write: Callable[[], Written]) -> Written:
        written = await asyncio.to_thread(write)
        await self.reload()
        return written

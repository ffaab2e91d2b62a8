"""Where mtui keeps things; nothing here creates or reads them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from mtui.config.origin import Origin, OriginKind, Sourced
from mtui.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONFIG_VARIABLE = "MTUI_CONFIG"
PROFILE_VARIABLE = "MTUI_PROFILE"

_APP = "mtui"


def config_path(flag: str | None, environ: Mapping[str, str]) -> Sourced[Path]:
    """Return the configuration file: ``--config``, else ``MTUI_CONFIG``, else the usual place.

    Raises:
        ConfigError: it is in the usual place, and there is no home folder; or it is named from the
            present folder on, and that is gone.
    """
    if flag:
        return Sourced(from_the_root(flag), Origin(OriginKind.FLAG, "--config"))
    if variable := environ.get(CONFIG_VARIABLE):
        return Sourced(from_the_root(variable), Origin(OriginKind.VARIABLE, CONFIG_VARIABLE))
    usual = _at_home(platformdirs.user_config_path) / "config.toml"
    return Sourced(usual, Origin(OriginKind.DEFAULT))


def state_path() -> Path:
    """Return the folder of the deletion journal and of what screens remember.

    Raises:
        ConfigError: there is no home folder.
    """
    return _at_home(platformdirs.user_state_path)


def journal_path(state: Path) -> Path:
    """Return the deletion journal in a state folder."""
    return state / "journal.jsonl"


def log_path() -> Path:
    """Return the folder of the log files.

    Raises:
        ConfigError: there is no home folder.
    """
    return _at_home(platformdirs.user_log_path)


def _at_home(find: Callable[..., Path]) -> Path:
    """Return where the system keeps such things for the person; never below the present folder."""
    path = None
    with suppress(RuntimeError):
        path = find(_APP, appauthor=False)
    if path is None or not path.is_absolute():
        raise ConfigError(
            "There is no home folder to keep files in.",
            hint="Set HOME to a folder of yours, written from the root on.",
        )
    return path


def from_the_root(text: str) -> Path:
    """Return the path from the root; a home folder that does not exist stays as it was written.

    Raises:
        ConfigError: it is written from the present folder on, and that is gone.
    """
    path = Path(text)
    with suppress(RuntimeError):
        path = path.expanduser()
    try:
        return path.absolute()
    except FileNotFoundError:
        hint = "Name the file from the root on."
        raise ConfigError(
            f"{text}: the present folder does not exist any more.", hint=hint
        ) from None

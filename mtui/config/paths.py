"""Where mtui keeps things; nothing here creates or reads them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from mtui.config.origin import Origin, OriginKind, Sourced

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_VARIABLE = "MTUI_CONFIG"
PROFILE_VARIABLE = "MTUI_PROFILE"

_APP = "mtui"


def config_path(flag: str | None, environ: Mapping[str, str]) -> Sourced[Path]:
    """Return the configuration file: ``--config``, else ``MTUI_CONFIG``, else the usual place."""
    if flag:
        return Sourced(_absolute(flag), Origin(OriginKind.FLAG, "--config"))
    if variable := environ.get(CONFIG_VARIABLE):
        return Sourced(_absolute(variable), Origin(OriginKind.VARIABLE, CONFIG_VARIABLE))
    usual = platformdirs.user_config_path(_APP, appauthor=False) / "config.toml"
    return Sourced(usual, Origin(OriginKind.DEFAULT))


def state_path() -> Path:
    """Return the folder of the deletion journal and of what screens remember."""
    return platformdirs.user_state_path(_APP, appauthor=False)


def journal_path(state: Path) -> Path:
    """Return the deletion journal in a state folder."""
    return state / "journal.jsonl"


def log_path() -> Path:
    """Return the folder of the log files."""
    return platformdirs.user_log_path(_APP, appauthor=False)


def _absolute(text: str) -> Path:
    """Return the path from the root; a home folder that does not exist stays as it was written."""
    path = Path(text)
    with suppress(RuntimeError):
        path = path.expanduser()
    return path.absolute()

"""Which profile to open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.config.origin import Origin, OriginKind, Sourced
from mtui.config.paths import PROFILE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config.schema import Config, Profile


def choose_profile(
    config: Config, flag: str | None, environ: Mapping[str, str]
) -> Sourced[Profile] | None:
    """Return the profile of ``--profile``, else ``MTUI_PROFILE``, else the default or only one.

    Of ready profiles, which there are where nobody wrote one, it is the first. None means that a
    person has to choose, or that there is no profile yet.

    Raises:
        ConfigError: there is none of the wanted name.
    """
    if flag:
        return Sourced(config.profile(flag), Origin(OriginKind.FLAG, "--profile"))
    if variable := environ.get(PROFILE_VARIABLE):
        return Sourced(config.profile(variable), Origin(OriginKind.VARIABLE, PROFILE_VARIABLE))
    if config.default_profile is not None:
        return Sourced(
            config.profile(config.default_profile), Origin(OriginKind.FILE, "default_profile")
        )
    profiles = tuple(config.profiles.values())
    if len(profiles) == 1 or (profiles and profiles[0].is_ready):
        return Sourced(profiles[0], Origin(OriginKind.DEFAULT))
    return None

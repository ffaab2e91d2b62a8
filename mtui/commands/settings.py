"""The lines of ``mtui config show``: TOML, with where each value comes from beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.config import choose_profile, given_keys
from mtui.config.explanation import explain_config, explain_profile

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mtui.config import Config, Profile, Sourced
    from mtui.config.explanation import Explained

_WIDEST = 56
"""Longer values push what stands beside them to the right."""


def setting_lines(
    options: argparse.Namespace,
    located: Sourced[Path],
    config: Config,
    environ: Mapping[str, str],
) -> Iterator[str]:
    """Return every value of the profiles, or of the one that ``--profile`` names.

    Raises:
        ConfigError: the wanted profile does not exist, or the file cannot be read.
    """
    chosen = choose_profile(config, options.profile, environ)
    given = given_keys(located.value)
    yield _file_line(located)
    yield _choice_line(chosen)
    if config.remark:
        yield f"# {config.remark}"
    yield from _aligned(list(explain_config(config, given[""])))
    shown = [chosen.value] if options.profile and chosen else list(config.profiles.values())
    flags: dict[str, tuple[object, str]] = (
        {"read_only": (True, "--read-only")} if options.read_only else {}
    )
    for profile in shown:
        yield ""
        yield f"[profiles.{profile.name}]" + ("  # not in the file" if profile.is_ready else "")
        keys = given.get(profile.name, frozenset())
        explained = explain_profile(profile, keys, environ, flags=flags)
        yield from _aligned(explained)


def _file_line(located: Sourced[Path]) -> str:
    missing = "" if located.value.exists() else "; there is no such file yet"
    return f"# file: {located.value}  ({located.origin}{missing})"


def _choice_line(chosen: Sourced[Profile] | None) -> str:
    if chosen is None:
        return "# opens: what you choose"
    return f"# opens: {chosen.value.name}  ({chosen.origin})"


def _aligned(explained: list[Explained]) -> Iterator[str]:
    width = min(_WIDEST, max(len(_setting(each)) for each in explained))
    for each in explained:
        yield f"{_setting(each):<{width}}  # {each.origin}"


def _setting(explained: Explained) -> str:
    if explained.value:
        return f"{explained.key} = {explained.value}"
    return f"# {explained.key}"

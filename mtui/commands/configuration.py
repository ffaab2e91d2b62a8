"""``mtui config``: where the configuration is, what it says, and what is wrong with it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mtui.commands import OK, USAGE
from mtui.commands.output import complain, say
from mtui.config import (
    choose_profile,
    config_path,
    find_file_mistakes,
    journal_path,
    log_path,
    read,
    state_path,
    with_ready_profiles,
    write_starter,
)
from mtui.domain.errors import ConfigError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from mtui.config import Config, Sourced


def run(options: argparse.Namespace) -> int:
    """Do what the command says.

    Raises:
        ConfigError: the configuration cannot be read or written.
    """
    actions = {
        "path": _path,
        "show": _show,
        "validate": _validate,
        "init": _init,
        "schema": _schema,
        "profiles": _profiles,
    }
    return actions[options.action](options)


def _path(options: argparse.Namespace) -> int:
    located = _located(options)
    state = state_path()
    places = {
        "config": f"{located.value}  ({located.origin})",
        "state": f"{state}",
        "journal": f"{journal_path(state)}",
        "logs": f"{log_path()}",
    }
    for name, place in places.items():
        say(f"{name:<8} {place}")
    return OK


def _show(options: argparse.Namespace) -> int:
    from mtui.commands.settings import setting_lines

    located = _located(options)
    for line in setting_lines(options, located, _read(options), os.environ):
        say(line)
    return OK


def _validate(options: argparse.Namespace) -> int:
    path = _located(options).value
    if not path.exists() and options.config is None:
        say(f"{path}: there is no such file yet; the defaults hold.")
        return OK
    mistakes = list(find_file_mistakes(path))
    if not mistakes:
        try:
            config = _read(options)
            choose_profile(config, options.profile, os.environ)
        except ConfigError as error:
            mistakes = [error]
        else:
            count = len(config.profiles)
            say(f"{path}: fine, with {count} profile{'' if count == 1 else 's'}.")
    for mistake in mistakes:
        complain(mistake)
    return USAGE if mistakes else OK


def _init(options: argparse.Namespace) -> int:
    path = write_starter(_located(options).value)
    say(f"wrote {path}")
    say("Set the region in it; mtui config validate tells whether it is right.")
    return OK


def _schema(options: argparse.Namespace) -> int:
    del options
    from mtui.config.json_schema import json_schema

    say(json.dumps(json_schema(), indent=2))
    return OK


def _profiles(options: argparse.Namespace) -> int:
    for name in _read(options).profiles:
        say(name)
    return OK


def _located(options: argparse.Namespace) -> Sourced[Path]:
    return config_path(options.config, os.environ)


def _read(options: argparse.Namespace) -> Config:
    config = read(_located(options).value, missing_ok=options.config is None)
    return with_ready_profiles(config, os.environ)

"""Read the configuration file and write profiles into it."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import tomli_w

from mtui.config import rules
from mtui.config.credential import CREDENTIALS, Inline
from mtui.config.files import create_file, exclusive, read_file, replace_file
from mtui.config.rules import OptionError
from mtui.config.schema import Config, Profile
from mtui.config.starter import starter
from mtui.config.tables import (
    decode_config,
    decode_profile,
    dotted,
    encode_profile,
    survey_config,
)
from mtui.domain.errors import ConfigError
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.config.files import StoredFile
    from mtui.config.tables import Table

T = TypeVar("T")

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@frozen
class Written:
    """What writing left on the disk."""

    path: Path
    """The file that was written: where a symbolic link led."""
    backup: Path | None
    """The file as the person wrote it, where rewriting lost comments or layout."""


def read(path: Path, *, missing_ok: bool = True) -> Config:
    """Return the configuration; a file that does not exist is one without profiles.

    Raises:
        ConfigError: the first mistake, naming the file, the key or line, and what to do.
    """
    return _without_frames(path, lambda: _read(path, missing_ok=missing_ok))


def find_file_mistakes(path: Path) -> tuple[ConfigError, ...]:
    """Return every mistake in the file, each a whole sentence; a file that is not there has none.

    What is not TOML at all is one mistake: what would follow from it is not known.
    """
    try:
        stored = read_file(path)
        document = _parse(path, stored) if stored is not None else {}
    except ConfigError as error:
        return (ConfigError(error.message, hint=error.hint),)
    config, mistakes = survey_config(path, document)
    if stored is not None and stored.is_shared:
        mistakes += _shared_secrets(config)
    return tuple(ConfigError(f"{path}: {each.sentence}", hint=each.hint) for each in mistakes)


def given_keys(path: Path) -> dict[str, frozenset[str]]:
    """Return the keys that stand in each profile of the file, and those at its top under ``""``.

    Raises:
        ConfigError: the file cannot be read.
    """

    def find() -> dict[str, frozenset[str]]:
        stored = read_file(path)
        document = _parse(path, stored) if stored is not None else {}
        profiles = _profiles_of(document)
        given = {name: frozenset(table) for name, table in profiles.items()}
        return {"": frozenset(document)} | given

    return _without_frames(path, find)


def write_starter(path: Path) -> Path:
    """Write a file to begin with, in which all options are explained; return where it is.

    Raises:
        ConfigError: there is a file already, or the disk said no.
    """
    target = Path(os.path.realpath(path))
    with exclusive(target):
        create_file(target, starter().encode())
    return target


def save_profile(path: Path, profile: Profile, previous_name: str | None = None) -> Written:
    """Add a profile, or change the one that was called `previous_name`; the rest stays.

    The file is read anew, so what others wrote meanwhile stays as well.

    Raises:
        ConfigError: the profile is not valid, its name is taken, or the disk said no.
    """

    def change(document: Table) -> None:
        decode_profile(profile.name, encode_profile(profile, {}))
        profiles = _profiles_of(document)
        if profile.name != previous_name and profile.name in profiles:
            raise OptionError("exists already", key=dotted("profiles", profile.name))
        old_name = previous_name if previous_name in profiles else None
        table = encode_profile(profile, profiles[old_name] if old_name is not None else {})
        document["profiles"] = _with_entry(profiles, old_name, profile.name, table)
        if old_name is not None and document.get("default_profile") == old_name:
            document["default_profile"] = profile.name

    return _without_frames(path, lambda: _rewrite(path, change, may_create=True))


def remove_profile(path: Path, name: str) -> Written:
    """Remove a profile, also as the default one.

    Raises:
        ConfigError: there is none of that name, or the disk said no.
    """

    def change(document: Table) -> None:
        profiles = _profiles_of(document)
        _expect_profile(profiles, name)
        del profiles[name]
        if document.get("default_profile") == name:
            del document["default_profile"]

    return _without_frames(path, lambda: _rewrite(path, change))


def set_default(path: Path, name: str) -> Written:
    """Make a profile the one to open when none is named.

    Raises:
        ConfigError: there is none of that name, or the disk said no.
    """

    def change(document: Table) -> None:
        _expect_profile(_profiles_of(document), name)
        # Top-level keys stand before the first table; a new one goes first of all.
        rest = {key: value for key, value in document.items() if key != "default_profile"}
        if "default_profile" in document:
            document["default_profile"] = name
            return
        document.clear()
        document.update({"default_profile": name} | rest)

    return _without_frames(path, lambda: _rewrite(path, change))


def _without_frames(path: Path, work: Callable[[], T]) -> T:
    """Run `work`; an error leaves without its frames, whose variables hold the file's secrets."""
    try:
        return work()
    except OptionError as error:
        failure = ConfigError(f"{path}: {error.sentence}", hint=error.hint)
    except ConfigError as error:
        failure = ConfigError(error.message, hint=error.hint)
    raise failure


def _read(path: Path, *, missing_ok: bool) -> Config:
    stored = read_file(path)
    if stored is None:
        if missing_ok:
            return Config(path)
        raise ConfigError(f"{path}: there is no such file.")
    config = decode_config(path, _parse(path, stored))
    if stored.is_shared and (mistakes := _shared_secrets(config)):
        raise mistakes[0]
    return config


def _shared_secrets(config: Config) -> list[OptionError]:
    """Return a mistake for each secret in a file that others can read."""
    return [
        OptionError(
            "is a secret in a file that others can read",
            key=dotted("profiles", profile.name, each.name),
            hint=f"Run: chmod 600 {shlex.quote(str(config.path))}",
        )
        for profile in config.profiles.values()
        for each in CREDENTIALS
        if each.is_secret and isinstance(profile.credentials.get(each.name), Inline)
    ]


def _parse(path: Path, stored: StoredFile) -> Table:
    """Return the file's tables."""
    try:
        return tomllib.loads(stored.content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = stored.content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}, line {line}: is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise _toml_failure(path, str(error)) from None
    except RecursionError:
        raise ConfigError(f"{path}: is nested too deeply.") from None
    except ValueError:
        # tomllib leaves int()'s refusal of thousands of digits as it is.
        raise ConfigError(f"{path}: holds a number that is too long.") from None


def _toml_failure(path: Path, message: str) -> ConfigError:
    place = _TOML_PLACE.search(message)
    what = _TOML_PLACE.sub("", message)
    what = what[:1].lower() + what[1:]
    hint = ""
    if what == "invalid value":
        hint = 'Text needs quotes, such as region = "cn-north-4".'
    if place is None or place[1] is None:
        return ConfigError(f"{path}, at its end: {what}.", hint=hint)
    return ConfigError(f"{path}, line {place[1]}, column {place[2]}: {what}.", hint=hint)


def _rewrite(path: Path, change: Callable[[Table], None], *, may_create: bool = False) -> Written:
    target = Path(os.path.realpath(path))
    if not may_create and read_file(target) is None:
        raise ConfigError(f"{path}: there is no such file.")
    with exclusive(target):
        stored = read_file(target)
        old = stored.content if stored is not None else b""
        document = _parse(path, stored) if stored is not None else {}
        loses_layout = _dump(document) != old
        change(document)
        backup = replace_file(target, _dump(document), old if loses_layout else None)
    return Written(target, backup)


def _dump(document: Table) -> bytes:
    return tomli_w.dumps(document).encode()


def _profiles_of(document: Table) -> Table:
    profiles = document.get("profiles", {})
    if not isinstance(profiles, dict):
        raise OptionError("must be a table, written as a line [profiles]", key="profiles")
    return profiles


def _expect_profile(profiles: Table, name: str) -> None:
    if name not in profiles:
        raise OptionError(
            "does not exist", key=dotted("profiles", name), hint=rules.nearest(name, profiles)
        )


def _with_entry(profiles: Table, old_name: str | None, name: str, table: Table) -> Table:
    """Return the profiles with one in the place of another, or at the end."""
    if old_name is None:
        return profiles | {name: table}
    return {
        name if key == old_name else key: table if key == old_name else value
        for key, value in profiles.items()
    }

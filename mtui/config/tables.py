"""Between TOML tables and values: decoding checks everything, encoding keeps what it can."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mtui.config import rules
from mtui.config.credential import CREDENTIALS, FromCommand, FromVariable, Inline
from mtui.config.rules import OptionError
from mtui.config.schema import CONFIG_OPTIONS, PROFILE_OPTIONS, Config, Profile
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mtui.config.credential import CredentialOption, CredentialSource
    from mtui.config.option import Option

Table = dict[str, Any]
"""A table as tomllib reads it."""

CONFIG_KEYS = (*(each.key for each in CONFIG_OPTIONS), "profiles")
PROFILE_KEYS = (
    *(each.key for each in PROFILE_OPTIONS),
    *(key for each in CREDENTIALS for key in each.keys),
)

_LONGEST_KEY = 60
_LAYOUT = {ord("\n"): None, ord("\t"): None}


def dotted(*parts: str) -> str:
    """Return a key as it would be written in TOML, cut to what fits in a sentence."""
    return ".".join(_written_key(part) for part in parts)


def _written_key(part: str) -> str:
    if part.isascii() and part.replace("-", "").replace("_", "").isalnum():
        shown = part
    else:
        shown = repr(part).replace("'", '"') if '"' not in part else repr(part)
    return shown if len(shown) <= _LONGEST_KEY else f"{shown[:_LONGEST_KEY]}…"


def decode_config(path: Path, document: Table) -> Config:
    """Return what a whole file says.

    Raises:
        OptionError: the first mistake, with its key.
    """
    for key in document:
        if key not in CONFIG_KEYS:
            hint = rules.nearest(key, CONFIG_KEYS)
            if key in PROFILE_KEYS:
                hint = f"Put it below a line such as [{dotted('profiles', 'lab')}]."
            raise OptionError("is not a known key", key=dotted(key), hint=hint)
    chosen = _decode_options(CONFIG_OPTIONS, document, ())
    tables = _expect_table(document.get("profiles", {}), "profiles")
    profiles = {name: decode_profile(name, table) for name, table in tables.items()}
    default = chosen.get("default_profile")
    if default is not None and default not in profiles:
        raise OptionError(
            f"names {default!r}, which is not a profile",
            key="default_profile",
            hint=rules.nearest(default, profiles),
        )
    return Config(path=path, profiles=MappingProxyType(profiles), **chosen)


def decode_profile(name: str, raw: object) -> Profile:
    """Return one profile.

    Raises:
        OptionError: the first mistake, with its key.
    """
    where = ("profiles", name)
    _at(dotted(*where), lambda: rules.profile_name(name))
    table = _expect_table(raw, dotted(*where))
    for key in table:
        if key not in PROFILE_KEYS:
            hint = rules.nearest(key, PROFILE_KEYS)
            raise OptionError("is not a known key", key=dotted(*where, key), hint=hint)
    values = _decode_options(PROFILE_OPTIONS, table, where)
    found = {each.name: decode_credential(each, table, where) for each in CREDENTIALS}
    credentials = {key: source for key, source in found.items() if source is not None}
    return Profile(name=name, credentials=MappingProxyType(credentials), **values)


def decode_option(option: Option, table: Mapping[str, object], where: Iterable[str]) -> object:
    """Return one option's value, its default where the table has none.

    Raises:
        OptionError: it is missing or not what it must be.
    """
    key = dotted(*where, option.key)
    if option.key in table:
        return _at(key, lambda: option.decode(table[option.key]))
    if option.is_required:
        hint = f"Add a line such as {option.key} = {option.about.example}"
        raise OptionError("is missing", key=key, hint=hint)
    return option.default


def decode_credential(
    credential: CredentialOption, table: Mapping[str, object], where: Iterable[str]
) -> CredentialSource | None:
    """Return where a credential comes from, None where the table does not say.

    Raises:
        OptionError: it is given twice or not what it must be.
    """
    given = [key for key in credential.keys if key in table]
    if not given:
        return None
    key = dotted(*where, given[0])
    if len(given) > 1:
        raise OptionError(f"is given twice: there is {given[1]} as well", key=key)
    raw = table[given[0]]
    if given[0] == credential.command_key:
        return FromCommand(_at(key, lambda: _decode_command(raw)))
    text = raw if isinstance(raw, str) else ""
    if not text:
        complaint = "must not be empty" if isinstance(raw, str) else "must be text in quotes"
        raise OptionError(complaint, key=key)
    if given[0] == credential.variable_key:
        return FromVariable(_at(key, lambda: rules.variable_name(text)))
    return Inline(Secret(_at(key, lambda: credential.rule(text))))


def encode_profile(profile: Profile, old: Table) -> Table:
    """Return the profile's table: the old one with what has changed.

    Keys that mtui does not know, their order and the spelling of unchanged values stay.
    """
    table = dict(old)
    for option in PROFILE_OPTIONS:
        value = getattr(profile, option.key)
        if option.key in old and _decodes_to(option, old[option.key], value):
            continue
        if value == option.default:
            table.pop(option.key, None)
        else:
            table[option.key] = _encode(value)
    for credential in CREDENTIALS:
        new = _encode_source(credential, profile.credentials.get(credential.name))
        for key in credential.keys:
            if key not in new:
                table.pop(key, None)
        table |= new
    return table


def _decode_options(
    options: tuple[Option, ...], table: Mapping[str, object], where: tuple[str, ...]
) -> dict[str, Any]:
    return {option.key: decode_option(option, table, where) for option in options}


def _at(key: str, decode: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the rule returns
    """Run a rule; its complaint gets the key."""
    try:
        return decode()
    except OptionError as error:
        raise OptionError(error.complaint, key=key, hint=error.hint) from None


def _expect_table(raw: object, key: str) -> Table:
    if not isinstance(raw, dict):
        raise OptionError(f"must be a table, written as a line [{key}]", key=key)
    return raw


def _decode_command(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(each, str) for each in raw):
        raise OptionError('must be a program and its arguments, such as ["pass", "show", "sk"]')
    rules.plain_text(raw[0])
    # A script as an argument has line breaks and tabs.
    if any(rules.has_control_characters(each.translate(_LAYOUT)) for each in raw):
        raise OptionError("must not hold control characters")
    return tuple(raw)


def _decodes_to(option: Option, raw: object, value: object) -> bool:
    try:
        return option.decode(raw) == value
    except OptionError:
        return False


def _encode(value: object) -> object:
    """Return a field's value as TOML has it."""
    match value:
        case StrEnum() | Path():
            return str(value)
        case tuple():
            return list(value)
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _encode_source(credential: CredentialOption, source: CredentialSource | None) -> Table:
    match source:
        case Inline(secret):
            return {credential.name: secret.reveal()}
        case FromVariable(variable):
            return {credential.variable_key: variable}
        case FromCommand(argv):
            return {credential.command_key: list(argv)}
        case None:
            return {}

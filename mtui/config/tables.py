"""Between TOML tables and values: decoding checks everything, encoding keeps what it can."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mtui.config import rules
from mtui.config.credential import CREDENTIALS, AuthKind, FromCommand, FromVariable, Inline
from mtui.config.filters import FILTERS, decode_filters
from mtui.config.keys import KEYS, decode_keys
from mtui.config.provider import Provider
from mtui.config.rules import OptionError
from mtui.config.schema import CONFIG_OPTIONS, PROFILE_OPTIONS, Config, Profile
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mtui.config.credential import CredentialOption, CredentialSource
    from mtui.config.option import Option

Table = dict[str, Any]
"""A table as tomllib reads it."""

CONFIG_KEYS = (*(each.key for each in CONFIG_OPTIONS), KEYS, FILTERS, "profiles")
PROFILE_KEYS = (
    *(each.key for each in PROFILE_OPTIONS),
    *(key for each in CREDENTIALS for key in each.keys),
)

Report = Callable[[OptionError], None]
"""Gets each mistake, with its key."""

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
    config, mistakes = survey_config(path, document)
    if mistakes:
        raise mistakes[0]
    return config


def decode_profile(name: str, raw: object) -> Profile:
    """Return one profile.

    Raises:
        OptionError: the first mistake, with its key.
    """
    mistakes: list[OptionError] = []
    profile = _survey_profile(name, raw, mistakes.append)
    if profile is None or mistakes:
        raise mistakes[0]
    return profile


def survey_config(path: Path, document: Table) -> tuple[Config, list[OptionError]]:
    """Return what is fine of a whole file, and every mistake in it with its key."""
    mistakes: list[OptionError] = []
    report = mistakes.append
    for key in document:
        if key not in CONFIG_KEYS:
            hint = rules.nearest(key, CONFIG_KEYS)
            if key in PROFILE_KEYS:
                hint = f"Put it below a line such as [{dotted('profiles', 'lab')}]."
            report(OptionError("is not a known key", key=dotted(key), hint=hint))
    chosen = _decode_options(CONFIG_OPTIONS, document, (), report)
    tables: Table = {}
    with _told(report):
        tables = _expect_table(document.get("profiles", {}), "profiles")
    decoded = [_survey_profile(name, table, report) for name, table in tables.items()]
    profiles = {each.name: each for each in decoded if each is not None}
    default = chosen.get("default_profile")
    if default is not None and default not in tables:
        complaint = f"names {default!r}, which is not a profile"
        hint = rules.nearest(default, tables)
        report(OptionError(complaint, key="default_profile", hint=hint))
    return Config(
        path=path,
        keys=_survey_words(KEYS, decode_keys, document, report),
        filters=_survey_words(FILTERS, decode_filters, document, report),
        profiles=MappingProxyType(profiles),
        **chosen,
    ), mistakes


def _survey_words(
    name: str,
    decode: Callable[[Table], tuple[dict[str, str], list[OptionError]]],
    document: Table,
    report: Report,
) -> Mapping[str, str]:
    """Return what is fine of a table of words at the top of the file."""
    words: dict[str, str] = {}
    with _told(report):
        words, mistakes = decode(_expect_table(document.get(name, {}), name))
        for mistake in mistakes:
            report(mistake)
    return MappingProxyType(words)


def _survey_profile(name: str, raw: object, report: Report) -> Profile | None:
    """Return one profile; None where a reported mistake leaves none."""
    where = ("profiles", name)
    table: Table | None = None
    with _told(report):
        _at(dotted(*where), lambda: rules.profile_name(name))
    with _told(report):
        table = _expect_table(raw, dotted(*where))
    if table is None:
        return None
    for key in table:
        if key not in PROFILE_KEYS:
            hint = rules.nearest(key, PROFILE_KEYS)
            report(OptionError("is not a known key", key=dotted(*where, key), hint=hint))
    values = _decode_options(PROFILE_OPTIONS, table, where, report)
    credentials = {}
    for each in CREDENTIALS:
        with _told(report):
            source = decode_credential(each, table, where)
            if source is not None:
                credentials[each.name] = source
    if values.get("provider") is Provider.HUAWEICLOUD and values.get("auth") is not AuthKind.AKSK:
        complaint = 'goes with auth = "aksk" alone: the file holds access keys'
        report(OptionError(complaint, key=dotted(*where, "credentials")))
    if any(option.is_required and option.attribute not in values for option in PROFILE_OPTIONS):
        return None
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
        value = getattr(profile, option.attribute)
        if option.key in old and _decodes_to(option, old[option.key], value):
            continue
        if value == option.default:
            table.pop(option.key, None)
        else:
            table[option.key] = encode_value(value)
    for credential in CREDENTIALS:
        new = _encode_source(credential, profile.credentials.get(credential.name))
        for key in credential.keys:
            if key not in new:
                table.pop(key, None)
        table |= new
    return table


def _decode_options(
    options: tuple[Option, ...],
    table: Mapping[str, object],
    where: tuple[str, ...],
    report: Report,
) -> dict[str, Any]:
    """Return the values by field; what was reported is missing."""
    values = {}
    for option in options:
        with _told(report):
            values[option.attribute] = decode_option(option, table, where)
    return values


@contextmanager
def _told(report: Report) -> Iterator[None]:
    """Report the mistake that ends the work within."""
    try:
        yield
    except OptionError as error:
        report(error)


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


def encode_value(value: object) -> object:
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

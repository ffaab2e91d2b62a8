"""The profile form without its screen: texts in, mistakes or a profile out."""

from __future__ import annotations

import shlex
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from mtui.config import rules
from mtui.config.credential import CREDENTIALS, FromCommand, FromVariable, Inline
from mtui.config.option import Kind
from mtui.config.rules import OptionError
from mtui.config.schema import PROFILE_OPTIONS, Profile
from mtui.config.tables import Table, decode_credential, decode_option, decode_profile
from mtui.config.tables import encode_profile as _encode_profile
from mtui.domain.errors import ConfigError
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mtui.config.credential import CredentialOption, CredentialSource
    from mtui.config.option import Option

NAME_FIELD = "name"

_OPTIONS = {each.key: each for each in PROFILE_OPTIONS}
_CREDENTIALS = {each.name: each for each in CREDENTIALS}


class Keeping(StrEnum):
    """Where a person wants a credential to be kept."""

    ASK = "ask each time"
    FILE = "in the file"
    VARIABLE = "environment variable"
    COMMAND = "command"


@frozen
class CredentialEntry:
    """What the form says about one credential."""

    keeping: Keeping = Keeping.ASK
    text: str = field(default="", repr=False)
    """The secret, the variable or the command line; empty to keep a secret as it is."""


@frozen
class ProfileForm:
    """What stands in the form's fields."""

    name: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By the keys of `PROFILE_OPTIONS`; flags are ``true`` or ``false``, lists have a line each."""
    credentials: Mapping[str, CredentialEntry] = field(default_factory=dict)
    """By the names of `CREDENTIALS`."""


def fill_form(profile: Profile) -> ProfileForm:
    """Return a form that says what the profile says, without its secrets."""
    table = _encode_profile(profile, {})
    return ProfileForm(
        name=profile.name,
        texts={each.key: _to_text(table.get(each.key)) for each in PROFILE_OPTIONS},
        credentials={
            each.name: _to_entry(profile.credentials.get(each.name)) for each in CREDENTIALS
        },
    )


def check_field(key: str, text: str) -> str | None:
    """Return the sentence that is wrong with one field, None if it is fine."""
    try:
        if key == NAME_FIELD:
            rules.profile_name(text.strip())
            return None
        option = _OPTIONS[key]
        decode_option(option, _to_table(option, text), ())
    except OptionError as error:
        return OptionError(error.complaint, key=key).sentence
    return None


def check_credential(
    name: str, entry: CredentialEntry, previous: Profile | None = None
) -> str | None:
    """Return the sentence that is wrong with one credential, None if it is fine."""
    credential = _CREDENTIALS[name]
    try:
        decode_credential(credential, _to_credential_table(credential, entry, previous), ())
    except OptionError as error:
        return OptionError(error.complaint, key=name).sentence
    return None


def find_mistakes(
    form: ProfileForm, previous: Profile | None = None, taken_names: Collection[str] = ()
) -> dict[str, str]:
    """Return a sentence for each field that is wrong, by its key.

    Args:
        form: what stands in the fields.
        previous: the profile that is being edited, if it is one.
        taken_names: the names of all profiles.
    """
    found = {NAME_FIELD: check_field(NAME_FIELD, form.name)}
    is_renamed = previous is None or previous.name != form.name.strip()
    if found[NAME_FIELD] is None and is_renamed and form.name.strip() in taken_names:
        found[NAME_FIELD] = "name is taken by another profile."
    found |= {
        each.key: check_field(each.key, form.texts.get(each.key, "")) for each in PROFILE_OPTIONS
    }
    found |= {
        name: check_credential(name, entry, previous) for name, entry in form.credentials.items()
    }
    return {key: sentence for key, sentence in found.items() if sentence is not None}


def build_profile(form: ProfileForm, previous: Profile | None = None) -> Profile:
    """Return the profile that the form describes.

    Raises:
        ConfigError: the first mistake.
    """
    mistakes = find_mistakes(form, previous)
    if mistakes:
        raise ConfigError(next(iter(mistakes.values())))
    table: Table = {}
    for option in PROFILE_OPTIONS:
        table |= _to_table(option, form.texts.get(option.key, ""))
    for name, entry in form.credentials.items():
        table |= _to_credential_table(_CREDENTIALS[name], entry, previous)
    return decode_profile(form.name.strip(), table)


def _to_table(option: Option, text: str) -> Table:
    """Return the text as a table of at most one TOML value; what does not parse stays text."""
    words = text.strip()
    if not words:
        return {}
    match option.about.kind:
        case Kind.TEXTS:
            return {option.key: [line.strip() for line in words.split("\n") if line.strip()]}
        case Kind.FLAG:
            return {option.key: {"true": True, "false": False}.get(words, words)}
        case Kind.NUMBER | Kind.COUNT:
            return {option.key: _to_number(words, is_whole=option.about.kind is Kind.COUNT)}
        case Kind.TEXT:
            return {option.key: words}


def _to_number(words: str, *, is_whole: bool) -> object:
    try:
        return int(words) if is_whole else float(words)
    except ValueError:
        return words


def _to_text(raw: object) -> str:
    match raw:
        case None:
            return ""
        case bool():
            return str(raw).lower()
        case list():
            return "\n".join(raw)
        case _:
            return str(raw)


def _to_entry(source: CredentialSource | None) -> CredentialEntry:
    match source:
        case Inline():
            return CredentialEntry(Keeping.FILE)
        case FromVariable(variable):
            return CredentialEntry(Keeping.VARIABLE, variable)
        case FromCommand(argv):
            return CredentialEntry(Keeping.COMMAND, shlex.join(argv))
        case None:
            return CredentialEntry()


def _to_credential_table(
    credential: CredentialOption, entry: CredentialEntry, previous: Profile | None
) -> Table:
    match entry.keeping:
        case Keeping.ASK:
            return {}
        case Keeping.FILE:
            return {credential.name: entry.text or _kept_secret(credential.name, previous)}
        case Keeping.VARIABLE:
            return {credential.variable_key: entry.text.strip()}
        case Keeping.COMMAND:
            try:
                return {credential.command_key: shlex.split(entry.text)}
            except ValueError:
                raise OptionError("must be a command line with matching quotes") from None


def _kept_secret(name: str, previous: Profile | None) -> str:
    kept = previous.credentials.get(name) if previous is not None else None
    return kept.secret.reveal() if isinstance(kept, Inline) else ""

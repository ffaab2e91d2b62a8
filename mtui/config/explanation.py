"""Every value of a profile, and where it comes from, without its secrets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mtui.config.credential import CREDENTIALS, AuthKind, FromCommand, FromVariable, Inline
from mtui.config.credentials import offer_of
from mtui.config.filters import FILTERS
from mtui.config.keys import KEYS
from mtui.config.origin import Origin, OriginKind
from mtui.config.schema import CONFIG_OPTIONS, PROFILE_OPTIONS
from mtui.config.tables import dotted, encode_value
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mtui.config.credential import CredentialOption
    from mtui.config.option import Option
    from mtui.config.provider import Offer
    from mtui.config.schema import Config, Profile
    from mtui.domain.secret import Secret

_FILE = str(Origin(OriginKind.FILE))
_DEFAULT = str(Origin(OriginKind.DEFAULT))


@frozen
class Explained:
    """One key."""

    key: str
    value: str
    """As it is written in TOML, masked where it is secret; empty where there is none."""
    origin: str


def explain_config(config: Config, given: Collection[str]) -> Iterator[Explained]:
    """Yield what holds for every profile; which one opens is told elsewhere.

    Args:
        config: as it was read.
        given: the keys that stand at the file's top.
    """
    for option in CONFIG_OPTIONS:
        if option.key != "default_profile":
            value = _toml(getattr(config, option.attribute))
            yield Explained(option.key, value, _FILE if option.key in given else _DEFAULT)
    for name, keys in config.keys.items():
        yield Explained(f"{KEYS}.{name}", _toml(keys), _FILE)
    for name, expression in config.filters.items():
        yield Explained(dotted(FILTERS, name), _toml(expression), _FILE)


def explain_profile(
    profile: Profile,
    given: Collection[str],
    environ: Mapping[str, str],
    *,
    flags: Mapping[str, tuple[object, str]],
) -> list[Explained]:
    """Return everything that holds for a profile.

    Args:
        profile: as it was read.
        given: the keys that stand in the file.
        environ: the variables; programs are not run.
        flags: what the command line says instead, with the flag, by the option's key.
    """
    offer = offer_of(profile, environ)
    options = [_explain_option(each, profile, given, offer, flags) for each in PROFILE_OPTIONS]
    return [*options, *_explain_credentials(profile, environ, offer)]


def _explain_option(
    option: Option,
    profile: Profile,
    given: Collection[str],
    offer: Offer,
    flags: Mapping[str, tuple[object, str]],
) -> Explained:
    value = getattr(profile, option.attribute)
    origin = _FILE if option.key in given else _DEFAULT
    if profile.is_ready and value != option.default:
        origin = f"found in the {profile.provider}"
    if option.key in flags:
        value, flag = flags[option.key]
        origin = str(Origin(OriginKind.FLAG, flag))
    elif option.key == "project_id" and value is None and offer.project_id is not None:
        value, origin = offer.project_id.value, str(offer.project_id.origin)
    return Explained(option.key, "" if value is None else _toml(value), origin)


def _explain_credentials(
    profile: Profile, environ: Mapping[str, str], offer: Offer
) -> Iterator[Explained]:
    for credential in CREDENTIALS:
        if credential.auth is profile.auth or credential.name in profile.credentials:
            yield _explain_credential(credential, profile, environ, offer)


def _explain_credential(
    credential: CredentialOption, profile: Profile, environ: Mapping[str, str], offer: Offer
) -> Explained:
    name = credential.name
    match profile.credentials.get(name):
        case Inline(secret):
            return Explained(name, _shown(credential, secret), _FILE)
        case FromVariable(variable):
            state = "set" if environ.get(variable) else "not set"
            return Explained(credential.variable_key, _toml(variable), f"{_FILE}; it is {state}")
        case FromCommand(argv):
            # Arguments may be secret.
            return Explained(credential.command_key, _toml([argv[0], "…"][: len(argv)]), _FILE)
        case None if name in offer.values:
            found = offer.values[name]
            return Explained(name, _shown(credential, found.value), str(found.origin))
        case None:
            return Explained(name, "", "asked for" if credential.is_required else _DEFAULT)


def _shown(credential: CredentialOption, secret: Secret) -> str:
    """Return a name as it is, anything else masked: half a key is still a part of it."""
    is_name = credential.auth is AuthKind.PASSWORD and not credential.is_secret
    return _toml(secret.reveal() if is_name else str(secret))


def _toml(value: object) -> str:
    # What mtui keeps is written alike in JSON and TOML, and JSON is always one line.
    return json.dumps(encode_value(value), ensure_ascii=False)

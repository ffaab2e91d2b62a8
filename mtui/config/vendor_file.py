"""The credentials file of the vendor's SDKs: INI with ``[basic]``, and ``[global]`` for some keys.

The format is that of ``ProfileCredentialProvider`` in huaweicloudsdkcore 3.1.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtui.config import rules
from mtui.config.credential import AuthKind
from mtui.config.files import read_file
from mtui.config.origin import Origin, OriginKind, Sourced
from mtui.config.paths import from_the_root
from mtui.config.provider import Offer, region_of
from mtui.config.rules import OptionError
from mtui.domain.errors import ConfigError
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE_VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"

_NAMES = {"access_key": "ak", "secret_key": "sk", "security_token": "security_token"}
_SECTIONS = ("basic", "global")


def vendor_file(environ: Mapping[str, str]) -> Path | None:
    """Return where the file would be; None without a home folder.

    Raises:
        ConfigError: it is named from the present folder on, and that is gone.
    """
    named = environ.get(FILE_VARIABLE)
    home = environ.get("HOME")
    if named:
        return from_the_root(named)
    return Path(home) / ".huaweicloud" / "credentials" if home else None


def offer_of_file(environ: Mapping[str, str]) -> Offer:
    """Return what the file holds; nothing where there is none.

    Raises:
        ConfigError: it cannot be read.
        OptionError: it holds what cannot be; the key says where, never what.
    """
    path = vendor_file(environ)
    stored = read_file(path) if path is not None else None
    if path is None or stored is None:
        absence = f"there is no file {path}" if path is not None else "there is no home folder"
        return Offer(AuthKind.AKSK, absences=dict.fromkeys(_NAMES, absence))
    section = _section(path, stored.content)
    values = {
        name: Sourced(Secret(section[key]), _origin(path, key))
        for name, key in _NAMES.items()
        if section.get(key)
    }
    iam = _valid(path, section, "iam_endpoint", rules.endpoint)
    return Offer(
        AuthKind.AKSK,
        MappingProxyType(values),
        {name: f"{path} has no {key}" for name, key in _NAMES.items()},
        region=region_of(iam.value) if iam is not None else None,
        project_id=_valid(path, section, "project_id", rules.identifier),
        iam_endpoint=iam.value if iam is not None else None,
    )


def _section(path: Path, content: bytes) -> Mapping[str, str]:
    """Return the section with the keys; one with the project they are for is preferred."""
    from configparser import Error, RawConfigParser

    # Secrets may hold a percent sign, which the parser with interpolation would refuse.
    parser = RawConfigParser()
    try:
        parser.read_string(content.decode("utf-8-sig"))
    except (Error, UnicodeDecodeError):
        # The error quotes the line, which may be a secret.
        complaint = "is not a credentials file with a section [basic]"
        raise ConfigError(f"{path}: {complaint}.") from None
    found = (dict(parser[each]) for each in _SECTIONS if parser.has_section(each))
    return next(found, {})


def _valid(
    path: Path, section: Mapping[str, str], key: str, rule: Callable[[str], str]
) -> Sourced[str] | None:
    if not section.get(key):
        return None
    try:
        return Sourced(rule(section[key]), _origin(path, key))
    except OptionError as error:
        raise OptionError(error.complaint, key=f"{path}: {key}", hint=error.hint) from None


def _origin(path: Path, key: str) -> Origin:
    return Origin(OriginKind.FILE, f"{path}: {key}")

"""The credentials in the environment, in the variables that the cloud's other tools read.

Those of the vendor's SDKs come first, then Terraform's, then OpenStack's. Credentials from two of
them are never mixed: they may be two people's.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mtui.config import rules
from mtui.config.credential import AuthKind
from mtui.config.origin import Origin, OriginKind, Sourced
from mtui.config.provider import Offer, is_complete, region_of
from mtui.config.rules import OptionError
from mtui.domain.frozen import frozen
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mtui.config.schema import Profile

_AUTH_URL = "OS_AUTH_URL"
_REGION = ("HW_REGION_NAME", "OS_REGION_NAME")
_VERSION_PATH = re.compile(r"/v\d+(\.\d+)?/*$")


@frozen
class Family:
    """The variables of one tool for one way to sign in; of several the first that is set counts."""

    auth: AuthKind
    credentials: Mapping[str, tuple[str, ...]]
    """By the credential's name."""
    project_id: tuple[str, ...]
    project_name: tuple[str, ...] = ()
    is_openstack: bool = False
    """Whether they may be for any cloud: the one of ``OS_AUTH_URL``."""


_OPENSTACK_PROJECT = (("OS_PROJECT_ID", "OS_TENANT_ID"), ("OS_PROJECT_NAME", "OS_TENANT_NAME"))

FAMILIES: tuple[Family, ...] = (
    Family(
        AuthKind.AKSK,
        {
            "access_key": ("HUAWEICLOUD_SDK_AK",),
            "secret_key": ("HUAWEICLOUD_SDK_SK",),
            "security_token": ("HUAWEICLOUD_SDK_SECURITY_TOKEN",),
        },
        ("HUAWEICLOUD_SDK_PROJECT_ID",),
    ),
    Family(
        AuthKind.AKSK,
        {
            "access_key": ("HW_ACCESS_KEY",),
            "secret_key": ("HW_SECRET_KEY",),
            "security_token": ("HW_SECURITY_TOKEN",),
        },
        ("HW_PROJECT_ID",),
        ("HW_PROJECT_NAME",),
    ),
    Family(
        AuthKind.TOKEN,
        {"token": ("OS_TOKEN", "OS_AUTH_TOKEN")},
        *_OPENSTACK_PROJECT,
        is_openstack=True,
    ),
    Family(
        AuthKind.PASSWORD,
        {
            "username": ("OS_USERNAME",),
            "domain": ("OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME"),
            "password": ("OS_PASSWORD",),
        },
        *_OPENSTACK_PROJECT,
        is_openstack=True,
    ),
)


def region_in(environ: Mapping[str, str]) -> str | None:
    """Return the region that the environment names.

    Raises:
        OptionError: it cannot be one; the key is the variable.
    """
    found = _valid(_REGION, environ, rules.region)
    return found.value if found is not None else None


def offers_in(environ: Mapping[str, str]) -> list[Offer]:
    """Return what is enough to sign in, best first.

    OpenStack's credentials are left out where they are not for an IAM of this kind.

    Raises:
        OptionError: a variable cannot be what it should; the key is the variable.
    """
    offers = []
    for family in FAMILIES:
        is_of_this_cloud = not family.is_openstack or _is_iam(environ.get(_AUTH_URL, ""))
        if is_of_this_cloud and is_complete(family.auth, _values(family, environ)):
            offers.append(_offer(family, environ))
    return offers


def offer_for(profile: Profile, environ: Mapping[str, str]) -> Offer:
    """Return what there is for a profile's way to sign in, complete or not.

    Raises:
        OptionError: a variable cannot be what it should; the key is the variable.
    """
    families = [each for each in FAMILIES if each.auth is profile.auth]
    found = [(family, _values(family, environ)) for family in families]
    begun = [family for family, values in found if values]
    complete = [family for family, values in found if is_complete(profile.auth, values)]
    if not begun:
        return Offer(profile.auth, absences=_absences(families))
    chosen = (complete or begun)[0]
    if chosen.is_openstack and not _is_for(profile, environ.get(_AUTH_URL, "")):
        foreign = f"{_AUTH_URL} names another cloud than the profile's"
        return Offer(profile.auth, absences=dict.fromkeys(chosen.credentials, foreign))
    return _offer(chosen, environ)


def _offer(family: Family, environ: Mapping[str, str]) -> Offer:
    iam = _valid((_AUTH_URL,), environ, rules.endpoint) if family.is_openstack else None
    iam_endpoint = _VERSION_PATH.sub("", iam.value) if iam is not None else None
    return Offer(
        family.auth,
        MappingProxyType(_values(family, environ)),
        _absences((family,)),
        region=region_in(environ) or (region_of(iam_endpoint) if iam_endpoint else None),
        project_id=_valid(family.project_id, environ, rules.identifier),
        project_name=_valid(family.project_name, environ, rules.plain_text),
        iam_endpoint=iam_endpoint,
    )


def _values(family: Family, environ: Mapping[str, str]) -> dict[str, Sourced[Secret]]:
    values = {}
    for name, variables in family.credentials.items():
        variable = _first(variables, environ)
        if variable is not None:
            origin = Origin(OriginKind.VARIABLE, variable)
            values[name] = Sourced(Secret(environ[variable]), origin)
    return values


def _absences(families: Sequence[Family]) -> dict[str, str]:
    clauses = {}
    for name in families[0].credentials:
        variables = [word for each in families for word in each.credentials[name]]
        *others, last = variables
        others_too = f"neither {', '.join(others)} nor " if others else ""
        clauses[name] = f"{others_too}{last} is {'' if others else 'not '}set"
    return clauses


def _valid(
    variables: Sequence[str], environ: Mapping[str, str], rule: Callable[[str], str]
) -> Sourced[str] | None:
    variable = _first(variables, environ)
    if variable is None:
        return None
    try:
        value = rule(environ[variable])
    except OptionError as error:
        raise OptionError(error.complaint, key=variable, hint=error.hint) from None
    return Sourced(value, Origin(OriginKind.VARIABLE, variable))


def _first(variables: Sequence[str], environ: Mapping[str, str]) -> str | None:
    return next((each for each in variables if environ.get(each)), None)


def _is_iam(url: str) -> bool:
    """Whether a URL is that of an IAM of this kind of cloud, not of just any OpenStack."""
    try:
        return (urlsplit(rules.endpoint(url)).hostname or "").startswith("iam.")
    except OptionError:
        return False


def _is_for(profile: Profile, url: str) -> bool:
    """Whether credentials for an IAM may be sent to the profile's.

    Without a URL nothing speaks against it: the profile asks for them.
    """
    if not url:
        return True
    host = urlsplit(url).hostname or ""
    if profile.iam_endpoint is not None:
        return host == urlsplit(profile.iam_endpoint).hostname
    return _is_iam(url) and region_of(url) in (None, profile.region)

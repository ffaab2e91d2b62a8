"""Get a profile's credentials from where they are: typed, named by the profile, a provider's."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mtui.config.command import Printed, run_command
from mtui.config.credential import FromCommand, FromVariable, Inline, credentials_for
from mtui.config.origin import Origin, OriginKind, Sourced
from mtui.config.provider import Offer, Provider
from mtui.config.rules import OptionError
from mtui.config.tables import dotted
from mtui.config.variables import offer_for
from mtui.config.vendor_file import offer_of_file
from mtui.domain.errors import ConfigError, CredentialError
from mtui.domain.frozen import frozen
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config.credential import AuthKind, CredentialOption
    from mtui.config.schema import Profile


@frozen
class Credentials:
    """Everything that a way of signing in takes."""

    auth: AuthKind
    values: Mapping[str, Sourced[Secret]]
    """By name; an optional one that was not given is missing."""
    project_id: Sourced[str] | None = None
    """The project that the provider has them for, where the profile names none."""
    project_name: Sourced[str] | None = None
    """The same by its name."""

    def __getitem__(self, name: str) -> Secret:
        return self.values[name].value

    def get(self, name: str) -> Secret | None:
        """Return a credential, None where it was not given."""
        found = self.values.get(name)
        return None if found is None else found.value


def resolve(
    profile: Profile, environ: Mapping[str, str], typed: Mapping[str, Secret] | None = None
) -> Credentials:
    """Return the profile's credentials; what a person typed comes before the file's sources.

    It may run programs, for up to 20 s each: call it off the event loop.

    Raises:
        CredentialError: one or more are nowhere to be found; `missing` has their names.
    """
    values: dict[str, Sourced[Secret]] = {}
    complaints: dict[str, str] = {}
    offer = offer_of(profile, environ)
    typed = typed or {}
    for credential in credentials_for(profile.auth):
        if credential.is_about in typed and credential.name not in typed:
            continue
        found = _find(credential, profile, environ, typed)
        if found is None:
            found = _take(credential, offer)
        if isinstance(found, Sourced):
            values[credential.name] = found
        elif found is not None:
            complaints[credential.name] = found
    # Tracebacks may show variables, and the environment holds secrets.
    del environ
    if complaints:
        raise CredentialError(
            f"Profile {profile.name}: {'; '.join(complaints.values())}.", missing=tuple(complaints)
        )
    is_for_region = offer.region in (None, profile.region) and profile.project_id is None
    return Credentials(
        profile.auth,
        MappingProxyType(values),
        offer.project_id if is_for_region else None,
        offer.project_name if is_for_region else None,
    )


def offer_of(profile: Profile, environ: Mapping[str, str]) -> Offer:
    """Return what the profile's provider has; what cannot be used is missing, with the reason."""
    try:
        return _ask_provider(profile, environ)
    except OptionError as error:
        reason = error.sentence.rstrip(".")
    except ConfigError as error:
        reason = str(error).rstrip(".")
    names = (each.name for each in credentials_for(profile.auth) if each.is_required)
    return Offer(profile.auth, absences=dict.fromkeys(names, reason))


def _ask_provider(profile: Profile, environ: Mapping[str, str]) -> Offer:
    match profile.provider:
        case Provider.ENVIRONMENT:
            return offer_for(profile, environ)
        case Provider.HUAWEICLOUD:
            return offer_of_file(environ)
        case None:
            return Offer(profile.auth)


def _take(credential: CredentialOption, offer: Offer) -> Sourced[Secret] | str | None:
    """Return the credential from the provider, or a complaint if it is required."""
    found = offer.values.get(credential.name)
    if found is not None:
        return _checked(credential, found.value, found.origin)
    if not credential.is_required:
        return None
    absence = offer.absences.get(credential.name)
    return f"{credential.name} is missing" + (f", {absence}" if absence else "")


def _find(
    credential: CredentialOption,
    profile: Profile,
    environ: Mapping[str, str],
    typed: Mapping[str, Secret],
) -> Sourced[Secret] | str | None:
    """Return the credential, or a complaint, or None where the profile does not say."""
    name = credential.name
    if name in typed:
        return _checked(credential, typed[name], Origin(OriginKind.TYPED))
    match profile.credentials.get(name):
        case Inline(secret):
            origin = Origin(OriginKind.FILE, dotted("profiles", profile.name, name))
            return _checked(credential, secret, origin)
        case FromVariable(variable):
            secret = Secret(environ.get(variable, ""))
            if not secret:
                return f"{name} is missing, the variable {variable} is not set"
            return _checked(credential, secret, Origin(OriginKind.VARIABLE, variable))
        case FromCommand(argv):
            return _ask_program(credential, argv, environ)
        case None:
            return None


def _ask_program(
    credential: CredentialOption, argv: tuple[str, ...], environ: Mapping[str, str]
) -> Sourced[Secret] | str:
    match run_command(argv, environ):
        case Printed(secret=Secret() as secret):
            return _checked(credential, secret, Origin(OriginKind.COMMAND, argv[0]))
        case Printed(complaint=complaint):
            return f"{credential.name} is missing, {argv[0]} {complaint}"


def _checked(credential: CredentialOption, secret: Secret, origin: Origin) -> Sourced[Secret] | str:
    """Return the credential unless it cannot be one: HTTP libraries quote what they refuse."""
    try:
        credential.rule(secret.reveal())
    except OptionError as error:
        return f"{credential.name} ({origin}) {error.complaint}"
    return Sourced(secret, origin)

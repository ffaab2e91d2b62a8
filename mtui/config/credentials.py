"""Get a profile's credentials from where they are: typed, a variable, a command or the file."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtui.config.command import Printed, run_command
from mtui.config.credential import FromCommand, FromVariable, Inline, credentials_for
from mtui.config.origin import Origin, OriginKind, Sourced
from mtui.config.rules import OptionError
from mtui.config.tables import dotted
from mtui.domain.errors import CredentialError
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config.credential import AuthKind, CredentialOption
    from mtui.config.schema import Profile


@dataclass(frozen=True, slots=True)
class Credentials:
    """Everything that a way of signing in takes."""

    auth: AuthKind
    values: Mapping[str, Sourced[Secret]]
    """By name; an optional one that was not given is missing."""

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
    for credential in credentials_for(profile.auth):
        found = _find(credential, profile, environ, typed or {})
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
    return Credentials(profile.auth, MappingProxyType(values))


def _find(
    credential: CredentialOption,
    profile: Profile,
    environ: Mapping[str, str],
    typed: Mapping[str, Secret],
) -> Sourced[Secret] | str | None:
    """Return the credential, or a complaint, or None for an optional one that is not given."""
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
            return f"{name} is missing" if credential.is_required else None


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

"""The configuration as values; what is said beside each option is its documentation."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtui.config import rules
from mtui.config.credential import AuthKind
from mtui.config.option import Kind, described, described_choice, options_of
from mtui.config.provider import Provider
from mtui.config.rules import nearest
from mtui.config.theme import ThemeName
from mtui.domain.errors import ConfigError
from mtui.domain.frozen import frozen
from mtui.domain.jobs import DEFAULT_WORKSPACE, GenerationChoice, WorkspaceId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mtui.config.credential import CredentialSource


@frozen
class Profile:
    """One account in one region: ``[profiles.NAME]`` in the file."""

    name: str
    region: str = field(
        metadata=described(
            "The region; it derives both endpoints and finds the project.",
            '"cn-north-4"',
            rule=rules.region,
        )
    )
    project_id: str | None = field(
        default=None,
        metadata=described(
            "The project id; without it the region's default project is looked up through IAM.",
            '"0123456789abcdef0123456789abcdef"',
            rule=rules.identifier,
        ),
    )
    workspace_id: WorkspaceId = field(
        default=DEFAULT_WORKSPACE,
        metadata=described(
            "The workspace to open; 0 is the default one.", '"0"', rule=rules.identifier
        ),
    )
    endpoint: str | None = field(
        default=None,
        metadata=described(
            "The ModelArts endpoint of another cloud with the same API.",
            '"https://modelarts.eu-de.otc.t-systems.com"',
            rule=rules.endpoint,
        ),
    )
    iam_endpoint: str | None = field(
        default=None,
        metadata=described(
            "The IAM endpoint of another cloud with the same API.",
            '"https://iam.eu-de.otc.t-systems.com"',
            rule=rules.endpoint,
        ),
    )
    generation: GenerationChoice = field(
        default=GenerationChoice.BOTH,
        metadata=described_choice(
            "Which training jobs to show: v1 (with versions), v2 (without), or both.",
            '"both"',
            GenerationChoice,
        ),
    )
    auth: AuthKind = field(
        default=AuthKind.AKSK,
        metadata=described_choice(
            "How to sign in: aksk (access key), token, or password (IAM user).",
            '"aksk"',
            AuthKind,
        ),
    )
    provider: Provider | None = field(
        default=None,
        metadata=described_choice(
            "Where to find credentials that are not given here: environment or huaweicloud.",
            '"environment"',
            Provider,
            key="credentials",
        ),
    )
    credentials: Mapping[str, CredentialSource] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    """Each by its name; those that are missing are the provider's, or are asked for."""
    read_only: bool = field(
        default=False,
        metadata=described("Refuse everything that changes something.", "true", Kind.FLAG),
    )
    production: bool = field(
        default=False,
        metadata=described(
            "Ask for the profile's name as well before deleting.", "true", Kind.FLAG
        ),
    )
    protect: tuple[str, ...] = field(
        default=(),
        metadata=described(
            "Regular expressions: jobs with a name in which one is found are never deleted.",
            '["^baseline-", "-release$"]',
            Kind.TEXTS,
            rules.regular_expression,
        ),
    )
    max_bulk: int | None = field(
        default=None,
        metadata=described(
            "The most that one deletion may have, jobs counted by versions; without it no limit.",
            "200",
            Kind.COUNT,
            least=1,
            most=100_000,
        ),
    )
    proxy: str | None = field(
        default=None,
        metadata=described(
            "The HTTP proxy; without it the usual proxy variables hold.",
            '"http://proxy.example.com:3128"',
            rule=rules.proxy,
        ),
    )
    ca_bundle: Path | None = field(
        default=None,
        metadata=described(
            "A PEM file with the certificate authorities to trust instead of the usual ones.",
            '"/etc/ssl/certs/ca-certificates.crt"',
            rule=rules.absolute_file,
        ),
    )
    refresh_s: float = field(
        default=0.0,
        metadata=described(
            "How often lists are read again by themselves, in seconds; 0 for never.",
            "60",
            Kind.NUMBER,
            least=0,
            most=86_400,
        ),
    )
    timeout_s: float = field(
        default=20.0,
        metadata=described(
            "How long to wait for the network, in seconds.", "20", Kind.NUMBER, least=1, most=600
        ),
    )
    is_ready: bool = False
    """Whether it was made of what the provider has, and is not in the file."""


@frozen
class Config:
    """Everything that the file says."""

    path: Path
    """The file, which need not exist yet."""
    default_profile: str | None = field(
        default=None,
        metadata=described(
            "The profile to open when none is named.", '"lab"', rule=rules.profile_name
        ),
    )
    profiles: Mapping[str, Profile] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    """By name, in the file's order; ready ones where the file has none."""
    remark: str = ""
    """What was found that is not enough for a ready profile, as sentences."""
    theme: ThemeName = field(
        default=ThemeName.ANSI_DARK,
        metadata=described_choice(
            "The colours: ansi-dark and ansi-light use the terminal's own sixteen.",
            '"dark"',
            ThemeName,
        ),
    )
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """Other keys by the name of what they do; several stand between commas."""
    filters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """Filter expressions by name, in the file's order."""

    def profile(self, name: str) -> Profile:
        """Return one profile.

        Raises:
            ConfigError: there is none of that name; the hint has the nearest one.
        """
        found = self.profiles.get(name)
        if found is None:
            raise ConfigError(
                f"{self.path}: there is no profile {name!r}.", hint=nearest(name, self.profiles)
            )
        return found


CONFIG_OPTIONS = options_of(Config)
"""The keys at the top of the file, besides the profiles."""

PROFILE_OPTIONS = options_of(Profile)
"""The keys of a profile, besides its credentials."""

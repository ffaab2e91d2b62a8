"""The credentials: which there are, and where each may come from."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from mtui.config import rules
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.domain.secret import Secret


class AuthKind(StrEnum):
    """How requests are authenticated."""

    AKSK = "aksk"
    TOKEN = "token"  # noqa: S105 - the word in the file
    PASSWORD = "password"  # noqa: S105 - the word in the file


@frozen
class Inline:
    """A credential that stands in the file itself."""

    secret: Secret


@frozen
class FromVariable:
    """A credential in an environment variable."""

    variable: str


@frozen
class FromCommand:
    """A credential that a program prints."""

    argv: tuple[str, ...] = field(repr=False)
    """The program and its arguments; not for the shell, and not for a log."""


CredentialSource = Inline | FromVariable | FromCommand


@frozen
class CredentialOption:
    """One credential: ``NAME``, or ``NAME_env``, or ``NAME_command`` in the file."""

    name: str
    auth: AuthKind
    doc: str
    """One sentence for a person."""
    example: str
    """A value as it is written in TOML."""
    is_secret: bool = True
    """Whether it must not stand in a file that others can read, and is typed unseen."""
    is_required: bool = True
    rule: Callable[[str], str] = rules.token_text
    """What its value must be."""
    is_about: str = ""
    """The credential that it says something about: not of another one that was typed instead."""

    @property
    def variable_key(self) -> str:
        """The key that names an environment variable."""
        return f"{self.name}_env"

    @property
    def command_key(self) -> str:
        """The key that holds a program and its arguments."""
        return f"{self.name}_command"

    @property
    def keys(self) -> tuple[str, str, str]:
        """All keys of it in the file."""
        return (self.name, self.variable_key, self.command_key)


CREDENTIALS: tuple[CredentialOption, ...] = (
    CredentialOption(
        "access_key",
        AuthKind.AKSK,
        "The access key id (AK).",
        '"EXAMPLEACCESSKEY"',
        is_secret=False,
    ),
    CredentialOption(
        "secret_key", AuthKind.AKSK, "The secret access key (SK).", '"example-secret-key"'
    ),
    CredentialOption(
        "security_token",
        AuthKind.AKSK,
        "The security token that belongs to a temporary access key.",
        '"example-security-token"',
        is_required=False,
    ),
    CredentialOption(
        "expires_at",
        AuthKind.AKSK,
        "When a temporary access key ends; its last ten minutes are counted down.",
        '"2026-01-31T12:00:00Z"',
        is_secret=False,
        is_required=False,
        rule=rules.moment,
        is_about="access_key",
    ),
    CredentialOption(
        "token", AuthKind.TOKEN, "A project-scoped IAM token (X-Auth-Token).", '"example-token"'
    ),
    CredentialOption(
        "username",
        AuthKind.PASSWORD,
        "The name of the IAM user.",
        '"alice"',
        is_secret=False,
        rule=rules.plain_text,
    ),
    CredentialOption(
        "domain",
        AuthKind.PASSWORD,
        "The account (domain) that the IAM user belongs to.",
        '"example-account"',
        is_secret=False,
        rule=rules.plain_text,
    ),
    CredentialOption(
        "password",
        AuthKind.PASSWORD,
        "The IAM user's password.",
        '"example-password"',
        rule=rules.plain_text,
    ),
)


def credentials_for(auth: AuthKind) -> tuple[CredentialOption, ...]:
    """Return what a way of signing in takes, in the order in which a person is asked."""
    return tuple(each for each in CREDENTIALS if each.auth is auth)


def expect_no_credential(name: str) -> None:
    """Refuse a credential where none is looked for: what stands there is shown.

    Args:
        name: a key outside the profiles, dotted.

    Raises:
        rules.OptionError: its last part is the key of a credential.
    """
    if any(name.rpartition(".")[2] in each.keys for each in CREDENTIALS):
        complaint = "is a credential, which is of no use here"
        raise rules.OptionError(complaint, hint="It belongs under [profiles.NAME].")

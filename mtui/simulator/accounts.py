"""Who may ask: users, their keys, temporary keys and tokens, as IAM keeps them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

LOCK_AFTER = 5
"""So many wrong signatures lock an access key (api.md §3.6)."""
LOCK_S = 300.0
"""How long a lock lasts, and how long a failure counts, in seconds."""


class User(NamedTuple):
    """An IAM user."""

    name: str
    domain: str
    domain_id: str
    password: str
    denied: frozenset[str] = frozenset()
    """Actions that policies forbid, such as ``trainJobVersion:delete`` (03_0163)."""

    @property
    def user_id(self) -> str:
        """A made-up id that stays the same."""
        return hashlib.sha256(f"{self.domain}/{self.name}".encode()).hexdigest()[:32]

    def __repr__(self) -> str:
        return f"User({self.name!r} of {self.domain!r})"


@dataclass(slots=True)
class AccessKey:
    """A permanent or temporary key pair."""

    access: str
    secret: str = field(repr=False)
    user: User
    security_token: str | None = field(default=None, repr=False)
    """Set for a temporary key, which is good only together with it."""
    expires_at_s: float | None = None
    failures: list[float] = field(default_factory=list)
    """When wrong signatures came, in epoch seconds."""

    def is_locked(self, now_s: float) -> bool:
        """Return whether too many wrong signatures came lately."""
        self.failures = [at for at in self.failures if now_s - at < LOCK_S]
        return len(self.failures) >= LOCK_AFTER


@dataclass(slots=True)
class Token:
    """A token of a user, scoped to a project or to the whole account."""

    value: str = field(repr=False)
    user: User
    project_id: str | None
    expires_at_s: float


class Accounts:
    """Everything that IAM knows about who may ask."""

    def __init__(self) -> None:
        self.users: dict[tuple[str, str], User] = {}
        """By account name and user name."""
        self.keys: dict[str, AccessKey] = {}
        """By access key."""
        self.tokens: dict[str, Token] = {}
        """By value; expired ones stay, so that they are told from unknown ones."""
        self._issued = 0

    def add_user(self, user: User, *, access: str, secret: str) -> AccessKey:
        """Add a user with a permanent key pair."""
        self.users[user.domain, user.name] = user
        key = AccessKey(access, secret, user)
        self.keys[access] = key
        return key

    def issue_token(self, user: User, project_id: str | None, expires_at_s: float) -> Token:
        """Make a new token."""
        token = Token(self._made_up("token", 48), user, project_id, expires_at_s)
        self.tokens[token.value] = token
        return token

    def issue_temporary_key(self, user: User, expires_at_s: float) -> AccessKey:
        """Make a temporary key pair with its security token."""
        access = "SIM" + self._made_up("access", 17).upper()
        key = AccessKey(
            access,
            self._made_up("secret", 40),
            user,
            self._made_up("security", 64),
            expires_at_s,
        )
        self.keys[access] = key
        return key

    def expire_tokens(self) -> None:
        """Let every token that was issued so far be out of date."""
        for token in self.tokens.values():
            token.expires_at_s = 0.0

    def _made_up(self, what: str, length: int) -> str:
        self._issued += 1
        return hashlib.sha256(f"simulated {what} {self._issued}".encode()).hexdigest()[:length]

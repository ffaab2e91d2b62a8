"""Every error that mtui raises on purpose, as a tree.

MtuiError
├── ConfigError            the configuration cannot be used
├── CredentialError        a credential is missing or cannot be obtained
├── GuardError             refused by mtui itself, before anything was sent
│   ├── ReadOnlyError      the profile or --read-only forbids changes
│   └── DryRunError        --dry-run: it would have been sent
├── JournalError           the journal cannot be written or read
├── OutputError            what a command prints cannot be written
└── ApiError               the service, or the way to it, said no
    ├── NotSentError       it never left: DNS, refused connection, TLS, proxy
    ├── AnswerLostError    it left, no whole answer came back: it may have been done
    ├── MalformedAnswerError  an answer came that cannot be understood
    ├── AuthError          who is asking was not accepted (401, 02xx, APIGW.03xx)
    │   └── ExpiredError   it was accepted once and has run out (0202, 4127, APIGW.0307)
    ├── ForbiddenError     the person may not do this (403)
    ├── NotFoundError      the resource does not exist
    ├── NotServedError     the API does not exist here (404 APIGW.0101)
    ├── StateConflictError not in this state (409, 0105, 2796, 2878)
    ├── ThrottledError     too many requests (429, 0114, 2799, APIGW.0308)
    ├── ServerError        the service failed (5xx)
    └── RejectedError      any other refusal (400, is_success: false)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtui.domain.answers import ApiAnswer


class MtuiError(Exception):
    """An error with a sentence for a person and, where there is one, what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(MtuiError):
    """The configuration cannot be used; the message names the file and the key or line."""


class CredentialError(MtuiError):
    """A credential is missing or its source failed."""

    def __init__(self, message: str, *, hint: str = "", missing: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.missing = missing
        """Names of the credentials that a person could still type in."""


class GuardError(MtuiError):
    """mtui refused before anything was sent."""


class ReadOnlyError(GuardError):
    """The profile or the command line forbids changes."""


class DryRunError(GuardError):
    """Nothing is sent in a dry run."""


class JournalError(MtuiError):
    """The journal cannot be written or read."""


class OutputError(MtuiError):
    """What a command prints cannot be written."""


class ApiError(MtuiError):
    """The service, or the way to it, said no."""

    def __init__(
        self, answer: ApiAnswer, *, hint: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(answer.error_msg or f"could not {answer.call.subject}", hint=hint)
        self.answer = answer
        self.retry_after_s = retry_after_s
        """How long the service asks to wait, in seconds."""

    def __str__(self) -> str:
        return f"{self.answer.error_code} {super().__str__()}".strip()


class NotSentError(ApiError):
    """The request never left, so nothing was done."""


class AnswerLostError(ApiError):
    """The request left and no whole answer came back: it may have been carried out."""


class MalformedAnswerError(ApiError):
    """An answer came that cannot be understood: it may have been carried out."""


class AuthError(ApiError):
    """Who is asking was not accepted."""


class ExpiredError(AuthError):
    """The login was good and has run out; nothing was carried out."""


class ForbiddenError(ApiError):
    """The person may not do this."""


class NotFoundError(ApiError):
    """The resource does not exist."""


class NotServedError(ApiError):
    """The service does not offer this API here."""


class StateConflictError(ApiError):
    """The resource's state does not allow it."""


class ThrottledError(ApiError):
    """Too many requests; it was not carried out."""


class ServerError(ApiError):
    """The service failed; whether it was carried out is not known."""


class RejectedError(ApiError):
    """Any other refusal by the service."""

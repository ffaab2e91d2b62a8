"""Certificates for a loopback address, good ones and bad ones."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from pathlib import Path

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Authority:
    """Issues certificates; who has its file trusts them."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self.path = folder / "ca.pem"
        """What a profile takes as its ``ca_bundle``."""
        self._ca.cert_pem.write_to_path(self.path)

    def server(self) -> ssl.SSLContext:
        """Return how a server secures its connections, with a certificate that is right."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certify(context)
        return context

    def certify(self, context: ssl.SSLContext) -> None:
        """Have a server show a right certificate from now on."""
        self._ca.issue_cert("127.0.0.1").configure_cert(context)

    def expire(self, context: ssl.SSLContext) -> None:
        """Have a server show one that has run out."""
        self._ca.issue_cert("127.0.0.1", not_after=_LONG_AGO).configure_cert(context)

    def rename(self, context: ssl.SSLContext) -> None:
        """Have a server show one of another host."""
        self._ca.issue_cert("elsewhere.example").configure_cert(context)

    def replace(self, context: ssl.SSLContext) -> None:
        """Have a server show one of an authority that nobody trusts."""
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

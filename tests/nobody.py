"""Somebody whom the system does not know, and whom the modes of files stop, also in a root's test.

As root, everything may be written everywhere. In a user namespace of its own a program is nobody
in particular: it owns what the test owns, and has no power beyond.
"""

from __future__ import annotations

import shutil
import subprocess

import pytest

NOBODY = ("unshare", "--user", "--map-user=12345", "--map-group=12345", "--")
"""Put before a command, makes it run as a user without a name."""


def needs_nobody() -> pytest.MarkDecorator:
    """Skip where the system lets nobody make a user namespace (some kernels and containers)."""
    is_there = (
        shutil.which(NOBODY[0]) is not None
        and not subprocess.run([*NOBODY, "true"], check=False, capture_output=True).returncode
    )
    return pytest.mark.skipif(not is_there, reason="the system makes no user namespaces here")

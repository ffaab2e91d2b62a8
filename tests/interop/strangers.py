"""Clients that nobody here wrote, imported where a test asks for them.

Importing the vendor's core writes a file under HOME, so it waits for the test's own home.
"""

from __future__ import annotations

from typing import Any

import pytest


def stranger(module: str) -> Any:
    """Return a module of the extra ``interop``; without it the test is skipped."""
    return pytest.importorskip(module, reason=f"needs the extra 'interop' ({module})")


def refusal(call: Any, *arguments: Any) -> tuple[int, str, str]:
    """Return status, code and message of the vendor's error for a call that must be refused."""
    exceptions = stranger("huaweicloudsdkcore.exceptions.exceptions")
    with pytest.raises(exceptions.ServiceResponseException) as caught:
        call(*arguments)
    error = caught.value
    return error.status_code, error.error_code, error.error_msg

"""One service is one service, however its URL is spelled: its runs exclude each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mtui.services.locks import RunLock
from mtui.services.login import endpoints_of
from tests.services.stage import PROFILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "spelling",
    [
        "https://ModelArts.Example.com",
        "https://modelarts.example.com:443/",
        "HTTPS://modelarts.example.com/v1",
    ],
)
def test_two_spellings_of_an_endpoint_have_one_lock(tmp_path: Path, spelling: str) -> None:
    def lock_of(endpoint: str) -> Path:
        endpoints = endpoints_of(replace(PROFILE, endpoint=endpoint))
        return RunLock(tmp_path, endpoints.modelarts, "p").path

    assert lock_of(spelling) == lock_of("https://modelarts.example.com")
    assert lock_of(spelling) != lock_of("https://modelarts.example.com:8443")

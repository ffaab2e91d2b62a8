"""A profile, a file as a person writes it, and how a test looks at what was written."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from mtui.config import Inline, Profile
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from pathlib import Path


LAB = Profile(name="lab", region="cn-north-4", credentials={"token": Inline(Secret("s3cret"))})
WRITTEN_BY_HAND = """\
# mine
default_profile = "lab"   # the one

[profiles.lab]
region = 'cn-north-4'
timeout_s = 20
future_option = 0x10

[profiles.other]
region = "cn-east-3"

[keys]
"jobs.delete" = "D"
"""


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())

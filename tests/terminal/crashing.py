"""mtui with a bug behind a key: what ``A`` should show ends in an exception.

Arguments are those of ``mtui``. The secrets of the demo's profile stand in the exception's
message, in a variable, and in the exception behind it.
"""

from __future__ import annotations

import sys

from mtui import cli
from mtui.simulator import DEMO_ACCESS_KEY, DEMO_SECRET_KEY
from mtui.ui.app import MtuiApp

UNKNOWN_TOKEN = "token-that-nobody-made-a-secret"
"""What mtui does not know of, and must not show either."""


class BuggyError(Exception):
    """What nobody expected."""


def buggy_action(self: MtuiApp) -> None:
    """Fail like a bug that has a secret at hand."""
    secret = f"{DEMO_SECRET_KEY}"
    try:
        use({"X-Auth-Token": UNKNOWN_TOKEN, "key": DEMO_ACCESS_KEY})
    except ValueError as error:
        raise BuggyError(f"of {self.title}: {secret}") from error


def use(headers: dict[str, str]) -> None:
    """Refuse them, and tell them all."""
    raise ValueError(f"cannot use {headers!r}")


if __name__ == "__main__":
    MtuiApp.action_audit = buggy_action  # type: ignore[method-assign] # a bug, made on purpose
    raise SystemExit(cli.main(sys.argv[1:]))

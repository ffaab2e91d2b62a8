"""``mtui audit``: the journal of deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.commands import OK
from mtui.commands.output import say
from mtui.config import journal_path, state_path
from mtui.services.audit import printed_audit

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Print the journal.

    Raises:
        JournalError: it cannot be read.
    """
    for line in printed_audit(journal_path(state_path()), as_json=options.json):
        say(line)
    return OK

"""``mtui completion``: what a shell reads to complete mtui's words, profile names among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.commands import OK
from mtui.commands.grammar import GRAMMAR
from mtui.commands.output import say
from mtui.commands.shells import bash, fish, zsh

if TYPE_CHECKING:
    import argparse

_SCRIPTS = {"bash": bash.script, "zsh": zsh.script, "fish": fish.script}


def run(options: argparse.Namespace) -> int:
    """Print the script for a shell."""
    say(_SCRIPTS[options.word](GRAMMAR))
    return OK

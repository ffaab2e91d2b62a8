"""The command line, declared once: the parser, its help and the shells' completions follow it."""

from __future__ import annotations

import argparse
from enum import Enum, auto

from mtui import __version__
from mtui.domain.frozen import frozen

COMMAND = "command"
"""Where the parser puts the command's name."""
ACTION = "action"
"""Where the parser puts the name of a command's command."""
WORD = "word"
"""Where the parser puts the one word that a command takes."""


class Values(Enum):
    """What a flag's value is one of."""

    PROFILES = auto()
    FILES = auto()


@frozen
class Flag:
    """An option such as ``--profile NAME``."""

    name: str
    doc: str
    """What it does, as words without a full stop."""
    value: str = ""
    """What its value is called; empty for one without a value."""
    values: Values | None = None


@frozen
class Command:
    """A word that says what to do, with what may follow it."""

    name: str
    doc: str
    """What it does, as words without a full stop."""
    flags: tuple[Flag, ...] = ()
    commands: tuple[Command, ...] = ()
    words: tuple[str, ...] = ()
    """What the one word that it takes can be."""


_PROFILE = Flag("--profile", "open this profile", "NAME", Values.PROFILES)
_CONFIG = Flag("--config", "use this file instead of the usual one", "FILE", Values.FILES)

GRAMMAR = Command(
    "mtui",
    "Clean up Huawei Cloud ModelArts training jobs and their versions.",
    (
        _PROFILE,
        _CONFIG,
        Flag("--demo", "play with made-up jobs, offline"),
        Flag("--read-only", "refuse everything that deletes"),
        Flag("--dry-run", "go through everything, but send no deletion"),
        Flag("--mouse", "use the mouse here; without it, it selects text in the terminal"),
        Flag("--debug", "write more into the log"),
    ),
    (
        Command(
            "audit",
            "print the journal of deletions, oldest first",
            (Flag("--json", "the records as they are, a line each"),),
        ),
        Command(
            "config",
            "look at the configuration, check it, begin one",
            commands=(
                Command("path", "where mtui keeps its files", (_CONFIG,)),
                Command(
                    "show",
                    "every value and where it comes from, secrets masked",
                    (_CONFIG, _PROFILE),
                ),
                Command("validate", "every mistake in the file, a line each", (_CONFIG,)),
                Command("init", "write a commented file to begin with", (_CONFIG,)),
                Command("schema", "a JSON Schema of the file, for editors"),
                Command("profiles", "the profiles' names, a line each", (_CONFIG,)),
            ),
        ),
        Command(
            "doctor",
            "find out why a profile works or does not; changes nothing",
            (_CONFIG, _PROFILE, Flag("--json", "what was found, as JSON")),
        ),
        Command(
            "completion",
            "print what makes a shell complete mtui's words",
            words=("bash", "zsh", "fish"),
        ),
    ),
)
"""All that can be said to mtui, besides ``--help`` and ``--version``."""


def build_parser(epilog: str) -> argparse.ArgumentParser:
    """Return the parser; flags stand in the namespace without dashes, such as ``read_only``."""
    parser = argparse.ArgumentParser(
        prog=GRAMMAR.name,
        description=GRAMMAR.doc,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for flag in GRAMMAR.flags:
        _add_flag(parser, flag)
    parser.add_argument("--version", action="version", version=f"{GRAMMAR.name} {__version__}")
    _add_commands(parser, GRAMMAR, COMMAND, is_required=False)
    return parser


def _add_commands(
    parser: argparse.ArgumentParser, command: Command, place: str, *, is_required: bool
) -> None:
    choices = parser.add_subparsers(
        title="commands", dest=place, metavar="COMMAND", required=is_required
    )
    for each in command.commands:
        follower = choices.add_parser(each.name, help=each.doc, description=f"{each.doc}.")
        for flag in each.flags:
            _add_flag(follower, flag, is_repeated=flag in GRAMMAR.flags)
        if each.words:
            follower.add_argument(WORD, choices=each.words, metavar="|".join(each.words))
        if each.commands:
            _add_commands(follower, each, ACTION, is_required=True)


def _add_flag(parser: argparse.ArgumentParser, flag: Flag, *, is_repeated: bool = False) -> None:
    """Add a flag; where it is repeated, it does not undo what stood before the command."""
    default = argparse.SUPPRESS if is_repeated else None
    if flag.value:
        parser.add_argument(flag.name, metavar=flag.value, help=flag.doc, default=default)
    else:
        parser.add_argument(flag.name, action="store_true", help=flag.doc)


def valued_flags(command: Command) -> list[tuple[str, Values]]:
    """Return each flag with a value, here or further down, and what the value is one of."""
    found = {flag.name: flag.values for flag in command.flags if flag.values is not None}
    for each in command.commands:
        found |= dict(valued_flags(each))
    return list(found.items())

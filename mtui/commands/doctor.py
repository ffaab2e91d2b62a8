"""``mtui doctor``: why a profile works or does not, a line for each thing that was tried."""

from __future__ import annotations

import asyncio
import json
import locale
import os
import stat
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from mtui.commands import FAILURE, OK
from mtui.commands.output import say
from mtui.config import choose_profile, config_path, read, state_path, with_ready_profiles
from mtui.domain.errors import ConfigError, MtuiError
from mtui.services.doctor import Finding, Verdict, examine
from mtui.services.session import Surroundings

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from mtui.config import Profile

_WIDTH = 20
"""Columns for the name of a check."""
_SMALLEST = (60, 15)
"""Columns and rows below which screens say that they are too small."""


def run(options: argparse.Namespace) -> int:
    """Examine a profile and print what was found; 1 if anything failed."""
    findings: list[Finding] = []
    asyncio.run(_examine(options, findings))
    if options.json:
        say(json.dumps([asdict(finding) for finding in findings], indent=2))
    return FAILURE if any(f.verdict is Verdict.FAILED for f in findings) else OK


async def _examine(options: argparse.Namespace, findings: list[Finding]) -> None:
    async for finding in _findings(options):
        findings.append(finding)
        if not options.json:
            for line in _lines(finding):
                say(line)


async def _findings(options: argparse.Namespace) -> AsyncIterator[Finding]:
    for finding in _terminal():
        yield finding
    path = config_path(options.config, os.environ).value
    try:
        stored = read(path, missing_ok=options.config is None)
        chosen = choose_profile(
            with_ready_profiles(stored, os.environ), options.profile, os.environ
        )
    except ConfigError as error:
        yield Finding("config", Verdict.FAILED, error.message, advice=error.hint)
        return
    yield _file(path)
    if chosen is None:
        advice = "Name one with --profile, or make one: mtui"
        yield Finding("profile", Verdict.FAILED, "none is chosen", advice=advice)
        return
    yield Finding("profile", Verdict.OK, f"{chosen.value.name} ({chosen.origin})")
    async for finding in _service(chosen.value):
        yield finding


async def _service(profile: Profile) -> AsyncIterator[Finding]:
    around = Surroundings(state_path=state_path(), environ=os.environ, read_only=True)
    try:
        async for finding in examine(profile, {}, around):
            yield finding
    except MtuiError as error:
        yield Finding("network settings", Verdict.FAILED, error.message, advice=error.hint)


def _file(path: Path) -> Finding:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return Finding("config", Verdict.SKIPPED, f"{path} does not exist")
    if mode & 0o077:
        advice = f"chmod 600 {path}"
        return Finding("config", Verdict.OK, f"{path}, which others can read", advice=advice)
    return Finding("config", Verdict.OK, f"{path}, which only you can read")


def _terminal() -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("terminal", Verdict.SKIPPED, "the output is no terminal")
        return
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    kind = os.environ.get("TERM", "")
    words = f"{kind or 'TERM is not set'}, {columns}x{rows}, {locale.getpreferredencoding()}"
    if columns < _SMALLEST[0] or rows < _SMALLEST[1]:
        smallest = "{}x{}".format(*_SMALLEST)
        yield Finding("terminal", Verdict.FAILED, words, advice=f"Enlarge it to {smallest}.")
    elif kind in ("", "dumb"):
        yield Finding("terminal", Verdict.FAILED, words, advice="Set TERM, such as xterm-256color.")
    else:
        yield Finding("terminal", Verdict.OK, words)


def _lines(finding: Finding) -> Iterator[str]:
    what = "  ".join(filter(None, (finding.error_code, finding.error_msg, finding.detail)))
    what = "".join(character if character.isprintable() else "?" for character in what)
    yield f"{finding.verdict:<8}{finding.name:<{_WIDTH}}{what}".rstrip()
    if finding.advice:
        yield f"{'':<{8 + _WIDTH}}{finding.advice}"

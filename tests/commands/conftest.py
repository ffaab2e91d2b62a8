"""What the commands' tests share: running one, and a configuration file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from mtui.cli import main

if TYPE_CHECKING:
    from pathlib import Path


class Said(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The output, with one space where there were several."""
        return [" ".join(line.split()) for line in self.out.splitlines()]


class Run(Protocol):
    def __call__(self, *arguments: str | Path) -> Said: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that gives mtui a command line."""

    def run_it(*arguments: str | Path) -> Said:
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        return Said(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def usual_file(isolated_environment: Path) -> Path:
    """Return where the configuration file is looked for; its folder is there."""
    path = isolated_environment / "config" / "mtui" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    """Write a configuration file."""
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path

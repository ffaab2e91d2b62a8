"""The project's own files, for the tests that read them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mtui"
TESTS = ROOT / "tests"


def modules(*folders: Path) -> list[Path]:
    """Every Python file below the folders, in order."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int | None = None) -> str:
    """A file as people name it, from the project's root, with its line if there is one."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"

"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.source import PACKAGE, ROOT, TESTS, modules, place, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VAGUE_NAMES = {"utils", "helpers", "common", "base", "manager", "types", "constants"}
BROAD_EXCEPTIONS = {"Exception", "BaseException"}
THEMES = PACKAGE / "ui" / "themes.py"

_BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[\w-]+(?:,\s*[\w-]+)*\]\s+#\s*\S)")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_HEX_COLOUR = re.compile(r":[^;{}]*#[0-9a-fA-F]{3,8}\b[^;{}]*[;}]")
_HEX_COLOUR = re.compile(
    r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|([0-9a-fA-F])\1\1|(?=\w*\d)[0-9a-fA-F]{3})\b"
)


def run_python(source: str, *arguments: str) -> str:
    """Run a program in a fresh interpreter and return what it printed last."""
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_imports_keep_the_contracts() -> None:
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["domain", "config", "modelarts", "services", "simulator"])
def test_the_core_loads_no_screen_library(module: str) -> None:
    without_httpx_command_line = "sys.modules['click'] = None"  # else httpx itself loads rich
    loaded = run_python(
        f"import sys; {without_httpx_command_line}; import mtui.{module}\n"
        "print({'textual', 'rich'} & sys.modules.keys())"
    )
    assert loaded == "set()"


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_neither_screen_nor_network(option: str) -> None:
    loaded = run_python(
        """
import runpy, sys
sys.argv = ["mtui", sys.argv[1]]
try:
    runpy.run_module("mtui", run_name="__main__", alter_sys=True)
except SystemExit as exit:
    assert not exit.code, exit.code
print({"textual", "rich", "httpx"} & sys.modules.keys())
""",
        option,
    )
    assert loaded == "set()"


def test_only_named_exceptions_are_caught() -> None:
    def is_broad(kind: ast.expr | None) -> bool:
        if isinstance(kind, ast.Tuple):
            return any(is_broad(element) for element in kind.elts)
        return kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD_EXCEPTIONS)

    offenders = [
        place(path, node.lineno)
        for path in modules(PACKAGE, TESTS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type)
    ]
    assert offenders == []


def test_every_ignored_type_error_has_a_code_and_a_reason() -> None:
    offenders = [
        place(path, number)
        for path in modules(PACKAGE, TESTS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _BARE_IGNORE.search(line) and "_BARE_IGNORE" not in line
    ]
    assert offenders == []


def test_nothing_but_the_cli_asks_for_the_time() -> None:
    clocks = {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
    }
    offenders = [
        place(path, node.lineno)
        for path in modules(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ".".join(ast.unparse(node.func).split(".")[-2:]) in clocks
        if path != PACKAGE / "cli.py"
    ]
    assert offenders == []


def test_modules_have_telling_names_of_their_own() -> None:
    reserved = VAGUE_NAMES | (sys.stdlib_module_names - {"__future__"})
    offenders = [
        place(path)
        for path in modules(PACKAGE)
        for name in (path.stem, path.parent.name)
        if name in reserved
    ]
    assert offenders == []


def test_every_module_says_what_it_is() -> None:
    offenders = [place(path) for path in modules(PACKAGE) if not ast.get_docstring(tree(path))]
    assert offenders == []


def test_every_stylesheet_lies_beside_its_module() -> None:
    offenders = [
        place(path) for path in PACKAGE.rglob("*.tcss") if not path.with_suffix(".py").exists()
    ]
    assert offenders == []


def test_colours_are_named_by_themes_alone() -> None:
    assert list(hex_colours()) == []


def hex_colours() -> Iterator[str]:
    """The places outside the themes where a colour is written as a number."""
    for path in sorted(PACKAGE.rglob("*.tcss")):
        css = _CSS_COMMENT.sub("", path.read_text(encoding="utf-8"))
        yield from (f"{place(path)}: {found}" for found in _CSS_HEX_COLOUR.findall(css))
    for path in modules(PACKAGE / "ui"):
        if path != THEMES:
            yield from (f"{place(path, line)}: {text}" for line, text in colour_strings(path))


def colour_strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module in which a colour is written as a number."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = _HEX_COLOUR.search(node.value)
            if found:
                yield node.lineno, found.group()


@pytest.mark.parametrize("text", ["#ff0000", "color: #0af", "#fff", "#a1b2c3d4"])
def test_a_colour_is_recognised(text: str) -> None:
    assert _HEX_COLOUR.search(text)


@pytest.mark.parametrize("text", ["#add", "#jobs", "#delete-button", "issue #12"])
def test_an_id_is_not_taken_for_a_colour(text: str) -> None:
    assert not _HEX_COLOUR.search(text)


@pytest.mark.parametrize("css", ["A { color: #add; }", "A { border: tall #112233 }"])
def test_a_colour_in_a_stylesheet_is_recognised(css: str) -> None:
    assert _CSS_HEX_COLOUR.search(css)


@pytest.mark.parametrize("css", ["#add { color: $text; }", "A { &:hover #add { color: red; } }"])
def test_an_id_in_a_stylesheet_is_not_taken_for_a_colour(css: str) -> None:
    assert not _CSS_HEX_COLOUR.search(css)

"""Completions, asked for as the shells ask for them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.commands.conftest import write
from tests.terminal.demo import MTUI

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Run

PROFILES = '[profiles.lab]\nregion = "cn-north-4"\n[profiles.prod]\nregion = "cn-north-4"\n'

# What readline does with a line: words are cut at spaces and at "=".
BASH = """
source "$1"
read -ra COMP_WORDS <<< "${2//=/ = }"
if [[ $2 == *" " || $2 == *= ]]; then COMP_WORDS+=(""); fi
if [[ $2 == *= ]]; then unset "COMP_WORDS[-1]"; fi
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_mtui
printf "%s\\n" "${COMPREPLY[@]}"
"""
FISH = 'source $argv[1]; complete -C "$argv[2]"'


@pytest.fixture(params=["bash", "fish"])
def complete(
    request: pytest.FixtureRequest, tmp_path: Path, run: Run, usual_file: Path
) -> Callable[[str], list[str]]:
    """Return a function that gives what a shell offers for a line."""
    shell = shutil.which(request.param)
    if shell is None:
        pytest.skip(f"there is no {request.param}")
    write(usual_file, PROFILES)
    script = tmp_path / "completion"
    script.write_text(run("completion", request.param).out, encoding="utf-8")
    command = [shell, "-c", BASH, "bash"] if request.param == "bash" else [shell, "-c", FISH]
    environ = os.environ | {"PATH": f"{MTUI.parent}:{os.environ['PATH']}"}

    def offers(line: str) -> list[str]:
        done = subprocess.run(
            [*command, str(script), line],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env=environ,
            cwd=tmp_path,
        )
        assert done.stderr == ""
        # Fish puts a description behind a tab.
        words = (each.partition("\t")[0] for each in done.stdout.splitlines())
        return sorted(word for word in words if word)

    return offers


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mtui con", ["config"]),
        ("mtui --read", ["--read-only"]),
        ("mtui --read-only con", ["config"]),
        ("mtui audit --j", ["--json"]),
        ("mtui config ", ["init", "path", "profiles", "schema", "show", "validate"]),
        ("mtui config sh", ["show"]),
        ("mtui completion ", ["bash", "fish", "zsh"]),
        ("mtui --profile p", ["prod"]),
        ("mtui --profile ", ["lab", "prod"]),
        ("mtui --profile lab con", ["config"]),
        ("mtui config show --profile l", ["lab"]),
        ("mtui config nonsense ", []),
    ],
)
def test_a_shell_offers_what_can_follow(
    complete: Callable[[str], list[str]], line: str, expected: list[str]
) -> None:
    offered = complete(line)

    assert [word for word in offered if word != "--help"] == expected


def test_files_are_offered_for_a_file(complete: Callable[[str], list[str]], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").touch()

    assert complete("mtui --config mi") == ["mine.toml"]


@pytest.mark.parametrize("complete", ["bash"], indirect=True)
def test_bash_offers_values_behind_an_equals_sign(
    complete: Callable[[str], list[str]], tmp_path: Path
) -> None:
    other = write(tmp_path / "other.toml", '[profiles.other]\nregion = "cn-north-4"\n')

    assert complete("mtui --profile=") == ["lab", "prod"]
    assert complete("mtui --profile=l") == ["lab"]
    assert complete(f"mtui --config={other} --profile ") == ["other"]
    assert complete(f"mtui --config {other} --profile ") == ["other"]


def test_zsh_can_read_its_script(run: Run) -> None:
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("there is no zsh")
    script = run("completion", "zsh").out

    done = subprocess.run([zsh, "-n"], input=script, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_zsh_s_script_has_a_function_for_each_command(run: Run) -> None:
    script = run("completion", "zsh").out

    for name in ("_mtui", "_mtui_audit", "_mtui_config", "_mtui_config_show", "_mtui_completion"):
        assert f"\n{name}() {{" in script
    assert "'--profile=[open this profile]:NAME:_mtui_profiles'" in script

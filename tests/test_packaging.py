"""What people install: the wheel and the source distribution, built and looked into."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from build import ProjectBuilder
from pyproject_hooks import quiet_subprocess_runner

import mtui
from tests.source import PACKAGE, ROOT, modules

if TYPE_CHECKING:
    from email.message import Message

RUNTIME_DEPENDENCIES = {"textual", "httpx", "platformdirs", "tomli-w"}


class Distributions(NamedTuple):
    """The two files that a release consists of."""

    sdist: Path
    wheel: Path


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Build as a release does: the source distribution, and the wheel out of that."""
    folder = tmp_path_factory.mktemp("dist")
    sdist = build(ROOT, "sdist", folder)
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    return Distributions(sdist, build(source, "wheel", folder))


def build(source: Path, kind: Literal["sdist", "wheel"], folder: Path) -> Path:
    """Build with the backend of this environment, so that no network is needed."""
    builder = ProjectBuilder(source, runner=quiet_subprocess_runner)
    return Path(builder.build(kind, folder))


@pytest.fixture(scope="module")
def wheel_files(distributions: Distributions) -> set[str]:
    """The names in the wheel."""
    with zipfile.ZipFile(distributions.wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist_files(distributions: Distributions) -> set[str]:
    """The names in the source distribution, from its top folder on."""
    with tarfile.open(distributions.sdist) as archive:
        return {member.name.partition("/")[2] for member in archive if member.isfile()}


@pytest.fixture(scope="module")
def metadata(distributions: Distributions) -> Message:
    """What the wheel says about itself."""
    return HeaderParser().parsestr(read(distributions.wheel, "METADATA"))


def read(wheel: Path, name: str) -> str:
    """A file of the wheel's own description of itself."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"mtui-{mtui.__version__}.dist-info/{name}").decode()


def package_files() -> set[str]:
    """The package's files: code, stylesheets, data, as they are named in a distribution."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


def test_the_wheel_holds_the_package_and_nothing_else(wheel_files: set[str]) -> None:
    code = {name for name in wheel_files if ".dist-info/" not in name}
    assert code == package_files()
    assert "mtui/py.typed" in code
    assert any(name.endswith(".tcss") for name in code)


def test_both_distributions_carry_the_licence(wheel_files: set[str], sdist_files: set[str]) -> None:
    assert f"mtui-{mtui.__version__}.dist-info/licenses/LICENSE" in wheel_files
    assert "LICENSE" in sdist_files


def test_the_wheel_installs_one_command(distributions: Distributions) -> None:
    entry_points = ConfigParser()
    entry_points.read_string(read(distributions.wheel, "entry_points.txt"))
    assert {name: dict(entry_points[name]) for name in entry_points.sections()} == {
        "console_scripts": {"mtui": "mtui.cli:main"}
    }


def test_the_metadata_names_version_python_and_licence(metadata: Message) -> None:
    assert metadata["Name"] == "mtui"
    assert metadata["Version"] == mtui.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"


def test_the_runtime_needs_four_libraries_each_within_a_tested_range(metadata: Message) -> None:
    requirements = [
        requirement
        for requirement in metadata.get_all("Requires-Dist", [])
        if "extra ==" not in requirement
    ]
    names = {re.split(r"[<>=!~ ]", requirement)[0] for requirement in requirements}
    assert names == RUNTIME_DEPENDENCIES
    assert [each for each in requirements if not (">=" in each and "<" in each)] == []


def test_the_source_distribution_can_be_built_and_tested(sdist_files: set[str]) -> None:
    needed = {"pyproject.toml", "README.md", "CHANGELOG.md", "config.example.toml"}
    needed |= {f".ci/{name}" for name in ("run", "floors", "pythons", "smoke", "smoke-tools")}
    needed |= package_files()
    needed |= {path.relative_to(ROOT).as_posix() for path in modules(ROOT / "tests")}
    assert needed - sdist_files == set()


def test_the_wheel_runs_without_the_source_tree(
    distributions: Distributions, tmp_path: Path
) -> None:
    with zipfile.ZipFile(distributions.wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import mtui.cli; print(mtui.__file__); mtui.cli.main()",
            "--version",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )
    assert done.stderr == ""
    where, version = done.stdout.splitlines()
    assert Path(where).is_relative_to(tmp_path)
    assert version == f"mtui {mtui.__version__}"

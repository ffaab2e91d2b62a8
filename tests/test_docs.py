"""The documents say what the code does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mtui
from mtui.config import read
from tests import docs
from tests.screenshots.studio import path_of
from tests.screenshots.tour import LOOKS, TOUR
from tests.source import ROOT

README = ROOT / "README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
CI = ROOT / ".ci" / "run"

DEMO_COMMAND = "pip install . && mtui --demo"
INSTALL_COMMAND = "pip install -e '.[dev]'"
TEST_COMMAND = f"{INSTALL_COMMAND} && pytest"

_CODE_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)|<img[^>]*\ssrc=\"([^\"]+)\"")


def local_links(text: str) -> set[str]:
    """The files of this project that a document links to or shows."""
    targets = (markdown or html for markdown, html in _LINK.findall(text))
    return {
        target.partition("#")[0]
        for target in targets
        if not target.startswith(("http://", "https://", "#"))
    }


def test_the_readme_begins_with_the_two_commands_that_do_all() -> None:
    first = _CODE_BLOCK.search(README.read_text(encoding="utf-8"))
    assert first, "no code block"
    commands = [line.partition("  #")[0].rstrip() for line in first.group(1).splitlines()]
    assert [line for line in commands if line] == [DEMO_COMMAND, TEST_COMMAND]


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = CI.read_text(encoding="utf-8")
    assert f"pip install --quiet {INSTALL_COMMAND.removeprefix('pip install ')}\n" in script
    assert "check tests pytest\n" in script


@pytest.mark.parametrize("document", [README, CHANGELOG, CONTRIBUTING], ids=lambda path: path.name)
def test_what_a_document_links_to_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert {link for link in local_links(text) if not (ROOT / link).exists()} == set()


def test_the_tour_is_there_in_every_look_and_there_are_no_other_pictures() -> None:
    wanted = {path_of(shot, look) for shot in TOUR for look in LOOKS}
    assert set((ROOT / "screenshots").rglob("*.svg")) == wanted


def test_the_readme_shows_every_scene_of_the_tour_and_leads_to_every_look() -> None:
    links = {Path(link) for link in local_links(README.read_text(encoding="utf-8"))}
    shown = {link for link in links if link.suffix == ".svg"}
    assert {shot.name for shot in TOUR} == {link.stem for link in shown}
    folders = {Path("screenshots", look.folder) for look in LOOKS}
    assert folders == {link for link in links if link in folders}


def test_the_readmes_tables_are_what_the_code_says() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == docs.rewritten(text), "python -m tests.docs writes them anew"


def test_every_screen_with_more_keys_than_a_dialog_has_is_in_the_readme() -> None:
    told = {owner for owners in docs.KEY_GROUPS.values() for owner in owners}
    untold = set(docs.binding_owners()) - told
    assert {owner.__name__ for owner in untold if len(docs.bindings_of(owner)) > 4} == set()


def test_a_table_without_its_comments_is_told() -> None:
    with pytest.raises(ValueError, match="<!-- keys: begin --> and <!-- keys: end -->"):
        docs.rewritten("# mtui")


@pytest.mark.skipif(sys.platform != "linux", reason="the README tells the places on Linux")
def test_the_readme_names_the_places_that_the_program_uses(tmp_path: Path) -> None:
    home = str(tmp_path)
    environment = {"HOME": home, "PATH": os.environ["PATH"]}
    argv = [sys.executable, "-m", "mtui", "config", "path"]
    printed = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True)
    places = {Path(line.split()[1]) for line in printed.stdout.splitlines()}
    named = {Path(place) for place in re.findall(r"`~/([^`]+)`", README.read_text("utf-8"))}
    state = Path(".local/state/mtui")
    assert {place.relative_to(home) for place in places} - {state} <= named
    assert state / "records" in named


def test_the_readmes_configuration_can_be_used(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    path = tmp_path / "config.toml"
    path.write_text(block, encoding="utf-8")
    config = read(path)
    assert config.default_profile in config.profiles
    assert config.profiles["production"].production


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[([^\]]+)\]", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    assert next(version for version in versions if version != "Unreleased") == mtui.__version__


def test_links_are_recognised() -> None:
    text = '![a](one.svg) [b](two.md#part "t") [c](https://x) <img alt="d" src="three.svg">'
    assert local_links(text) == {"one.svg", "two.md", "three.svg"}

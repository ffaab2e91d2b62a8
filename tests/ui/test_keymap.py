"""Other keys: what can hold holds, what cannot is told, and no way out or to a yes changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.ui.keymap import binding_owners, read_keymap
from mtui.ui.screens.confirm import ConfirmModal
from tests.ui.clouds import small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({"jobs.delete": "ctrl+x"}, {"jobs.delete": "ctrl+x"}),
        ({"app.help": "f1,?"}, {"app.help": "f1,question_mark"}),
        ({"job.delete": "x", "job.stop": "d"}, {"job.delete": "x", "job.stop": "d"}),
        ({"list.back": "ctrl+g"}, {"list.back": "ctrl+g,escape"}),
        ({"app.interrupt": "ctrl+g"}, {"app.interrupt": "ctrl+c,ctrl+g"}),
        ({"confirm.cancel": "ctrl+g"}, {"confirm.cancel": "ctrl+g,enter,escape"}),
    ],
)
def test_what_can_hold_holds_and_ways_out_stay(
    wanted: dict[str, str], keys: dict[str, str]
) -> None:
    keymap = read_keymap(wanted)
    assert keymap.keys == keys
    assert keymap.complaints == ()


@pytest.mark.parametrize(
    ("name", "key", "complaint"),
    [
        ("jobs.delet", "X", "there is no such name. Did you mean jobs.delete?"),
        ("jobs.delete", "esc", "esc is no key. Did you mean escape?"),
        ("jobs.delete", "contrl+x", "contrl+x is no key. Did you mean ctrl?"),
        ("jobs.delete", "s", "s is list.sort's there"),
        ("jobs.delete", "p", "p is app.profiles's there"),
        ("app.profiles", "d", "d is job"),
        ("jobs.delete", "escape", "escape always does what it does"),
        ("app.help", "ctrl+c", "ctrl+c always does what it does"),
        ("jobs.delete", "y", "y is pressed too easily for that"),
        ("jobs.delete", "enter", "enter is pressed too easily for that"),
        ("job.stop", "space", "space is pressed too easily for that"),
        ("run.retry", "1", "1 is pressed too easily for that"),
    ],
)
def test_what_cannot_hold_is_told(name: str, key: str, complaint: str) -> None:
    keymap = read_keymap({name: key})
    assert keymap.keys == {}
    (said,) = keymap.complaints
    assert said.startswith(f"{name} = {key!r}: {complaint}")


def test_of_two_that_want_the_same_key_the_first_gets_it() -> None:
    keymap = read_keymap({"job.delete": "X", "job.stop": "X"})
    assert keymap.keys == {"job.delete": "X"}
    assert keymap.complaints == ("job.stop = 'X': X is job.delete's there",)


def test_what_confirms_is_no_binding_that_could_get_another_key() -> None:
    assert ConfirmModal in set(binding_owners())
    actions = {
        binding.action
        for owner in binding_owners()
        for binding in vars(owner)["BINDINGS"]
        if owner is ConfirmModal
    }
    assert actions == {"cancel", "move(-1)", "move(1)", "page(-1)", "page(1)", "tick", "write"}


async def test_another_key_works_shows_in_the_footer_and_the_usual_one_does_nothing(
    tmp_path: Path,
) -> None:
    config = f'[keys]\njob.delete = "ctrl+x"\n{LAB[LAB.index("[profiles") :]}'
    stage = Stage(tmp_path, small_cloud, config=config)
    async with stage.window() as window:
        await window.open_job("ab")
        assert "^x delete" in window.lines[-1]
        await window.press("d")
        assert "Delete 1 version?" not in window.text
        await window.press_until("ctrl+x", "Delete 1 version?")
        await window.press_until("escape", "Jobs › ")


async def test_a_clash_is_told_and_the_usual_key_stays(tmp_path: Path) -> None:
    config = f'[keys]\njobs.delete = "s"\n{LAB[LAB.index("[profiles") :]}'
    async with Stage(tmp_path, small_cloud, config=config).window() as window:
        await window.wait_for("[keys]: jobs.delete = 's': s is list.sort's there")
        await window.press_until("s", "SORT BY")
        await window.press("escape")
        await window.press_until("d", "Delete 1 whole job?")

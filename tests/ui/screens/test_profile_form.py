"""The profile form: filled in by keys, tested against the cloud, written to the file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import DEMO_ACCESS_KEY, DEMO_SECRET_KEY, effects
from tests.ui.driver import Stage
from tests.ui.screens.accounts import FIRST_JOB, TWO, paste, write_config
from tests.ui.screens.packets import send_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

NOT_WORKING = "The connection does not work"


@pytest.fixture
def empty(tmp_path: Path) -> Stage:
    """A cloud, and no configuration file."""
    return Stage(tmp_path, config="")


@pytest.fixture
def two(empty: Stage) -> Stage:
    """A cloud, and two profiles."""
    write_config(empty, TWO)
    return empty


def document(stage: Stage) -> dict[str, Any]:
    """What the file says."""
    return tomllib.loads(stage.config_path.read_text("utf-8"))


async def begin(window: Window, name: str = "lab", region: str = "cn-north-4") -> None:
    """Open the form from the first screen, fill in name and region, stand on ``auth``."""
    await window.wait_for("new profile")
    await window.press_until("n", "New profile")
    await window.type(name)
    await window.press("tab")
    await window.type(region)
    await window.press("tab")


async def keep_in_file(window: Window, value: str) -> None:
    """Go to the next credential, and have it kept in the file."""
    await window.press("tab", "right", "tab")
    await paste(window, value)


async def fill_in_keys(window: Window, secret: str = DEMO_SECRET_KEY) -> None:
    """Fill in both keys, to be kept in the file."""
    await keep_in_file(window, DEMO_ACCESS_KEY)
    await keep_in_file(window, secret)


async def edit_profile(window: Window, row: int = 0) -> None:
    """Open the form for a profile that there is."""
    await window.wait_for(FIRST_JOB)
    await window.press_until("p", "Profiles", "east")
    await window.press(*["j"] * row)
    await window.press_until("e", "test and save")


async def read_question(window: Window, words: str) -> None:
    """Wait for a question until it takes answers."""
    await window.wait_for(words)
    await window.wait_until(lambda: window.is_seen, "the question was seen")


async def test_tab_in_the_middle_of_a_packet_divides_it(empty: Stage) -> None:
    async with empty.window() as window:
        await window.wait_for("new profile")
        await window.press_until("n", "New profile")
        send_at_once(window, "lab\tcn-north-4\t")
        await window.wait_until(lambda: window.line_with("name ").split() == ["name", "lab"])
        await window.wait_until(
            lambda: window.line_with("region ").split() == ["region", "cn-north-4"]
        )


async def test_the_first_profile_is_tested_written_for_its_owner_alone_and_opened(
    empty: Stage,
) -> None:
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window)
        await window.press_until("ctrl+s", FIRST_JOB)
        assert "saved profile lab: it reaches workspace 0, which has 32 jobs" in window.pane
    assert document(empty)["profiles"]["lab"] == {
        "region": "cn-north-4",
        "access_key": DEMO_ACCESS_KEY,
        "secret_key": DEMO_SECRET_KEY,
    }
    assert empty.config_path.stat().st_mode & 0o777 == 0o600


async def test_a_secret_is_masked_and_an_access_key_is_not(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window)
        await window.wait_for(DEMO_ACCESS_KEY, "•" * 20)
        assert DEMO_SECRET_KEY not in window.text


async def test_a_secret_does_not_become_readable_by_keeping_it_elsewhere(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window)
        await window.press("shift+tab", "right")
        await window.wait_for("environment variable")
        assert DEMO_SECRET_KEY not in window.text
        await window.press("left")
        await window.wait_for("•" * 20)


async def test_a_mistake_is_told_while_it_is_typed(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window, region="CN")
        await window.wait_for("region must be lower-case letters")
        assert "secret_key must" not in window.text


async def test_saving_tells_every_mistake_and_goes_to_the_first(empty: Stage) -> None:
    async with empty.window() as window:
        await window.wait_for("new profile")
        await window.press_until("n", "New profile")
        await window.press("tab", "tab", "tab", "right", "tab", "tab", "right", "right")
        await window.press_until("ctrl+s", "4 fields need another look.")
        for key in ("name must be", "region is missing", "access_key must", "secret_key must"):
            assert key in window.text
        await window.type("lab")
        assert "lab" in window.line_with("name  ")
    assert not empty.config_path.exists()
    assert not empty.service.requests


async def test_a_name_that_is_taken_is_refused(two: Stage) -> None:
    async with two.window() as window:
        await window.wait_for(FIRST_JOB)
        await window.press_until("p", "Profiles", "east")
        await window.press_until("n", "New profile")
        await window.type("east")
        await window.wait_for("name is taken by another profile.")


async def test_the_field_with_the_focus_is_explained(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await window.wait_for("How to sign in: aksk (access key), token, or password")
        await window.press_until("tab", "The access key id (AK).")
        await window.press_until("up", "How to sign in")


async def test_another_way_to_sign_in_takes_other_credentials(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        assert "secret_key" in window.text
        await window.press_until("right", "< token >")
        assert "secret_key" not in window.text
        await window.press_until("right", "username")


async def test_what_is_asked_each_time_is_asked_before_the_test_and_not_written(
    empty: Stage,
) -> None:
    async with empty.window() as window:
        await begin(window)
        await keep_in_file(window, DEMO_ACCESS_KEY)
        await window.press_until("ctrl+s", "secret_key of profile lab")
        assert not empty.service.requests
        await paste(window, DEMO_SECRET_KEY)
        await window.press_until("enter", FIRST_JOB)
    assert "secret_key" not in document(empty)["profiles"]["lab"]


async def test_a_mistyped_secret_can_be_typed_again(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await keep_in_file(window, DEMO_ACCESS_KEY)
        await window.press_until("ctrl+s", "secret_key of profile lab")
        await window.type("wrong")
        await window.press_until("enter", "Not accepted: APIGW.0301")
        await paste(window, DEMO_SECRET_KEY)
        await window.press_until("enter", FIRST_JOB)


async def test_a_variable_and_a_command_are_used_and_kept_by_name(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await window.press("tab", "right", "right", "tab")
        await window.type("LAB_ACCESS")
        await window.press("tab", "right", "right", "right", "tab")
        await paste(window, f"printf '%s' {DEMO_SECRET_KEY}")
        await window.press_until("ctrl+s", FIRST_JOB)
    profile = document(empty)["profiles"]["lab"]
    assert profile["access_key_env"] == "LAB_ACCESS"
    assert profile["secret_key_command"] == ["printf", "%s", DEMO_SECRET_KEY]


async def test_a_refused_key_is_told_by_code_and_message_and_nothing_is_saved(
    empty: Stage,
) -> None:
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window, "wrong")
        await window.press("ctrl+s")
        await read_question(window, NOT_WORKING)
        await window.wait_for("APIGW.0301", "HTTP 401", "goes on editing")
        await window.press_until("escape", "New profile")
        assert "lab" in window.line_with("name  ")
    assert not empty.config_path.exists()


async def test_a_profile_that_does_not_work_can_be_saved_anyway(empty: Stage) -> None:
    empty.service.faults.add(effects.refuse_connection(), times=None)
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window)
        await window.press("ctrl+s")
        await read_question(window, NOT_WORKING)
        await window.press("enter")
        assert not empty.config_path.exists()
        await window.press("s")
        await window.wait_for("tries again")
        assert "lab" in document(empty)["profiles"]


async def test_giving_no_credential_leaves_the_choice_to_save_anyway(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await window.press_until("ctrl+s", "access_key of profile lab")
        await window.press("escape")
        await read_question(window, NOT_WORKING)
        await window.wait_for("access_key is missing")
        await window.press_until("escape", "New profile")
        assert not empty.config_path.exists()
    assert not empty.service.requests


async def test_escape_stops_the_test_and_keeps_the_form(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window)
        empty.line.close()
        await window.press_until("ctrl+s", "Testing the connection…")
        await window.wait_until(lambda: empty.line.waiting)
        await window.press_until("escape", "The test was stopped; nothing was saved.")
        await window.wait_until(lambda: not empty.line.waiting)
        empty.line.open()
        await window.press_until("ctrl+s", FIRST_JOB)


async def test_leaving_with_work_undone_takes_two_escapes(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await window.press_until("escape", "Escape again throws away what you typed.")
        await window.press_until("escape", "try the demo")
    assert not empty.config_path.exists()


async def test_letters_do_not_quit_from_within_the_form(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await window.press("q", "p", "question_mark", "d")
        await window.wait_for("New profile")


async def test_editing_keeps_a_secret_that_is_not_typed_anew(two: Stage) -> None:
    async with two.window() as window:
        await edit_profile(window, row=1)
        assert DEMO_SECRET_KEY not in window.text
        assert "unchanged" in window.line_with("secret_key")
        await window.press("shift+tab", "shift+tab", "7")
        await window.press_until("ctrl+s", "saved profile east")
    east = document(two)["profiles"]["east"]
    assert east["secret_key"] == DEMO_SECRET_KEY
    assert east["access_key"] == DEMO_ACCESS_KEY
    assert east["timeout_s"] == 7


async def test_editing_the_open_profile_opens_it_anew_under_its_new_name(two: Stage) -> None:
    async with two.window() as window:
        await edit_profile(window)
        await window.press("end")
        await window.type("-2")
        await window.press_until("ctrl+s", FIRST_JOB, "saved profile lab-2")
        assert window.lines[0].startswith(" lab-2 · cn-north-4")
    written = document(two)
    assert list(written["profiles"]) == ["lab-2", "east"]
    assert written["default_profile"] == "lab-2"


async def test_editing_another_profile_leaves_the_open_one_open(two: Stage) -> None:
    async with two.window() as window:
        await edit_profile(window, row=1)
        await window.press("end")
        await window.type("-2")
        await window.press_until("ctrl+s", "saved profile east-2")
        assert "east-2" in window.cursor_line
        assert window.lines[0].startswith(" lab · cn-north-4")


async def test_what_was_written_meanwhile_is_kept(two: Stage) -> None:
    async with two.window() as window:
        await edit_profile(window, row=1)
        write_config(two, TWO + '\n[profiles.fresh]\nregion = "eu-de"\n')
        await window.press_until("ctrl+s", "saved profile east", "fresh")
    assert "fresh" in document(two)["profiles"]


async def test_a_name_that_was_taken_meanwhile_is_told_in_the_form(two: Stage) -> None:
    async with two.window() as window:
        await edit_profile(window, row=1)
        await window.press("end")
        await window.type("-2")
        write_config(two, TWO + '\n[profiles.east-2]\nregion = "eu-de"\n')
        await window.press_until("ctrl+s", "profiles.east-2 exists already")
    assert document(two)["profiles"]["east-2"] == {"region": "eu-de"}


async def test_a_file_that_cannot_be_written_leaves_the_form_as_it_was(empty: Stage) -> None:
    async with empty.window() as window:
        await begin(window)
        await fill_in_keys(window)
        empty.config_path.mkdir()
        await window.press_until("ctrl+s", f"in {empty.config_path.parent.parent}")
        assert "lab" in window.line_with("name  ")


async def test_every_field_can_be_reached_in_a_small_terminal(empty: Stage) -> None:
    async with empty.window(size=(60, 15)) as window:
        await begin(window)
        seen = set()
        for _ in range(20):
            await window.press("tab")
            await window.pilot.pause()
            seen |= {line.split()[0] for line in window.lines if line.strip()}
        assert {"timeout_s", "ca_bundle", "protect", "iam_endpoint", "production"} <= seen
        assert "test and save" in window.text
        assert "back" in window.lines[-1]

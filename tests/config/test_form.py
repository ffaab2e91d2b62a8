"""The profile form says the file's sentences, field by field, and never holds a stored secret."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtui.config import (
    AuthKind,
    CredentialEntry,
    FromCommand,
    FromVariable,
    Inline,
    Keeping,
    Profile,
    ProfileForm,
    build_profile,
    check_credential,
    check_field,
    fill_form,
    find_mistakes,
)
from mtui.domain.errors import ConfigError
from mtui.domain.secret import Secret

WHOLE = Profile(
    name="lab",
    region="cn-north-4",
    project_id="p1",
    endpoint="https://modelarts.example.com",
    auth=AuthKind.PASSWORD,
    credentials={
        "username": FromVariable("CLOUD_USER"),
        "domain": Inline(Secret("acme")),
        "password": FromCommand(("pass", "show", "a b")),
    },
    read_only=True,
    protect=("^a", "b, c"),
    max_bulk=5,
    timeout_s=2.5,
)


def test_form_of_a_profile_builds_the_same_profile() -> None:
    form = fill_form(WHOLE)

    assert form.texts["protect"] == "^a\nb, c"
    assert form.texts["read_only"] == "true"
    assert form.texts["timeout_s"] == "2.5"
    assert form.credentials["password"] == CredentialEntry(Keeping.COMMAND, "pass show 'a b'")
    assert find_mistakes(form, WHOLE, ["lab"]) == {}
    assert build_profile(form, WHOLE) == WHOLE


def test_stored_secret_stays_out_of_the_form_and_is_kept() -> None:
    profile = replace(WHOLE, auth=AuthKind.TOKEN, credentials={"token": Inline(Secret("hunter2"))})
    form = fill_form(profile)

    assert form.credentials["token"] == CredentialEntry(Keeping.FILE, "")
    assert build_profile(form, profile) == profile


def test_new_secret_replaces_the_stored_one_unseen() -> None:
    entry = CredentialEntry(Keeping.FILE, "hunter2")
    form = replace(fill_form(WHOLE), credentials={"token": entry})

    assert "hunter2" not in repr(form)
    assert build_profile(form, WHOLE).credentials == {"token": Inline(Secret("hunter2"))}


def test_credential_that_is_asked_for_is_not_kept() -> None:
    form = replace(fill_form(WHOLE), credentials={"password": CredentialEntry()})

    assert build_profile(form, WHOLE).credentials == {}


def test_empty_form_needs_a_name_and_a_region() -> None:
    mistakes = find_mistakes(ProfileForm())

    assert set(mistakes) == {"name", "region"}
    assert mistakes["region"] == "region is missing."
    assert mistakes["name"].startswith("name must be 1 to 40 letters")


def test_smallest_form_builds_a_profile_of_defaults() -> None:
    form = ProfileForm(name=" lab ", texts={"region": " cn-north-4 ", "read_only": "false"})

    assert build_profile(form) == Profile(name="lab", region="cn-north-4")


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("name", "lab", None),
        ("name", "../lab", "name must be 1 to 40 letters, digits, dots, hyphens or underscores"),
        ("region", "CN", "region must be lower-case letters, digits and hyphens"),
        ("project_id", "", None),
        ("endpoint", "http://a.c", "endpoint must start with https://"),
        ("auth", "key", "auth must be aksk, token or password."),
        ("read_only", "perhaps", "read_only must be true or false."),
        ("protect", "a\n(b", "protect item 2 is not a regular expression"),
        ("protect", "a\n\n  b", None),
        ("max_bulk", "many", "max_bulk must be a whole number from 1 to 100000."),
        ("max_bulk", "2.5", "max_bulk must be a whole number from 1 to 100000."),
        ("timeout_s", "nan", "timeout_s must be a number from 1 to 600."),
        ("timeout_s", "30", None),
    ],
)
def test_field_is_checked_by_the_file_s_rules(key: str, text: str, sentence: str | None) -> None:
    found = check_field(key, text)

    assert (found or "").startswith(sentence or "")
    assert (found is None) == (sentence is None)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (CredentialEntry(Keeping.ASK, "ignored text"), None),
        (CredentialEntry(Keeping.FILE, ""), "secret_key must not be empty."),
        (
            CredentialEntry(Keeping.FILE, "two words"),
            "secret_key must be visible ASCII characters without spaces.",
        ),
        (
            CredentialEntry(Keeping.VARIABLE, "$SK"),
            "secret_key must be the name of an environment variable, such as MY_SECRET_KEY.",
        ),
        (CredentialEntry(Keeping.VARIABLE, " SK "), None),
        (
            CredentialEntry(Keeping.COMMAND, "pass 'show"),
            "secret_key must be a command line with matching quotes.",
        ),
        (
            CredentialEntry(Keeping.COMMAND, " "),
            'secret_key must be a program and its arguments, such as ["pass", "show", "sk"].',
        ),
        (CredentialEntry(Keeping.COMMAND, "pass show sk"), None),
    ],
)
def test_credential_is_checked_by_the_file_s_rules(
    entry: CredentialEntry, sentence: str | None
) -> None:
    assert check_credential("secret_key", entry) == sentence


def test_name_of_another_profile_is_taken() -> None:
    form = fill_form(WHOLE)
    renamed = replace(form, name="prod")

    taken = "name is taken by another profile."
    assert find_mistakes(form, None, ["lab"])["name"] == taken
    assert find_mistakes(renamed, WHOLE, ["lab", "prod"]) == {"name": taken}
    assert find_mistakes(renamed, WHOLE, ["lab"]) == {}


def test_form_with_a_mistake_builds_nothing() -> None:
    with pytest.raises(ConfigError, match=r"^region is missing\.$"):
        build_profile(ProfileForm(name="lab"))

"""Where credentials come from, and when there are others."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from mtui.config import AuthKind, Profile
from mtui.config.credential import FromVariable
from mtui.domain.errors import ConfigError, CredentialError
from mtui.domain.secret import Secret
from mtui.services.supply import Supply

if TYPE_CHECKING:
    from mtui.config import Credentials

PROFILE = Profile(
    name="lab",
    region="cn-north-4",
    auth=AuthKind.TOKEN,
    credentials=MappingProxyType({"token": FromVariable("TOKEN")}),
)


def token(credentials: Credentials | None) -> str | None:
    return None if credentials is None else credentials["token"].reveal()


async def test_what_was_handed_out_once_is_never_new_again() -> None:
    environ = {"TOKEN": "one"}
    supply = Supply(PROFILE, environ, {}, lambda profile: profile)
    assert token(await supply.get()) == "one"
    assert await supply.get_others() is None
    environ["TOKEN"] = "two"
    assert token(await supply.get_others()) == "two"
    environ["TOKEN"] = "one"
    assert await supply.get_others() is None


async def test_typed_credentials_go_first_and_the_source_after_them() -> None:
    environ: dict[str, str] = {}
    supply = Supply(PROFILE, environ, {"token": Secret("typed")}, lambda profile: profile)
    assert token(await supply.get()) == "typed"
    assert await supply.get_others() is None
    environ["TOKEN"] = "found"
    assert token(await supply.get_others()) == "found"
    environ["TOKEN"] = "found later"
    assert await supply.get_others() is None  # it cannot be sent
    environ["TOKEN"] = "later"
    assert token(await supply.get_others()) == "later"
    assert token(await supply.get({"token": Secret("typed-again")})) == "typed-again"


class File:
    """A configuration file with the profile in it, until somebody writes another one."""

    def __init__(self) -> None:
        self.profile = PROFILE

    def reread(self, _: Profile) -> Profile:
        return self.profile


async def test_the_files_newest_sources_count_and_nothing_else_of_it() -> None:
    file = File()
    supply = Supply(PROFILE, {"TOKEN": "one", "NEW": "new"}, {}, file.reread)
    await supply.get()
    sources = MappingProxyType({"token": FromVariable("NEW")})
    file.profile = replace(PROFILE, region="eu-de", credentials=sources)
    assert token(await supply.get_others()) == "new"


@pytest.mark.parametrize("auth", [AuthKind.AKSK, AuthKind.PASSWORD])
async def test_a_profile_that_signs_in_otherwise_now_is_left_alone(auth: AuthKind) -> None:
    file, environ = File(), {"TOKEN": "one"}
    supply = Supply(PROFILE, environ, {}, file.reread)
    await supply.get()
    file.profile = replace(PROFILE, auth=auth)
    environ["TOKEN"] = "two"
    assert token(await supply.get_others()) == "two"


async def test_a_profile_that_is_not_what_the_file_has_takes_nothing_from_there() -> None:
    file = File()
    unsaved = replace(PROFILE, credentials=MappingProxyType({"token": FromVariable("MINE")}))
    supply = Supply(unsaved, {"TOKEN": "one", "MINE": "mine"}, {}, file.reread)
    assert token(await supply.get()) == "mine"
    assert await supply.get_others() is None


async def test_a_file_that_cannot_be_used_changes_nothing() -> None:
    def fail(_: Profile) -> Profile:
        raise ConfigError("It is not TOML.")

    environ = {"TOKEN": "one"}
    supply = Supply(PROFILE, environ, {}, fail)
    assert token(await supply.get()) == "one"
    environ["TOKEN"] = "two"
    assert token(await supply.get_others()) == "two"


async def test_what_is_missing_is_named() -> None:
    supply = Supply(PROFILE, {}, {}, lambda profile: profile)
    with pytest.raises(CredentialError) as caught:
        await supply.get()
    assert caught.value.missing == ("token",)

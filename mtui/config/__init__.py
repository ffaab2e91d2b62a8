"""What the person chose: profiles, where they are kept, and the credentials behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.exports import lazily

if TYPE_CHECKING:
    from mtui.config.choice import choose_profile
    from mtui.config.credential import (
        CREDENTIALS,
        AuthKind,
        CredentialOption,
        CredentialSource,
        FromCommand,
        FromVariable,
        Inline,
        credentials_for,
    )
    from mtui.config.credentials import Credentials, resolve
    from mtui.config.form import (
        NAME_FIELD,
        CredentialEntry,
        Keeping,
        ProfileForm,
        build_profile,
        check_credential,
        check_field,
        fill_form,
        find_mistakes,
    )
    from mtui.config.option import Kind, Option
    from mtui.config.origin import Origin, OriginKind, Sourced
    from mtui.config.paths import config_path, journal_path, log_path, state_path
    from mtui.config.provider import Provider
    from mtui.config.ready import with_ready_profiles
    from mtui.config.schema import CONFIG_OPTIONS, PROFILE_OPTIONS, Config, Profile
    from mtui.config.store import (
        Written,
        find_file_mistakes,
        given_keys,
        read,
        remove_profile,
        save_profile,
        set_default,
        write_starter,
    )
    from mtui.config.theme import ThemeName

__all__ = [
    "CONFIG_OPTIONS",
    "CREDENTIALS",
    "NAME_FIELD",
    "PROFILE_OPTIONS",
    "AuthKind",
    "Config",
    "CredentialEntry",
    "CredentialOption",
    "CredentialSource",
    "Credentials",
    "FromCommand",
    "FromVariable",
    "Inline",
    "Keeping",
    "Kind",
    "Option",
    "Origin",
    "OriginKind",
    "Profile",
    "ProfileForm",
    "Provider",
    "Sourced",
    "ThemeName",
    "Written",
    "build_profile",
    "check_credential",
    "check_field",
    "choose_profile",
    "config_path",
    "credentials_for",
    "fill_form",
    "find_file_mistakes",
    "find_mistakes",
    "given_keys",
    "journal_path",
    "log_path",
    "read",
    "remove_profile",
    "resolve",
    "save_profile",
    "set_default",
    "state_path",
    "with_ready_profiles",
    "write_starter",
]

__getattr__ = lazily(
    __name__,
    {
        "choice": ("choose_profile",),
        "credential": (
            "CREDENTIALS",
            "AuthKind",
            "CredentialOption",
            "CredentialSource",
            "FromCommand",
            "FromVariable",
            "Inline",
            "credentials_for",
        ),
        "credentials": (
            "Credentials",
            "resolve",
        ),
        "form": (
            "NAME_FIELD",
            "CredentialEntry",
            "Keeping",
            "ProfileForm",
            "build_profile",
            "check_credential",
            "check_field",
            "fill_form",
            "find_mistakes",
        ),
        "option": (
            "Kind",
            "Option",
        ),
        "origin": (
            "Origin",
            "OriginKind",
            "Sourced",
        ),
        "paths": (
            "config_path",
            "journal_path",
            "log_path",
            "state_path",
        ),
        "provider": ("Provider",),
        "ready": ("with_ready_profiles",),
        "schema": (
            "CONFIG_OPTIONS",
            "PROFILE_OPTIONS",
            "Config",
            "Profile",
        ),
        "store": (
            "Written",
            "find_file_mistakes",
            "given_keys",
            "read",
            "remove_profile",
            "save_profile",
            "set_default",
            "write_starter",
        ),
        "theme": ("ThemeName",),
    },
)

"""Every mistake in the file is one plain sentence that names the file, the key and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import read
from tests.config.reading import LAB, complaint

if TYPE_CHECKING:
    from tests.config.conftest import WriteConfig


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = \n", ", line 1, column 5: invalid value. Text needs quotes, such as region ="),
        ('[profiles.lab]\nregion = "a\n', ", line 2, column 12: "),
        ("[profiles.lab", ", at its end: "),
        (LAB + LAB, ", line 3, column 14: cannot declare ('profiles', 'lab') twice."),
        (b'\n\nregion = "\xff"', ", line 3: is not UTF-8 text."),
        ("a = " + "[" * 5000, ": is nested too deeply."),
        ("a = " + "1" * 5000, ": holds a number that is too long."),
        ("#" * 300_000, ": is larger than 256 KiB."),
    ],
)
def test_text_that_is_not_toml_is_located(
    write_config: WriteConfig, text: str | bytes, expected: str
) -> None:
    assert complaint(write_config(text)).startswith(expected)


BAD_NAME = (
    "must be 1 to 40 letters, digits, dots, hyphens or underscores and start with a letter or digit"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'default_profil = "lab"\n' + LAB,
            ": default_profil is not a known key. Did you mean default_profile?",
        ),
        (
            'region = "cn-north-4"',
            ": region is not a known key. Put it below a line such as [profiles.lab].",
        ),
        (
            "zzz = 1",
            ": zzz is not a known key. There is default_profile, theme, keys, filters, profiles.",
        ),
        ("profiles = 1", ": profiles must be a table, written as a line [profiles]."),
        (
            "[profiles]\nlab = 1",
            ": profiles.lab must be a table, written as a line [profiles.lab].",
        ),
        ("default_profile = 1", ": default_profile must be text in quotes."),
        (
            'default_profile = "lap"\n' + LAB,
            ": default_profile names 'lap', which is not a profile. Did you mean lab?",
        ),
        ('default_profile = "lab"', ": default_profile names 'lab', which is not a profile."),
        (
            '[profiles.lab]\nregoin = "cn-north-4"',
            ": profiles.lab.regoin is not a known key. Did you mean region?",
        ),
        (
            LAB + 'acess_key_env = "X"',
            ": profiles.lab.acess_key_env is not a known key. Did you mean access_key_env?",
        ),
        (
            '["profiles"."a b"]\nregion = "x"',
            f': profiles."a b" {BAD_NAME}.',
        ),
        (
            '[profiles."a.b"]\n',
            ': profiles."a.b".region is missing. Add a line such as region = "cn-north-4"',
        ),
    ],
)
def test_key_that_is_wrong_is_named_with_the_nearest(
    write_config: WriteConfig, text: str, expected: str
) -> None:
    assert complaint(write_config(text)) == expected


BAD_URL = "must be a URL such as https://modelarts.example.com"
BAD_HEADER = "must be visible ASCII characters without spaces"
BAD_COMMAND = 'must be a program and its arguments, such as ["pass", "show", "sk"]'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("region = 4", "must be text in quotes"),
        ('region = ""', "must not be empty"),
        (
            'region = "CN North/4"',
            "must be lower-case letters, digits and hyphens, such as cn-north-4",
        ),
        ('project_id = "a/b"', "must be 1 to 64 letters, digits, hyphens or underscores"),
        ("workspace_id = 0", "must be text in quotes"),
        ('endpoint = "modelarts.example.com"', BAD_URL),
        ('endpoint = "https://"', BAD_URL),
        ('endpoint = "https://[::1"', BAD_URL),
        ('endpoint = "https://a b.c"', BAD_URL),
        ('endpoint = "https://a\\\\@b.c"', BAD_URL),
        ('endpoint = "https://a..c"', BAD_URL),
        ('endpoint = "https://a.c:99999"', BAD_URL),
        ('endpoint = "https://a.c:0"', BAD_URL),
        ('endpoint = "https://münchen.de"', BAD_URL),
        ('endpoint = "ftp://a.c"', "must start with https://"),
        ('endpoint = "https://u:p@a.c"', "must not hold a user name or password"),
        ('endpoint = "https://a.c?x=1"', "must not have a query (?…) or fragment (#…)"),
        ('endpoint = "https://a.c#"', "must not have a query (?…) or fragment (#…)"),
        (
            'endpoint = "http://a.c"',
            "must start with https://: http:// is for this machine alone",
        ),
        (
            'iam_endpoint = "http://127.0.0.1.example.com"',
            "must start with https://: http:// is for this machine alone",
        ),
        ('auth = "ak"', "must be aksk, token or password"),
        ('read_only = "yes"', "must be true or false"),
        ("production = 1", "must be true or false"),
        (
            'protect = "^a"',
            'must be a list of texts, such as ["^baseline-", "-release$"]',
        ),
        ("protect = ['^a ']", "item 1 must not start or end with a space"),
        ('protect = ["a\\nb"]', "item 1 must not hold control characters"),
        ("protect = [1]", "item 1 must be text in quotes"),
        (
            'protect = ["ok", "(a"]',
            "item 2 is not a regular expression: missing ), unterminated subpattern at position 0",
        ),
        (
            'protect = ["a{99999999999999999999}"]',
            "item 1 is not a regular expression: it is too large",
        ),
        (
            'protect = ["ok", "^(a+)+$"]',
            (
                "item 2 cannot be used: "
                "the pattern may not repeat a group that itself repeats or varies"
            ),
        ),
        (
            f'protect = ["{"a" * 129}"]',
            "item 1 cannot be used: a pattern has at most 128 characters",
        ),
        ('protect = [""]', "item 1 must not be empty"),
        ("max_bulk = 0", "must be a whole number from 1 to 100000"),
        ("max_bulk = 2.0", "must be a whole number from 1 to 100000"),
        ('proxy = "socks5://a:1"', "must start with http:// or https://"),
        ('proxy = "http://a:1/x"', "must end after the host and port"),
        ('ca_bundle = "ca.pem"', "must be an absolute path"),
        ('ca_bundle = "/nowhere/ca.pem"', "names no file"),
        (
            'ca_bundle = "~no-such-user/ca.pem"',
            "names a home folder that does not exist",
        ),
        ("timeout_s = 0", "must be a number from 1 to 600"),
        ("timeout_s = nan", "must be a number from 1 to 600"),
        ("timeout_s = true", "must be a number from 1 to 600"),
        ("access_key = 1", "must be text in quotes"),
        ('access_key = ""', "must not be empty"),
        ('secret_key = "two words"', BAD_HEADER),
        ('token = "tok\\u00e9n"', BAD_HEADER),
        ('password = "line\\nbreak"', "must not hold control characters"),
        (
            'secret_key_env = "wJalr/secret"',
            "must be the name of an environment variable, such as MY_SECRET_KEY",
        ),
        ('secret_key_command = "pass show x"', BAD_COMMAND),
        ("secret_key_command = []", BAD_COMMAND),
        ('secret_key_command = [""]', "must not be empty"),
        ('secret_key_command = ["a", "\\u0000"]', "must not hold control characters"),
    ],
)
def test_value_that_is_wrong_is_named(write_config: WriteConfig, line: str, expected: str) -> None:
    key = line.split(" ", maxsplit=1)[0]
    text = LAB + line if key != "region" else f"[profiles.lab]\n{line}"

    assert complaint(write_config(text)) == f": profiles.lab.{key} {expected}."


def test_proxy_with_a_password_is_refused_with_another_way(write_config: WriteConfig) -> None:
    text = LAB + 'proxy = "http://user:hunter2@proxy:3128"'

    assert complaint(write_config(text)) == (
        ": profiles.lab.proxy must not hold a user name or password."
        " Leave it out and set the variable HTTPS_PROXY instead."
    )


def test_credential_given_twice_is_refused(write_config: WriteConfig) -> None:
    text = LAB + 'secret_key_env = "X"\nsecret_key = "s"'

    assert complaint(write_config(text)) == (
        ": profiles.lab.secret_key is given twice: there is secret_key_env as well."
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://modelarts.eu-de.otc.t-systems.com",
        "https://a.c:8443/prefix",
        "http://localhost:8000",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "https://[2001:db8::1]",
    ],
)
def test_endpoint_that_is_safe_is_accepted(write_config: WriteConfig, endpoint: str) -> None:
    config = read(write_config(LAB + f'endpoint = "{endpoint}/"'))

    assert config.profile("lab").endpoint == endpoint


@pytest.mark.parametrize(
    ("spelling", "endpoint"),
    [
        ("https://ModelArts.Example.com:443//", "https://modelarts.example.com"),
        ("HTTPS://a.c:0443", "https://a.c"),
        ("https://a.c:/", "https://a.c"),
        ("https://a.c:80/Prefix/", "https://a.c:80/Prefix"),
        ("http://LOCALHOST:80", "http://localhost"),
        ("http://[0:0::1]:443", "http://[::1]:443"),
    ],
)
def test_endpoint_has_one_spelling(write_config: WriteConfig, spelling: str, endpoint: str) -> None:
    config = read(write_config(LAB + f'endpoint = "{spelling}"'))

    assert config.profile("lab").endpoint == endpoint

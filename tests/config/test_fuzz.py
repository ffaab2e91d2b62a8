"""Whatever stands in the file, reading it ends in a configuration or one sentence."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from mtui.config import (
    CONFIG_OPTIONS,
    CREDENTIALS,
    PROFILE_OPTIONS,
    AuthKind,
    Config,
    FromCommand,
    FromVariable,
    Inline,
    Profile,
    build_profile,
    fill_form,
    find_mistakes,
    read,
    save_profile,
)
from mtui.config.rules import moment, token_text
from mtui.domain.errors import ConfigError
from mtui.domain.query.patterns import LONGEST_PATTERN
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = settings(deadline=None, max_examples=150)
EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_bytes()

PIECES = st.sampled_from(
    [b'"', b"'", b"#", b"=", b"[", b"]", b"{", b"}", b"\n", b".", b"\\", b"\x00", b"\xff", b"//"]
)
SCALARS = (
    st.text(st.characters(codec="utf-8"), max_size=12)
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.datetimes()
    | st.sampled_from(
        ["https://[", "http://[::1", "https://a:b", "http://1.1", "(?i", "[[a]", "~", "~x"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab.-", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        *(each.key for each in (*CONFIG_OPTIONS, *PROFILE_OPTIONS)),
        *(key for each in CREDENTIALS for key in each.keys),
    ]
) | st.text("ab.\"'\n", max_size=4)
PROFILES = st.dictionaries(KEYS, VALUES, max_size=4).map(lambda table: {"region": "r"} | table)


def outcome(content: bytes) -> Config | ConfigError:
    """Read a file with this content; any other exception fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.touch(0o600)
        path.write_bytes(content)
        try:
            return read(path)
        except ConfigError as error:
            text = str(error)
            assert text.startswith(str(path))
            assert text.isprintable()
            assert len(text) < 1500
            return error


@SETTINGS
@given(
    st.lists(
        st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 40), PIECES | st.binary(max_size=4)),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_mutated_text_gives_a_configuration_or_a_sentence(
    cuts: list[tuple[int, int, bytes]], is_uncommented: bool
) -> None:
    content = EXAMPLE.replace(b"\n# ", b"\n") if is_uncommented else EXAMPLE
    for start, length, piece in cuts:
        content = content[:start] + piece + content[start + length :]

    outcome(content)


@SETTINGS
@given(
    st.dictionaries(st.sampled_from(["lab", "a b", "a.b", "\x1b", ""]), PROFILES | VALUES),
    st.dictionaries(KEYS, VALUES, max_size=1),
)
def test_any_tables_give_a_configuration_or_a_sentence(
    profiles: dict[str, object], top: dict[str, object]
) -> None:
    outcome(tomli_w.dumps({**top, "profiles": profiles}).encode())


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    str.strip
)
HEADERS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
VALUES_BY_RULE: dict[Callable[[str], str], st.SearchStrategy[str]] = {
    token_text: HEADERS,
    moment: MOMENTS,
}
VARIABLES = st.builds(
    FromVariable, st.from_regex(r"[A-Za-z_]\w{0,9}", fullmatch=True).filter(str.isascii)
)
COMMANDS = st.builds(lambda program, rest: FromCommand((program, *rest)), WORDS, st.lists(WORDS))
VALID_PROFILES = st.builds(
    Profile,
    name=st.sampled_from(["lab", "a.b", "研究"]),
    region=st.just("cn-north-4"),
    project_id=st.none() | st.from_regex(r"[0-9a-f]{1,64}", fullmatch=True),
    endpoint=st.sampled_from([None, "https://a.example", "http://[::1]:8080/x"]),
    auth=st.sampled_from(AuthKind),
    credentials=st.fixed_dictionaries(
        {},
        optional={
            each.name: VARIABLES
            | COMMANDS
            | st.builds(Inline, st.builds(Secret, VALUES_BY_RULE.get(each.rule, WORDS)))
            for each in CREDENTIALS
        },
    ),
    read_only=st.booleans(),
    production=st.booleans(),
    protect=st.lists(
        WORDS.map(str.strip)
        .map(re.escape)
        .filter(lambda text: text == text.strip() and len(text) <= LONGEST_PATTERN)
    ).map(tuple),
    max_bulk=st.none() | st.integers(1, 100_000),
    proxy=st.sampled_from([None, "http://proxy:3128"]),
    ca_bundle=st.none(),
    timeout_s=st.floats(1, 600),
)


@SETTINGS
@given(VALID_PROFILES)
def test_profile_is_the_same_after_writing_and_reading(profile: Profile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        save_profile(path, profile)
        assert read(path).profile(profile.name) == profile


@SETTINGS
@given(VALID_PROFILES)
def test_profile_is_the_same_after_passing_through_the_form(profile: Profile) -> None:
    form = fill_form(profile)

    assert find_mistakes(form, profile) == {}
    assert build_profile(form, profile) == profile

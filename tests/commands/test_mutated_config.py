"""Whatever stands in the configuration, a person gets a sentence about it, or what it says.

Files are the example, tables made at random, and texts that TOML has special thoughts about; each
is changed at random and goes through what a person runs. The secrets in them are never shown.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtui.config import CREDENTIALS, PROFILE_OPTIONS
from tests.commands.conftest import write
from tests.source import ROOT
from tests.test_cli import run as run_process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Run, Said

OK, FAILURE, USAGE = 0, 1, 2
COMMANDS = ("validate", "show", "profiles")
OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""The categories of what moves a cursor, breaks a line or turns text around."""
SECRET = "S3CRETS3CRETS3CRETS3CRET"
SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example writes anew
)

UNCOMMENTED = re.sub(
    r'(?m)^# (?=[a-z_]+ = |\[)|"your[^"]*"', "", (ROOT / "config.example.toml").read_text("utf-8")
)
FULL = f"""\
default_profile = "lab"
theme = "dark"

[keys]
"jobs.delete" = "ctrl+x"

[filters]
old = "age>30d"

[profiles.lab]
region = "cn-north-4"
project_id = "0123456789abcdef0123456789abcdef"
access_key = "{SECRET}1"
secret_key = "{SECRET}2"
security_token = "{SECRET}3"
protect = ["^baseline-"]
max_bulk = 50
timeout_s = 20
production = true

[profiles.other]
region = "cn-east-3"
auth = "password"
username = "alice"
domain = "acme"
password = "{SECRET}4"
proxy = "http://proxy.example.com:3128"
"""
LINES = FULL.splitlines(keepends=True)

ODDITIES = st.sampled_from(
    [
        "\x00",
        "\x1b[2J",
        "\x7f",
        "\ufeff",
        "\u202e",
        "\u2028",
        "\r",
        "\r\n",
        '"""',
        "'''",
        "=",
        "[",
        "[[",
        "]]",
        "{",
        "}",
        '"',
        "\\",
        "\\u12",
        "\\ud800",
        "1e999",
        "9" * 5000,
        "0x" + "f" * 5000,
        "-inf",
        "nan",
        "1979-05-27T07:32:00Z",
        "07:32:00",
        "true",
        "[" * 3000,
        "{a=" * 3000,
        "a." * 3000,
        "[profiles]",
        "[profiles.lab]",
        "[[profiles.lab]]",
        "[profiles.lab.region]",
        'profiles = "lab"',
        "[keys.jobs.delete]",
        "[filters.old.older]",
        "[keys.lab]",
        "[filters]",
        "[keys]",
        f'proxy = "http://alice:{SECRET}5@proxy.example.com:3128"',
        f'endpoint = "https://alice:{SECRET}6@example.com"',
        'region = ["cn-north-4"]',
    ]
)
SCALARS = (
    st.none().map(lambda _: "")
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.dates()
    | st.times()
    | st.text(st.characters(codec="utf-8"), max_size=9)
    | ODDITIES
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
KEYS = st.sampled_from(
    [
        *(each.key for each in PROFILE_OPTIONS),
        *(key for each in CREDENTIALS for key in each.keys),
        "regoin",
        "",
        "a.b",
        "\x1b",
    ]
)


@st.composite
def mutated_lines(draw: st.DrawFn) -> str:
    """The full file with lines dropped, doubled, moved, broken off, or with something put in."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        column = draw(st.integers(0, len(line)))
        other = draw(st.sampled_from(LINES))
        oddity = draw(ODDITIES)
        lines[at] = draw(
            st.sampled_from(
                [
                    "",
                    line * 2,
                    other + line,
                    line[:column],
                    line[:column] + oddity + line[column:],
                    f"{line.partition('=')[0]}= {oddity}\n",
                    # A secret as the value of what is shown would rightly be shown.
                    f"{line.partition('=')[0]}= {other.partition('=')[2].strip()}\n"
                    if SECRET not in other
                    else "",
                    f"{oddity}\n{line}",
                ]
            )
        )
    return "".join(lines)


@st.composite
def mutated_tables(draw: st.DrawFn) -> str:
    """The full file's tables with values of other types, keys dropped and unknown ones."""
    profile: dict[str, Any] = {"region": "cn-north-4", "secret_key": SECRET}
    for key in draw(st.lists(KEYS, max_size=4)):
        profile[key] = draw(VALUES)
    if draw(st.booleans()):
        profile.pop("region", None)
    document = {draw(st.sampled_from(["profiles", "profile", "keys", "filters"])): {"lab": profile}}
    top = draw(st.dictionaries(st.sampled_from(["default_profile", "theme", "keys"]), VALUES))
    return tomli_w.dumps(top | document)


@st.composite
def mutated_bytes(draw: st.DrawFn) -> bytes:
    """The uncommented example with bytes cut out and put in, so that it may be no UTF-8."""
    content = UNCOMMENTED.encode()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        content = (
            content[:at] + draw(st.binary(max_size=6)) + content[at + draw(st.integers(0, 9)) :]
        )
    return content


def assert_told(said: Said, path: Path, *, is_one: bool) -> None:
    """It said what is wrong, each in a line that names the file and a place in it."""
    assert said.err.endswith("\n")
    lines = said.err[:-1].split("\n")
    assert len(lines) == 1 or not is_one
    for line in lines:
        assert line.startswith(f"mtui: {path}"), line
        assert not [each for each in line if unicodedata.category(each) in OBEYED], line
        assert line.endswith((".", "?")) or '"' in line or ":" in line, line
        assert len(line) < 1500, line
        assert len(line) > len(f"mtui: {path}") + 10, line


def check(run: Run, path: Path, content: bytes) -> None:
    """Read this file in every way that needs no screen, and hold what was said to the rules."""
    path.touch(0o600)
    path.write_bytes(content)
    codes = {}
    for action in COMMANDS:
        said = run("--config", path, "config", action)
        assert SECRET not in said.out + said.err
        codes[action] = said.code
        if said.code == OK:
            assert said.err == ""
        else:
            assert said.code == USAGE
            assert_told(said, path, is_one=action != "validate")
    opened = run("--config", path)
    assert SECRET not in opened.err
    if codes["validate"] == OK:
        # Only the missing terminal is between it and the screen.
        assert (opened.code, opened.out) == (FAILURE, "")
        assert "there is no terminal here" in opened.err
    else:
        assert opened.code == USAGE
        assert_told(opened, path, is_one=True)
    doctor = run("--config", path, "doctor", "--json") if codes["validate"] == USAGE else None
    if doctor is not None:
        assert doctor.code == FAILURE
        found = {finding["name"]: finding for finding in json.loads(doctor.out)}
        assert found["config"]["verdict"] == "failed"
        assert SECRET not in doctor.out


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mtui.toml"


def test_what_the_mutations_begin_with_is_right(run: Run, path: Path) -> None:
    write(path, FULL)
    assert run("--config", path, "config", "validate").code == OK


@SETTINGS
@given(mutated_lines())
def test_a_file_with_broken_lines_is_told_or_holds(run: Run, path: Path, text: str) -> None:
    check(run, path, text.encode())


@SETTINGS
@given(mutated_tables())
def test_a_file_with_other_values_is_told_or_holds(run: Run, path: Path, text: str) -> None:
    check(run, path, text.encode())


@SETTINGS
@given(mutated_bytes())
def test_a_file_with_other_bytes_is_told_or_holds(run: Run, path: Path, content: bytes) -> None:
    check(run, path, content)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe[\x00p\x00",
        b"[profiles.lab]\nregion = \x00\n",
        b"a = " + b"[" * 100_000,
        b"a = " + b"9" * 200_000,
        b"[profiles.lab]\nregion = 1979-05-27\n",
        b"[profiles]\nlab = 1\n",
        b'[profiles.lab]\nregion = "a"\nregion = "b"\n',
        b"x" * 300_000,
    ],
    ids=["utf-16", "nul", "nested", "number", "date", "no table", "twice", "large"],
)
def test_a_real_process_says_one_sentence_about_a_broken_file(path: Path, content: bytes) -> None:
    path.touch(0o600)
    path.write_bytes(content)
    answer = run_process("--config", path)
    assert (answer.code, answer.out) == (USAGE, ""), answer
    assert answer.err.startswith(f"mtui: {path}")
    assert answer.err.count("\n") == 1
    assert len(answer.err) < 600

"""`config.example.toml` says what the code says: every option, its sentence and its example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtui.config import CONFIG_OPTIONS, CREDENTIALS, PROFILE_OPTIONS, FromCommand, read

if TYPE_CHECKING:
    from tests.config.conftest import WriteConfig

EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_text()
UNCOMMENTED = re.sub(r"^# (?=\[|[\w.]+ = )", "", EXAMPLE, flags=re.MULTILINE)

DECLARED = [
    *((each.key, each.about.doc, each.about.example) for each in CONFIG_OPTIONS),
    *((each.key, each.about.doc, each.about.example) for each in PROFILE_OPTIONS),
    *((each.name, each.doc, each.example) for each in CREDENTIALS),
]


def test_example_loads_as_it_is(write_config: WriteConfig) -> None:
    config = read(write_config(EXAMPLE))

    assert list(config.profiles) == ["lab"]
    assert config.default_profile == "lab"


def test_example_loads_with_every_option_uncommented(
    write_config: WriteConfig, tmp_path: Path
) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    text = UNCOMMENTED.replace("/etc/ssl/certs/ca-certificates.crt", str(bundle))

    config = read(write_config(text))

    assert list(config.profiles) == [
        "lab",
        "from-variables",
        "from-a-program",
        "from-the-environment",
        "from-the-sdks",
    ]
    lab = config.profile("lab")
    assert lab.ca_bundle == bundle
    assert set(lab.credentials) == {each.name for each in CREDENTIALS}
    password = config.profile("from-a-program").credentials["password"]
    assert password == FromCommand(("pass", "show", "cloud/alice"))


@pytest.mark.parametrize(("key", "doc", "example"), DECLARED, ids=[each[0] for each in DECLARED])
def test_example_has_the_option_below_its_sentence(key: str, doc: str, example: str) -> None:
    # Only the required options are set, and the profile that the file is about.
    assert re.search(rf"^# {re.escape(doc)}\n(# )?{key} = {re.escape(example)}$", EXAMPLE, re.M)


def test_example_has_no_option_that_the_code_lacks() -> None:
    document = tomllib.loads(UNCOMMENTED)

    assert set(document) == {"keys", "filters", "profiles", *(each.key for each in CONFIG_OPTIONS)}
    assert set(document["profiles"]["lab"]) == {
        *(each.key for each in PROFILE_OPTIONS),
        *(each.name for each in CREDENTIALS),
    }


def test_every_sentence_is_one_sentence() -> None:
    for key, doc, _ in DECLARED:
        assert re.fullmatch(r"[A-Z][^.\n]*( \(X-Auth-Token\))?\.", doc), key

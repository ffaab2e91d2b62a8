"""The file to begin with: every option below its sentence, set or as an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.config.credential import CREDENTIALS
from mtui.config.filters import FILTERS, FILTERS_DOC, FILTERS_EXAMPLE
from mtui.config.keys import KEYS, KEYS_DOC, KEYS_EXAMPLE
from mtui.config.schema import CONFIG_OPTIONS, PROFILE_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SET = frozenset({"default_profile", "region"})
"""What is set in it: enough for one profile."""

_HEAD = """\
# The configuration of mtui: `mtui config path` says where it is kept, `mtui config validate` what
# is wrong with it. Give it to yourself alone (chmod 600), and remove the # before what you want to
# set. What is commented out shows an example; without it the default holds.
"""

_CREDENTIALS = """\
# Credentials. What is missing is asked for each time and kept in memory alone. Every credential
# can stand here, or in an environment variable (NAME_env), or be printed by a program
# (NAME_command, run without a shell); see the profiles below.
"""

_OTHER_PROFILES = """\
# [profiles.from-variables]
# region = "cn-north-4"
# access_key_env = "MY_ACCESS_KEY"
# secret_key_env = "MY_SECRET_KEY"

# [profiles.from-a-program]
# region = "cn-north-4"
# auth = "password"
# username = "alice"
# domain = "example-account"
# password_command = ["pass", "show", "cloud/alice"]

# The variables that the SDKs (HUAWEICLOUD_SDK_*), Terraform (HW_*) or OpenStack (OS_*) read:
# [profiles.from-the-environment]
# region = "cn-north-4"
# credentials = "environment"

# The SDKs' own file, ~/.huaweicloud/credentials:
# [profiles.from-the-sdks]
# region = "cn-north-4"
# credentials = "huaweicloud"
"""


def starter() -> str:
    """Return the file's text; it is ``config.example.toml`` as well."""
    return "\n".join(_paragraphs())


def _paragraphs() -> Iterator[str]:
    yield _HEAD
    for option in CONFIG_OPTIONS:
        yield _entry(option.key, option.about.doc, option.about.example)
    yield _words(KEYS, KEYS_DOC, KEYS_EXAMPLE)
    yield _words(FILTERS, FILTERS_DOC, FILTERS_EXAMPLE)
    yield "[profiles.lab]\n"
    for option in PROFILE_OPTIONS:
        yield _entry(option.key, option.about.doc, option.about.example)
    yield _CREDENTIALS
    for credential in CREDENTIALS:
        yield _entry(credential.name, credential.doc, credential.example)
    yield _OTHER_PROFILES


def _words(table: str, doc: str, example: tuple[str, str]) -> str:
    name, words = example
    return f'# {doc}\n# [{table}]\n# {name} = "{words}"\n'


def _entry(key: str, doc: str, example: str) -> str:
    return f"# {doc}\n{'' if key in _SET else '# '}{key} = {example}\n"

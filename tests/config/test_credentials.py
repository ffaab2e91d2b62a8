"""Credentials come from where the profile says, and no failure shows one."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

import pytest

from mtui.config import (
    AuthKind,
    CredentialSource,
    FromCommand,
    FromVariable,
    Inline,
    Origin,
    OriginKind,
    Profile,
    resolve,
)
from mtui.config.command import run_command
from mtui.domain.errors import CredentialError
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def profile(auth: AuthKind = AuthKind.TOKEN, **credentials: CredentialSource) -> Profile:
    return Profile(name="lab", region="cn-north-4", auth=auth, credentials=credentials)


def prints(code: str) -> FromCommand:
    """Return a command that runs a line of Python."""
    return FromCommand((sys.executable, "-c", code))


def failure(profile: Profile, environ: Mapping[str, str] | None = None) -> CredentialError:
    with pytest.raises(CredentialError) as caught:
        resolve(profile, environ or {})
    return caught.value


def test_each_value_says_where_it_came_from() -> None:
    wanted = profile(
        AuthKind.PASSWORD,
        username=Inline(Secret("alice")),
        domain=FromVariable("MY_DOMAIN"),
        password=prints("print(' s3cret pass ')"),
    )

    found = resolve(wanted, {"MY_DOMAIN": "acme"})

    assert found.auth is AuthKind.PASSWORD
    assert {name: each.value.reveal() for name, each in found.values.items()} == {
        "username": "alice",
        "domain": "acme",
        "password": "s3cret pass",
    }
    assert {name: str(each.origin) for name, each in found.values.items()} == {
        "username": "file profiles.lab.username",
        "domain": "variable MY_DOMAIN",
        "password": f"command {sys.executable}",
    }


def test_typed_value_comes_before_the_file_s() -> None:
    found = resolve(profile(token=FromVariable("T")), {"T": "old"}, {"token": Secret("new")})

    assert found["token"] == Secret("new")
    assert found.values["token"].origin == Origin(OriginKind.TYPED)


def test_optional_credential_may_be_missing() -> None:
    keys = {"access_key": Secret("A"), "secret_key": Secret("S")}

    assert resolve(profile(AuthKind.AKSK), {}, keys).get("security_token") is None
    both = keys | {"security_token": Secret("T")}
    assert resolve(profile(AuthKind.AKSK), {}, both).get("security_token") == Secret("T")


def test_optional_credential_that_is_asked_for_must_be_there() -> None:
    wanted = profile(
        AuthKind.AKSK,
        access_key=Inline(Secret("A")),
        secret_key=Inline(Secret("S")),
        security_token=FromVariable("STS"),
    )

    assert failure(wanted).missing == ("security_token",)


def test_credentials_of_another_way_to_sign_in_are_left_alone() -> None:
    wanted = profile(token=Inline(Secret("t")), password=prints("raise SystemExit(1)"))

    assert set(resolve(wanted, {}).values) == {"token"}


def test_all_that_is_missing_is_named_at_once() -> None:
    error = failure(profile(AuthKind.AKSK, access_key=FromVariable("MY_AK")), {"MY_AK": ""})

    assert error.missing == ("access_key", "secret_key")
    assert str(error) == (
        "Profile lab: access_key is missing, the variable MY_AK is not set; secret_key is missing."
    )


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("", "printed nothing"),
        ("print('a'); print('b')", "printed 2 lines instead of one"),
        (
            "import sys; sys.stdout.buffer.write(bytes([255]))",
            "printed something that is not UTF-8 text",
        ),
        ("raise SystemExit(3)", "ended with code 3"),
        ("import os; os.kill(os.getpid(), 15)", "was ended by signal 15"),
        (
            "import sys; print('x\\nvault is \\x1b[31mlocked.\\n', file=sys.stderr); sys.exit(1)",
            "ended with code 1: vault is [31mlocked",
        ),
        (
            "import sys; print('s3cret'); sys.exit('got s3cret, cannot use it')",
            "ended with code 1: got …, cannot use it",
        ),
        ("import sys; sys.exit('x' * 1000)", "ended with code 1: " + "x" * 200),
    ],
)
def test_command_that_fails_is_told_without_what_it_printed(code: str, complaint: str) -> None:
    error = failure(profile(token=prints(code)))

    assert str(error) == f"Profile lab: token is missing, {sys.executable} {complaint}."
    assert error.missing == ("token",)


def test_command_that_does_not_exist_is_told() -> None:
    error = failure(profile(token=FromCommand(("no-such-program",))))

    assert str(error) == "Profile lab: token is missing, no-such-program was not found."


def test_command_that_is_no_program_is_told(tmp_path: Path) -> None:
    error = failure(profile(token=FromCommand((str(tmp_path),))))

    assert str(error).endswith("could not be started: permission denied.")


def test_command_runs_without_a_shell_input_or_terminal() -> None:
    code = (
        "import os, sys\n"
        "try:\n os.open('/dev/tty', os.O_RDWR); tty = 'tty'\n"
        "except OSError:\n tty = 'none'\n"
        "print(sys.argv[1] + repr(sys.stdin.read()) + tty + os.environ['X'])"
    )

    printed = run_command((sys.executable, "-c", code, "$X;"), {"X": "1"})

    assert printed.secret == Secret("$X;''none1")


def test_command_that_hangs_ends_with_all_that_it_started() -> None:
    # The grandchild inherits the pipes: waiting for their end would outlast the test.
    argv = ("/bin/sh", "-c", "sleep 600 & sleep 600")
    printed = run_command(argv, {"PATH": "/usr/bin:/bin"}, 0.2)

    assert printed.secret is None
    assert printed.complaint == "did not end within 0.2 s"


@pytest.mark.parametrize("value", ["two words", "line\nbreak", "tokén", "\udcff"])
def test_value_that_no_header_can_hold_is_refused_unseen(value: str) -> None:
    error = failure(profile(token=FromVariable("T")), {"T": value})

    assert str(error) == (
        "Profile lab: token (variable T) must be visible ASCII characters without spaces."
    )
    assert error.missing == ("token",)


def test_typed_value_that_cannot_be_one_is_asked_for_again() -> None:
    with pytest.raises(CredentialError) as caught:
        resolve(profile(), {}, {"token": Secret("hunter2 ")})

    assert str(caught.value) == (
        "Profile lab: token (typed) must be visible ASCII characters without spaces."
    )
    assert caught.value.missing == ("token",)


def test_traceback_with_variables_shows_no_secret() -> None:
    wanted = profile(
        AuthKind.PASSWORD,
        username=FromVariable("U"),
        password=prints("import sys; print('hunter2'); sys.exit('hunter2')"),
    )
    error = failure(wanted, {"U": "alice", "OTHER": "hunter2"})

    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    ours = [frame for frame in frames if "/mtui/config/" in frame.filename]
    assert ours
    shown = "".join(traceback.StackSummary.from_list(ours).format())
    # The command's own arguments are in the test alone; the profile's repr hides them.
    assert "hunter2" not in shown
    assert "hunter2" not in str(error)


def test_repr_shows_no_secret() -> None:
    found = resolve(profile(token=Inline(Secret("hunter2"))), {})

    assert "hunter2" not in repr(found)
    assert "hunter2" not in repr(prints("print('hunter2')"))

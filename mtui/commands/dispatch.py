"""Carry out a command of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.commands import FAILURE, OK, USAGE
from mtui.commands.output import complain, finish, silence
from mtui.domain.errors import ConfigError, MtuiError, OutputError

if TYPE_CHECKING:
    import argparse


def carry_out(options: argparse.Namespace) -> int:
    """Do what the command says and return the exit code."""
    try:
        code = _run(options)
        finish()
    except ConfigError as error:
        complain(error)
        return USAGE
    except OutputError as error:
        silence()
        complain(error)
        return FAILURE
    except MtuiError as error:
        complain(error)
        return FAILURE
    except BrokenPipeError:
        silence()  # the reader has seen enough, such as head
        return OK
    return code


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "audit":
            from mtui.commands import audit

            return audit.run(options)
        case "config":
            from mtui.commands import configuration

            return configuration.run(options)
        case "doctor":
            from mtui.commands import doctor

            return doctor.run(options)
        case _:
            from mtui.commands import completion

            return completion.run(options)

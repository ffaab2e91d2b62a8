"""Carry out a command of the command line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mtui.commands import FAILURE, OK, USAGE
from mtui.commands.output import complain
from mtui.domain.errors import ConfigError, MtuiError

if TYPE_CHECKING:
    import argparse


def carry_out(options: argparse.Namespace) -> int:
    """Do what the command says and return the exit code."""
    try:
        code = _run(options)
        sys.stdout.flush()
    except ConfigError as error:
        complain(error)
        return USAGE
    except MtuiError as error:
        complain(error)
        return FAILURE
    except BrokenPipeError:
        # The reader has seen enough, such as head; Python must not try to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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

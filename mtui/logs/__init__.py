"""What mtui did, in a file for whoever has to find out why: rotated, private, without secrets."""

from mtui.logs.crash import CrashReporter
from mtui.logs.log_file import LOG_NAME, start_logging

__all__ = ["LOG_NAME", "CrashReporter", "start_logging"]

"""What mtui does without a screen, one module for each word that can follow ``mtui``."""

OK, FAILURE, USAGE = 0, 1, 2
"""Exit codes: all is well; something failed; the usage or the configuration is wrong."""
INTERRUPTED = 130
"""The exit code of a program that Ctrl+C ended, as shells tell it."""

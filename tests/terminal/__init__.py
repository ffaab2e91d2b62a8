"""A real terminal for tests: programs run in a pty and their screen is read back."""

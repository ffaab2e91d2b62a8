"""Pictures of the running app, for the README: ``python -m tests.screenshots`` draws them."""

"""A text field whose masked text does not leave it but by its value."""

from __future__ import annotations

from textual.widgets import Input

_GIVES_AWAY = frozenset({"copy", "cut"})


class SecretInput(Input):
    """An input that copies nothing to any clipboard while its text is masked."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse to copy what is masked."""
        del parameters
        return not (self.password and action in _GIVES_AWAY)

"""Asks for one credential; what is typed is kept in memory alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mtui.config import CredentialEntry, Keeping, check_credential
from mtui.domain.secret import Secret
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.widgets.secret_input import SecretInput
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.config import CredentialOption, Profile
    from mtui.ui.app import MtuiApp

_LONGEST = 400


class SecretPrompt(Once[Secret | None], ModalScreen[Secret | None]):
    """Returns what was typed, None if the person gave up."""

    CSS_PATH = "secret_prompt.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "give up", id="secret.cancel", tooltip="Sign in another time")
    ]
    AUTO_FOCUS = "Input"

    app: MtuiApp

    def __init__(
        self,
        credential: CredentialOption,
        profile: Profile,
        reason: str,
        *,
        hint: str = "",
        step: str = "",
    ) -> None:
        """Create it.

        Args:
            credential: what to ask for.
            profile: who needs it.
            reason: why it has to be asked for.
            hint: what to do about that.
            step: which of several prompts this is, such as ``2 of 3``.
        """
        super().__init__()
        self._credential = credential
        self._profile = profile
        self._reason = reason
        self._hint = hint
        self._step = step

    def compose(self) -> ComposeResult:
        """Who needs what, why, and the line to type it in."""
        profile, credential = self._profile, self._credential
        heading = Content.assemble(
            (credential.name, "bold"),
            f" of profile {safe(profile.name, _LONGEST)} ({profile.region})  ",
            (self._step, "dim"),
        )
        with Vertical(id="dialog"):
            yield Static(heading, id="heading")
            yield Static(Content(credential.doc))
            yield Static(Content.styled(safe(self._reason, _LONGEST), "$warning"))
            yield Static(Content.styled(safe(self._hint, _LONGEST), "dim"))
            yield SecretInput(compact=True, password=credential.is_secret)
            yield TextLine(id="complaint")
            yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Say what the keys do."""
        self.query_one("#keys", TextLine).show(
            ((f"{self.app.enter_name} goes on   esc gives up   kept in memory alone", "dim"),)
        )

    @on(Input.Changed)
    def _typed(self) -> None:
        self.query_one("#complaint", TextLine).show(())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        entry = CredentialEntry(Keeping.FILE, self.query_one(SecretInput).value)
        complaint = check_credential(self._credential.name, entry)
        if complaint is None:
            self.dismiss(Secret(entry.text))
        else:
            self.query_one("#complaint", TextLine).show(((complaint, "$error"),))

    def action_cancel(self) -> None:
        """Give up."""
        self.dismiss(None)

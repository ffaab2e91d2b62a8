"""The fields of the profile form: a name, something to fill in, and what is wrong with it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label, Static, TextArea

from mtui.config import CredentialEntry, Keeping
from mtui.ui.widgets.chooser import Chooser
from mtui.ui.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from mtui.config import CredentialOption
    from mtui.ui.widgets.chooser import Word

_PLACEHOLDERS = {
    Keeping.FILE: "the value itself",
    Keeping.VARIABLE: "the variable's name",
    Keeping.COMMAND: "a program and its arguments",
}

_NOT_GIVEN = "not given"
"""What nobody is asked for, since it is optional."""


class Field(Vertical):
    """One key of a profile."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        & > Horizontal { height: auto; }
        & Label { width: 16; }
        & Input { width: 1fr; }
        & TextArea { width: 1fr; height: 3; }
        & > .complaint { display: none; height: auto; margin-left: 16; color: $error; }
        &.-wrong > .complaint { display: block; }
        &.-wrong Label { color: $error; }
    }
    """

    @dataclass
    class Edited(Message):
        """Something else stands in the field now."""

        field: Field

    class Submitted(Message):
        """The person is done with the field."""

    def __init__(self, key: str, doc: str) -> None:
        """Create it.

        Args:
            key: the key in the file.
            doc: one sentence about it.
        """
        super().__init__(id=f"field-{key}")
        self.key = key
        self.doc = doc
        self._complaint = ""

    def compose(self) -> ComposeResult:
        """Put name and control side by side, the complaint below."""
        with Horizontal():
            yield Label(self.key, markup=False)
            yield from self.compose_control()
        yield Static(markup=False, classes="complaint")

    @abstractmethod
    def compose_control(self) -> ComposeResult:
        """Return what is filled in."""

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the field; nothing if it is fine."""
        if sentence != self._complaint:
            self._complaint = sentence
            self.set_class(bool(sentence), "-wrong")
            self.query_one(".complaint", Static).update(sentence)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Chooser.Changed)
    def _control_changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Edited(self))

    @on(Input.Submitted)
    @on(Chooser.Submitted)
    def _control_submitted(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Submitted())


class OptionField(Field):
    """A field with one text for the form."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What the form gets."""


class TextField(OptionField):
    """A field of one line."""

    def __init__(self, key: str, doc: str, text: str, placeholder: str) -> None:
        super().__init__(key, doc)
        self._initial = text
        self._placeholder = placeholder

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one(Input).value

    def compose_control(self) -> ComposeResult:
        """Return the line."""
        yield Input(self._initial, placeholder=self._placeholder, compact=True)


class LinesField(OptionField):
    """A field for a list: a line each."""

    def __init__(self, key: str, doc: str, text: str) -> None:
        super().__init__(key, doc)
        self._initial = text

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one(TextArea).text

    def compose_control(self) -> ComposeResult:
        """Return a few lines; tab leaves them."""
        yield TextArea(
            self._initial,
            placeholder="optional, a line each",
            compact=True,
            tab_behavior="focus",
            soft_wrap=False,
        )


class WordField(OptionField):
    """A field for one of a few words."""

    def __init__(self, key: str, doc: str, words: Sequence[Word], value: str) -> None:
        super().__init__(key, doc)
        self._words = words
        self._initial = value

    @property
    def text(self) -> str:
        """The value that is chosen."""
        return self.query_one(Chooser).value

    def compose_control(self) -> ComposeResult:
        """Return the words."""
        yield Chooser(self._words, self._initial)


class CredentialField(Field):
    """Where a credential is kept, and its secret, variable or command."""

    DEFAULT_CSS = """
    CredentialField {
        & Chooser { width: 25; }
        &.-ask Input { display: none; }
    }
    """

    def __init__(
        self, credential: CredentialOption, entry: CredentialEntry, *, has_kept_value: bool
    ) -> None:
        """Create it.

        Args:
            credential: which one.
            entry: where it is kept now.
            has_kept_value: whether the file has its value already, which an empty text keeps.
        """
        super().__init__(credential.name, credential.doc)
        self.credential = credential
        self._keeping = entry.keeping
        self._has_kept_value = has_kept_value
        # A secret must not become readable by choosing where a variable's name is typed.
        self._texts = {entry.keeping: entry.text}

    @property
    def entry(self) -> CredentialEntry:
        """What the form gets."""
        return CredentialEntry(self._keeping, self.query_one(SecretInput).value)

    def compose_control(self) -> ComposeResult:
        """Return where it is kept, and the text that goes with that."""
        words = [(keeping.value, keeping.value) for keeping in Keeping]
        if not self.credential.is_required:
            words[0] = (Keeping.ASK.value, _NOT_GIVEN)
        yield Chooser(words, self._keeping)
        yield SecretInput(compact=True)

    def on_mount(self) -> None:
        """Show the text of the place where it is kept."""
        self._show_text()

    @on(Chooser.Changed)
    def _kept_elsewhere(self, event: Chooser.Changed) -> None:
        self._texts[self._keeping] = self.query_one(SecretInput).value
        self._keeping = Keeping(event.value)
        self._show_text()

    def _show_text(self) -> None:
        field = self.query_one(SecretInput)
        is_in_file = self._keeping is Keeping.FILE
        field.password = is_in_file and self.credential.is_secret
        field.placeholder = _PLACEHOLDERS.get(self._keeping, "")
        if is_in_file and self._has_kept_value:
            field.placeholder = "unchanged"
        field.value = self._texts.get(self._keeping, "")
        self.set_class(self._keeping is Keeping.ASK, "-ask")

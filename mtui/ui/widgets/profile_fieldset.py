"""All fields of a profile, made from what the configuration says about its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalScroll

from mtui.config import (
    CREDENTIALS,
    NAME_FIELD,
    PROFILE_OPTIONS,
    CredentialEntry,
    Inline,
    Kind,
    ProfileForm,
    fill_form,
)
from mtui.ui.widgets.profile_fields import (
    CredentialField,
    Field,
    LinesField,
    OptionField,
    TextField,
    WordField,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult

    from mtui.config import Option, Profile

_NAME_DOC = "What you call it: letters, digits, dots, hyphens, underscores."
_AUTH = "auth"
_FIRST = ("region", _AUTH)
"""What is asked for before the credentials; everything else has a default."""


class ProfileFieldset(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields in the order in which a person fills them in."""

    def __init__(self, previous: Profile | None) -> None:
        """Create the fields of a new profile, or of one that there is."""
        super().__init__()
        self._previous = previous
        self._initial = ProfileForm() if previous is None else fill_form(previous)
        self._edited: set[str] = set()
        self._options = {option.key: self._option_field(option) for option in PROFILE_OPTIONS}
        self._credentials = tuple(self._credential_fields())
        self._name_field = TextField(NAME_FIELD, _NAME_DOC, self._initial.name, "such as lab")

    def compose(self) -> ComposeResult:
        """Name, region and sign-in first, then what has a default."""
        yield from self._fields

    def on_mount(self) -> None:
        """Show the credentials of the chosen way to sign in."""
        self._show_credentials()

    @property
    def form(self) -> ProfileForm:
        """What stands in the fields.

        Credentials of other ways to sign in stay as they were.
        """
        texts = {key: field.text for key, field in self._options.items()}
        hidden = {
            name: entry
            for name, entry in self._initial.credentials.items()
            if self._previous is not None and name in self._previous.credentials
        }
        shown = {field.key: field.entry for field in self._shown_credentials()}
        return ProfileForm(self._name_field.text, texts, hidden | shown)

    def show_mistakes(self, mistakes: Mapping[str, str], *, of_all: bool) -> Field | None:
        """Put the sentences beside the fields; return the first field that has one.

        Args:
            mistakes: a sentence for each field that is wrong, by its key.
            of_all: whether fields that nobody touched are told as well.
        """
        first = None
        for field in self._fields:
            is_told = of_all or field.key in self._edited
            sentence = mistakes.get(field.key, "") if is_told else ""
            field.complain(sentence)
            if sentence and first is None:
                first = field
        return first

    @on(Field.Edited)
    def _edit(self, event: Field.Edited) -> None:
        """Remember the field, and let the screen know."""
        self._edited.add(event.field.key)
        if event.field.key == _AUTH:
            self._show_credentials()

    @property
    def _fields(self) -> tuple[Field, ...]:
        first = tuple(self._options[key] for key in _FIRST)
        rest = tuple(field for key, field in self._options.items() if key not in _FIRST)
        return (self._name_field, *first, *self._credentials, *rest)

    def _option_field(self, option: Option) -> OptionField:
        about = option.about
        text = self._initial.texts.get(option.key, "")
        default = "" if option.default in (None, ()) else str(option.default)
        if about.choices:
            nothing = () if default else (("", "none"),)
            words = (*nothing, *((word, word) for word in about.choices))
            return WordField(option.key, about.doc, words, text or default)
        match about.kind:
            case Kind.FLAG:
                return WordField(option.key, about.doc, (("false", "no"), ("true", "yes")), text)
            case Kind.TEXTS:
                return LinesField(option.key, f"{about.doc} A line each.", text)
            case _:
                fallback = f"such as {about.example.strip(chr(34))}"
                placeholder = fallback if option.is_required else default or "optional"
                doc = about.doc if option.is_required else f"{about.doc} {fallback.capitalize()}."
                return TextField(option.key, doc, text, placeholder)

    def _credential_fields(self) -> Iterator[CredentialField]:
        kept = {} if self._previous is None else self._previous.credentials
        for credential in CREDENTIALS:
            yield CredentialField(
                credential,
                self._initial.credentials.get(credential.name, CredentialEntry()),
                has_kept_value=isinstance(kept.get(credential.name), Inline),
            )

    def _shown_credentials(self) -> list[CredentialField]:
        return [field for field in self._credentials if field.display]

    def _show_credentials(self) -> None:
        auth = self._options[_AUTH].text
        for field in self._credentials:
            field.display = field.credential.auth == auth

"""The form in which a profile is made or changed; it is tested before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.config import build_profile, find_mistakes
from mtui.domain.errors import ConfigError, MtuiError
from mtui.domain.frozen import frozen
from mtui.ui.bindings import FIELD_BINDINGS
from mtui.ui.flows.connection import try_connection
from mtui.ui.flows.credentials import ask_credentials, to_be_asked
from mtui.ui.presentation.notices import error_detail, error_headline
from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.profiles import mistake_words
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.screens.question import Answer, QuestionModal
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.profile_fields import Field
from mtui.ui.widgets.profile_fieldset import ProfileFieldset
from mtui.ui.widgets.save_button import SaveButton
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.worker import Worker

    from mtui.config import Profile, Written
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp
    from mtui.ui.presentation.cells import Part

_LONGEST = 400
_SAVE_DOC = "Signs in and reads one job, deletes nothing; what works is saved."


@frozen
class Saved:
    """A profile that was written to the file."""

    profile: Profile
    typed: Mapping[str, Secret]
    """Credentials that were typed for the test, by name."""
    written: Written
    remark: str
    """What the test showed."""


class ProfileFormScreen(Once[Saved | None], ModalScreen[Saved | None]):
    """Returns what was saved, None if the person went away."""

    CSS_PATH = "profile_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "test and save", id="form.save", tooltip="Test it, then save it"),
        Binding("escape", "leave", "back", id="form.leave", tooltip="Stop the test, or go back"),
        Binding("down", "app.focus_next", "next", show=False, id="form.next", tooltip="Next field"),
        Binding(
            "up",
            "app.focus_previous",
            "previous",
            show=False,
            id="form.previous",
            tooltip="The field before",
        ),
        *FIELD_BINDINGS,
    ]
    AUTO_FOCUS = "Input"

    app: MtuiApp

    def __init__(self, previous: Profile | None = None) -> None:
        """Create it for a new profile, or for one that there is."""
        super().__init__()
        self._previous = previous
        self._testing: Worker[None] | None = None
        self._tells_all = False
        self._is_edited = False
        self._is_warned = False
        self._focused_before: Widget | None = None
        self._remark = ("", "")

    def compose(self) -> ComposeResult:
        """The fields, and what is to be said about the one with the focus."""
        yield TextLine(id="title")
        yield ProfileFieldset(self._previous)
        yield SaveButton("test and save")
        yield Static(markup=False, id="hint")
        yield Static(markup=False, id="remark")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what is being made, and where it will be kept."""
        words = "New profile"
        if self._previous is not None:
            words = f"Profile {safe(self._previous.name, _LONGEST)}"
        path = safe(str(self.app.launch.book.path), _LONGEST)
        self.query_one("#title", TextLine).show((f" {words}", (f"  in {path}", "dim")))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field is for."""
        fields = (node for node in event.widget.ancestors if isinstance(node, Field))
        field = next(fields, None)
        self.query_one("#hint", Static).update(
            Content(field.doc if field is not None else _SAVE_DOC)
        )

    @property
    def is_testing(self) -> bool:
        """Whether a test is under way."""
        return self._testing is not None and self._testing.is_running

    def action_leave(self) -> None:
        """Stop the test; without one, go back, but not by a single slip with work undone."""
        if self._testing is not None and self._testing.is_running:
            self._testing.cancel()
            self._set_busy(is_busy=False)
            self._say("The test was stopped; nothing was saved.")
        elif self._is_edited and not self._is_warned:
            self._is_warned = True
            self._say("Nothing was saved. Escape again throws away what you typed.")
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Test the profile and save it."""
        if not self.is_testing:
            self._testing = self._test_and_save()

    @on(SaveButton.Pressed)
    def _pressed(self) -> None:
        self.action_save()

    @on(Field.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    @on(Field.Edited)
    def _edit(self) -> None:
        self._is_edited = True
        self._is_warned = False
        if not self.is_testing:
            self._say("")
        self._check()

    def _check(self) -> dict[str, str]:
        """Show what is wrong in the fields."""
        fieldset = self.query_one(ProfileFieldset)
        names = self.app.launch.book.config.profiles
        mistakes = find_mistakes(fieldset.form, self._previous, names)
        fieldset.show_mistakes(mistakes, of_all=self._tells_all)
        return mistakes

    @work(exclusive=True, group="save")
    async def _test_and_save(self) -> None:
        self._tells_all = True
        mistakes = self._check()
        if mistakes:
            self._to_first_mistake(mistakes)
            return
        try:
            profile = build_profile(self.query_one(ProfileFieldset).form, self._previous)
        except ConfigError as error:
            self._say(str(error), "$error")
            return
        tested = await self._test(profile)
        if tested is not None:
            await self._save(profile, *tested)

    async def _test(self, profile: Profile) -> tuple[Mapping[str, Secret], str] | None:
        """Return what was typed for the test and what it showed; None to go on editing."""
        typed: dict[str, Secret] = {}
        while True:
            self._set_busy(is_busy=True)
            try:
                count = await try_connection(self.app, profile, typed)
            except MtuiError as error:
                failure = error
            else:
                self._set_busy(is_busy=False)
                seen = "" if count is None else f", which has {counted(count, 'job')}"
                return typed, f"it reaches workspace {profile.workspace_id}{seen}"
            self._set_busy(is_busy=False)
            wanted = to_be_asked(failure, typed)
            answers = await ask_credentials(self.app, profile, wanted) if wanted else None
            if answers is None:
                does_save = await self._asks_to_save_anyway(failure)
                return (typed, f"not tested: {error_headline(failure)}") if does_save else None
            typed = {**typed, **answers}

    def _to_first_mistake(self, mistakes: Mapping[str, str]) -> None:
        fieldset = self.query_one(ProfileFieldset)
        first = fieldset.show_mistakes(mistakes, of_all=True)
        if first is not None:
            next(node for node in first.query("*") if node.focusable).focus()
        count = len(mistakes)
        self._say(f"{count} field{' needs' if count == 1 else 's need'} another look.", "$error")

    async def _asks_to_save_anyway(self, failure: MtuiError) -> bool:
        lines: list[Part] = [(error_headline(failure), "bold $error")]
        detail = error_detail(failure)
        if detail:
            lines.append((detail, "dim"))
        if failure.hint:
            lines += ["", safe(failure.hint, _LONGEST)]
        question = QuestionModal(
            "The connection does not work",
            lines,
            (Answer("s", "saves it anyway"),),
            escape_words="goes on editing",
        )
        return await self.app.push_screen_wait(question) is not None

    async def _save(self, profile: Profile, typed: Mapping[str, Secret], remark: str) -> None:
        old_name = self._previous.name if self._previous is not None else None
        try:
            written = await self.app.launch.book.save(profile, old_name)
        except ConfigError as error:
            words = " ".join((*mistake_words(error, self.app.launch.book.path), error.hint))
            self._say(words, "$error")
            return
        self.dismiss(Saved(profile, typed, written, remark))

    def _set_busy(self, *, is_busy: bool) -> None:
        """Lock the fields while the candidate is being tested, and give the focus back after."""
        focused = self.focused
        fieldset = self.query_one(ProfileFieldset)
        fieldset.disabled = is_busy
        if is_busy:
            self._focused_before = focused
            self._say("Testing the connection… Escape stops the test.", "$warning")
            return
        self._say("")
        if self._focused_before is not None:
            self._focused_before.focus()

    def _say(self, words: str, style: str = "$warning") -> None:
        remark = (safe(words), style)
        if remark != self._remark:
            self._remark = remark
            self.query_one("#remark", Static).update(Content.styled(*remark))

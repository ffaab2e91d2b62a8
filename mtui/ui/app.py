"""The app: which profile is at work, what was announced, and where a person goes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.command import CommandPalette

from mtui.domain.jobs import Generation, GenerationChoice, other_generation
from mtui.services.portal import Portal
from mtui.ui.bindings import APP_BINDINGS, NOT_IN_DIALOGS
from mtui.ui.commands import Commands
from mtui.ui.countdown import Countdown
from mtui.ui.notices import Notice, NoticeLog
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.notices import answer_of, error_detail, error_headline
from mtui.ui.presentation.text import safe
from mtui.ui.runs import RunBoard, run_badge
from mtui.ui.sessions import Sessions
from mtui.ui.shell import Shell
from mtui.ui.sign_in import SignIn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual.binding import BindingType
    from textual.screen import Screen

    from mtui.domain.deletion import DeletionPlan
    from mtui.domain.errors import MtuiError
    from mtui.domain.jobs import TrainingJob, WorkspaceId
    from mtui.domain.secret import Secret
    from mtui.services.catalog import JobsChunk
    from mtui.services.session import Session
    from mtui.services.underway import Underway
    from mtui.ui.launch import Launch, Workplace
    from mtui.ui.opening import Opening
    from mtui.ui.progress import RunProgress


class MtuiApp(Shell):
    """Browse and clean up training jobs."""

    TITLE = "mtui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [*APP_BINDINGS]

    def __init__(self, launch: Launch, opening: Opening | None = None) -> None:
        super().__init__(launch.report_crash, launch.abilities, opening)
        self.launch = launch
        self.notices = NoticeLog(self)
        self.runs = RunBoard(self, self.announce, self.now_ms)
        self.sign_in = SignIn(self)
        self.countdown = Countdown(self)
        self.workplace: Workplace | None = None
        self.workspace_id: WorkspaceId | None = None
        self._sessions = Sessions()
        self._generation = Generation.V1
        self._has_offered_recovery = False
        self.last_job: TrainingJob | None = None
        """The job that was opened last, of the profile at work."""

    def get_default_screen(self) -> Screen[Any]:
        """Return the first screen: the jobs of the chosen profile, or the way to one."""
        workplace = self.launch.workplace
        if workplace is None:
            return self._first_choice()
        self._open(workplace, self.launch.portal)
        return self._jobs_screen(begun=self.launch.jobs)

    def on_mount(self) -> None:
        """Put on the theme, and take the keys that the person wants."""
        if self.launch.theme is not None:
            self.theme = self.launch.theme
        if self.launch.keys:
            from mtui.ui.keymap import use_keys

            use_keys(self, self.launch.keys)
        # Textual gives its first screen no callback, without which it cannot switch to another.
        self.screen._push_result_callback(self.screen, None)  # noqa: SLF001

    @property
    def portal(self) -> Portal[Session]:
        """The way to the session; there is one on every screen that lists something."""
        return self._sessions.portal

    def now_ms(self) -> int:
        """Return the time in epoch milliseconds."""
        return int(self.launch.now() * 1000)

    def announce(self, notice: Notice) -> None:
        """Show something in the status pane and keep it in the history."""
        self.notices.add(notice)

    def announce_error(self, error: MtuiError) -> None:
        """Show an error in the status pane and keep it in the history."""
        self.announce(
            Notice(
                Tone.BAD,
                error_headline(error),
                error_detail(error),
                safe(error.hint),
                self.now_ms(),
                answer_of(error),
            )
        )

    def context_names(self) -> tuple[str, ...]:
        """Return where the person is: profile, region, workspace."""
        return () if self.workplace is None else self.workplace.names(self.workspace_id)

    def badges(self) -> list[tuple[str, str]]:
        """Return what the person must not forget, with styles."""
        run = self.runs.live
        running = []
        if run is not None:
            runs_key = self.key_name("app.runs", type(self))
            running.append((run_badge(run, runs_key), "bold $warning"))
        return running + self.launch.badges(self.workplace) + self.countdown.badges()

    @property
    def is_read_only(self) -> bool:
        """Whether nothing may be changed here."""
        return self.launch.is_read_only(self.workplace)

    def open_workplace(
        self, workplace: Workplace, typed: Mapping[str, Secret] | None = None
    ) -> None:
        """Leave the profile before and show the jobs of another one."""
        self.sign_in.start_over(typed or {})
        self.countdown.stop()
        self.countdown = Countdown(self)
        self.runs = RunBoard(self, self.announce, self.now_ms)
        self._open(workplace, None)
        self._start_over(self._jobs_screen())
        self.run_worker(self._restore_theme(), group="theme", exclusive=True)

    def renew_session(self) -> None:
        """Open the session anew if it could not be opened the last time."""
        if self.workplace is not None and self._sessions.has_failed:
            self._open(self.workplace, None)

    def follow(self, plan: DeletionPlan) -> RunProgress:
        """Tell the screens everything that a started run does; return how it goes on."""
        progress = self.runs.begin(plan)
        self._follow(plan)
        return progress

    def _open(self, workplace: Workplace, portal: Portal[Session] | None) -> None:
        self._sessions.leave()
        self.workplace = workplace
        self.workspace_id = workplace.profile.workspace_id
        if portal is None:
            typed = dict(self.sign_in.typed)
            portal = Portal(lambda: workplace.opener(workplace.profile, typed))
            portal.start()
        self._sessions.work_with(portal)
        self._has_offered_recovery = False
        self.last_job = None
        is_v2 = workplace.profile.generation is GenerationChoice.V2
        self._generation = Generation.V2 if is_v2 else Generation.V1

    @property
    def has_both_generations(self) -> bool:
        """Whether the profile wants to see the jobs of both generations."""
        workplace = self.workplace
        return workplace is not None and workplace.profile.generation is GenerationChoice.BOTH

    def show_other_generation(self) -> None:
        """Put the list of the other generation in the place of this one."""
        if not self.has_both_generations:
            self.announce(
                Notice(Tone.PLAIN, "the profile shows one generation alone", at_ms=self.now_ms())
            )
            return
        self._generation = other_generation(self._generation)
        self.switch_screen(self._jobs_screen())

    def _jobs_screen(self, begun: Underway[JobsChunk] | None = None) -> Screen[Any]:
        if self._generation is Generation.V2:
            from mtui.ui.screens.jobs_v2 import V2JobsScreen

            return V2JobsScreen()
        from mtui.ui.screens.jobs import JobsScreen

        return JobsScreen(begun=begun)

    def _first_choice(self) -> Screen[Any]:
        from mtui.ui.screens.welcome import WelcomeScreen

        return WelcomeScreen()

    def _start_over(self, screen: Screen[Any]) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)

    @work(exit_on_error=True, group="runs")
    async def _follow(self, plan: DeletionPlan) -> None:
        from mtui.domain.events import RunFinished, RunPaused

        runs = self.runs
        async for event in self.portal.stream(lambda s: s.deletions.watch(plan.plan_id)):
            runs.take(plan, event)
            if isinstance(event, RunFinished):
                break
            if isinstance(event, RunPaused) and event.expired is not None:
                self.sign_in.ran_out(event.expired)

    async def _restore_theme(self) -> None:
        from mtui.ui.flows.theme import restore_theme

        await restore_theme(self)

    @work
    async def in_background(self, conversation: Callable[[], Awaitable[None]]) -> None:
        """Hold a conversation with the person or the session while the screens live on."""
        await conversation()

    def offer_recovery(self) -> None:
        """Once per session: ask what to do about runs that were interrupted."""
        if not self._has_offered_recovery:
            self._has_offered_recovery = True
            self._offer_recovery()

    @work
    async def _offer_recovery(self) -> None:
        from mtui.ui.flows.recovery import recover

        await recover(self)

    @work
    async def action_quit(self) -> None:  # type: ignore[override]  # a worker can be awaited too
        """Leave; ask first while a run is under way."""
        from mtui.ui.flows.ledgers import may_quit

        if not self.runs.is_live or await may_quit(self):
            self.exit()

    def action_command_palette(self) -> None:
        """Show every command; ids are taken too."""
        if not isinstance(self.screen, CommandPalette):
            words = "a command, or: job 182626, version 182626 278813"
            self.push_screen(CommandPalette(placeholder=words, id="--command-palette"))

    def action_help(self) -> None:
        """Show every key that works here."""
        from mtui.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    @work
    async def action_runs(self) -> None:
        """Show the newest run, or let the person choose one of many."""
        from mtui.ui.flows.ledgers import show_a_run

        await show_a_run(self)

    def action_audit(self) -> None:
        """Show the journal."""
        from mtui.ui.screens.audit import AuditScreen

        if self._sessions.is_any_at_work:
            self.push_screen(AuditScreen())

    def action_history(self) -> None:
        """Show everything that was announced."""
        from mtui.ui.screens.history import HistoryScreen

        self.push_screen(HistoryScreen(self.notices.history))

    def action_explain(self) -> None:
        """Explain the newest thing that went wrong."""
        from mtui.ui.screens.explain import ExplainModal

        notice = next((notice for notice in self.notices.history if notice.is_bad), None)
        if notice is not None:
            self.push_screen(ExplainModal(notice))
        elif self.notices.shown is None:
            words = "no errors so far"
            self.announce(Notice(Tone.PLAIN, words, at_ms=self.now_ms()))

    def action_dismiss_notice(self) -> None:
        """Clear the status pane."""
        self.notices.dismiss()

    def action_profiles(self) -> None:
        """Show the profiles."""
        from mtui.ui.screens.profiles import ProfilesScreen

        self.push_screen(ProfilesScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep the app's keys out of dialogs, in which letters are typed."""
        del parameters
        if action in NOT_IN_DIALOGS:
            return not self.screen.is_modal
        return True

    def mouse_changed(self, *, is_ours: bool) -> None:
        """Say who has the mouse."""
        words = "the mouse works here" if is_ours else "the mouse selects text in the terminal"
        self.announce(Notice(Tone.PLAIN, words, at_ms=self.now_ms()))

    def shut_down(self, tell: Callable[[str], None] = lambda _: None) -> None:
        """Close every session, in any thread; requests in flight are awaited a moment.

        Args:
            tell: says to a person what is waited for, if that takes long.
        """
        self.is_leaving = True
        self._sessions.close(tell)

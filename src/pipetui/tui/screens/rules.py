"""The rules: what they wait for and do, what they did, and what they would have done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from pipetui.tui.commands import RULES, bindings_for
from pipetui.tui.rule_text import about, lines_of, typed
from pipetui.tui.screens.rows import RecordScreen
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.automation import Rehearsal, RuleLine, StandingRule

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.values.rules import RuleText

EMPTY = Content.from_markup(
    "[bold $success]Let the routine do itself.[/]\n\n"
    "[bold $accent]a[/]  writes a rule, and shows as you type what it would have done in the last 90 days:\n\n"
    "   [$dim]when entered Proposal if value>10k then plan call +2d about the offer; tag hot[/]\n"
    "   [$dim]when untouched 14d if next:none then plan call about waking it up[/]\n"
    "   [$dim]when close passed 1d then notify {title} slipped[/]\n"
    "   [$dim]when entered Demo then start cadence[/]\n\n"
    "A rule acts in the same step as what it follows: [bold $accent]u[/] takes both back."
)


class RulesScreen(RecordScreen):
    """A list of rules, and under it all about the one under the cursor."""

    NAME: ClassVar[str] = RULES
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(RULES)
    HELP = "Rules that do the routine: a writes one, space switches it on or off. They follow in this order."

    NOTHING = EMPTY

    def __init__(self) -> None:
        super().__init__()
        self._rules: tuple[RuleLine, ...] = ()
        self._new: str | None = None
        """The name of the rule that was just written, for the cursor."""

    async def read(self) -> None:
        """Reads the rules anew."""
        try:
            self._rules = await self.desk_app.desk.ask(lambda work: work.overview.automation.rules())
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        self._show()

    def _show(self) -> None:
        state = self.state
        if state is None:
            return
        rows = self.rows
        rows.put(lines_of(self._rules, {each.id: each.name for each in state.pipelines}, self.size.width))
        number = next((line.rule.id for line in self._rules if line.rule.name == self._new), None)
        if number is not None:
            self._new = None
            rows.go_to(number)
        has = bool(self._rules)
        rows.display = self.about.display = has
        rows.styles.height = min(len(self._rules) + 1, max(4, self.size.height // 3))
        self.query_one("#nothing").display = not has
        self.refresh_bars()
        self.tell_about()

    def _sums(self, state: State) -> str:
        on = sum(line.rule.enabled for line in self._rules)
        return f"{count(len(self._rules), 'rule')} · {on} on" if self._rules else "no rules yet"

    @property
    def current_rule(self) -> RuleLine | None:
        """The rule under the cursor."""
        key = self.rows.key
        return next((line for line in self._rules if line.rule.id == key), None)

    # What is known of a rule

    def tell_about(self) -> None:
        """Shows the rule under the cursor at once, what it would have done when that is read."""
        line = self.current_rule
        if line is None or self.state is None:
            return
        self.about.tell(about(line, (), None, self.state.today))
        run_latest(self, "about", self._read_about, line)

    async def _read_about(self, line: RuleLine) -> None:
        ask = self.desk_app.desk.ask
        try:
            runs = await ask(lambda work: work.overview.automation.runs(20, line.rule.id))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        tried = await self._rehearsed(line.rule)
        if self.state is not None and self.current_rule == line:
            self.about.tell(about(line, runs, tried, self.state.today))

    async def _rehearsed(self, rule: StandingRule) -> Rehearsal | None:
        try:
            return await self.desk_app.desk.ask(lambda work: work.overview.automation.rehearse(rule))
        except PipetuiError:  # it can't find something; its faults say what
            return None

    def try_out(self, text: RuleText | None) -> None:
        """Shows what a rule that is being written would have done; None when it is written no more."""
        self.about.display = bool(self._rules) or text is not None
        self.query_one("#nothing").display = not self._rules and text is None
        if text is None:
            self.tell_about()
        else:
            run_latest(self, "about", self._try_out, text)

    async def _try_out(self, text: RuleText) -> None:
        if self.state is None:
            return
        self.about.tell(typed(text, None, self.state.today))
        tried = await self._rehearsed(StandingRule(0, "", None, text))
        self.about.tell(typed(text, tried, self.state.today))

    # Commands

    def action_add(self) -> None:
        """Writes a rule."""
        self.start(self._write, None)

    def action_edit(self) -> None:
        """Changes the rule under the cursor."""
        if line := self.current_rule:
            self.start(self._write, line.rule)
        else:
            self.action_add()

    async def _write(self, rule: StandingRule | None) -> None:
        from pipetui.tui.flows.rules import write

        if name := await write(self, rule, self.try_out):
            self._new = name
            self.draw()

    def action_switch(self) -> None:
        """Switches the rule on or off."""
        if line := self.current_rule:
            rule, on = line.rule, not line.rule.enabled
            self.desk_app.writing.do_aside(
                lambda work: work.rules.switch(rule.id, on=on), f"{rule.name} is {'on' if on else 'off'}"
            )

    def action_shift(self, by: int) -> None:
        """Has the rule follow earlier or later."""
        if line := self.current_rule:
            number = line.rule.id
            self.desk_app.writing.do_aside(lambda work: work.rules.shift(number, by))

    def action_delete(self) -> None:
        """Deletes the rule."""
        if line := self.current_rule:
            rule = line.rule
            self.desk_app.writing.do_aside(
                lambda work: work.rules.delete(rule.id), f"Deleted {rule.name}. u brings it back"
            )

    def action_back(self) -> None:
        """Goes back to where one came from."""
        self.desk_app.trail.back()

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        if self._rules:
            self._show()

    def action_cursor_page(self, pages: int) -> None:
        """Scrolls what is known of the rule."""
        self.about.page(pages)

    def on_row_list_opened(self) -> None:
        """Changes the rule that was clicked twice."""
        self.action_edit()

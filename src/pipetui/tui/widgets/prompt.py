"""The line that asks: one or two inputs above the strip, what was understood beside them, never a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from pipetui.values.errors import Invalid

Understood = Callable[[str], str]
"""Says in a few words what typed text means. Raises Invalid where it can't be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One input: its label, what is in it at first, and how what is typed is understood."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    understood: Understood | None = None
    selected: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``key`` names the draft that ``esc`` keeps; ``choices`` are taken by number.

    ``preview`` is told what is typed as often as it can be read, and None at the end.
    """

    key: str
    title: str
    lines: Sequence[Line]
    choices: Sequence[str] = ()
    preview: Callable[[Mapping[str, str] | None], None] | None = None
    enter: str = "save"
    others: Mapping[str, str] = field(default_factory=dict)
    """Keys that answer as well: the key to what it is called; the answer then has it under ``key``."""


class Prompt(Vertical):
    """Asks a question at a time. ``enter`` answers; ``esc`` leaves, and keeps what was typed."""

    class Answered(Message):
        """The question is answered, or was left (``answer`` is None)."""

        def __init__(self, question: Question, answer: dict[str, str] | None) -> None:
            super().__init__()
            self.question = question
            self.answer = answer

    def __init__(self) -> None:
        super().__init__()
        self.question: Question | None = None
        self._drafts: dict[str, dict[str, str]] = {}

    def compose(self) -> ComposeResult:
        """Two lines are all a question ever has; the second is hidden where it has one."""
        yield Static("", id="title", markup=False)
        for number in (0, 1):
            with Horizontal(classes="line", id=f"line{number}"):
                yield Static("", classes="label", markup=False)
                yield Input(compact=True)
            yield Static("", classes="understood", id=f"understood{number}", markup=False)
        yield Static("", id="keys", markup=False)

    @property
    def is_asking(self) -> bool:
        """Whether a question is open."""
        return self.question is not None

    def ask(self, question: Question) -> None:
        """Opens a question, in place of one that was open."""
        self.question = question
        draft = self._drafts.get(question.key, {})
        self.query_one("#title", Static).update(question.title)
        for number in (0, 1):
            row = self.query_one(f"#line{number}", Horizontal)
            there = number < len(question.lines)
            row.display = there
            self.query_one(f"#understood{number}").display = there
            if there:
                line = question.lines[number]
                row.query_one(".label", Static).update(line.label)
                box = row.query_one(Input)
                box.placeholder = line.placeholder
                box.select_on_focus = line.selected
                with box.prevent(Input.Changed):
                    box.value = draft.get(line.name, line.value)
                box.cursor_position = len(box.value)
        self._tell_keys(bool(draft))
        self.add_class("asking")
        self.query_one("#line0", Horizontal).query_one(Input).focus()
        self._read_all()

    def _tell_keys(self, from_draft: bool) -> None:
        question = self.question
        assert question is not None
        said = []
        if question.choices:
            said.append("   ".join(f"{number} {choice}" for number, choice in enumerate(question.choices, 1)))
        said.append(f"enter {question.enter}")
        if len(question.lines) > 1:
            said.append("tab other line")
        said += [f"{key} {label}" for key, label in question.others.items()]
        said.append("esc leave it")
        if from_draft:
            said.append("(as you left it)")
        self.query_one("#keys", Static).update("   ".join(said))

    def values(self) -> dict[str, str]:
        """What is typed, by the names of the lines."""
        question = self.question
        assert question is not None
        boxes = self.query(Input)
        return {line.name: boxes[number].value for number, line in enumerate(question.lines)}

    def _read_all(self) -> bool:
        """Shows what is understood of each line; whether all of it can be read."""
        question = self.question
        if question is None:
            return False
        values = self.values()
        readable = True
        for number, line in enumerate(question.lines):
            said, wrong = "", False
            if line.understood is not None:
                try:
                    said = line.understood(values[line.name])
                except Invalid as error:
                    said, wrong, readable = str(error), True, False
            label = self.query_one(f"#understood{number}", Static)
            label.update(Content(("→ " if said and not wrong else "") + said))
            label.set_class(wrong, "wrong")
            label.display = bool(said)
        if question.preview is not None:
            question.preview(values if readable else None)
        return readable

    def on_input_changed(self, event: Input.Changed) -> None:
        """Reads what is typed."""
        event.stop()
        question = self.question
        if question is None:
            return
        if question.choices and event.value.isdigit() and 1 <= int(event.value) <= len(question.choices):
            self._finish({question.lines[0].name: question.choices[int(event.value) - 1]})
            return
        self._read_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answers, if all of it can be read."""
        event.stop()
        if self.question is not None and self._read_all():
            self._finish(self.values())

    def on_key(self, event: events.Key) -> None:
        """Leaves with ``esc``; answers with one of the other keys."""
        question = self.question
        if question is None:
            return
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.leave()
        elif event.key in question.others and self._read_all():
            event.stop()
            event.prevent_default()
            self._finish({**self.values(), "key": event.key})

    def leave(self) -> None:
        """Closes the question unanswered; what was typed is there again when it is asked anew."""
        question = self.question
        if question is None:
            return
        typed = self.values()
        if any(typed[line.name] != line.value for line in question.lines):
            self._drafts[question.key] = typed
        self._close(None)

    def _finish(self, answer: dict[str, str]) -> None:
        assert self.question is not None
        self._drafts.pop(self.question.key, None)
        self._close(answer)

    def _close(self, answer: dict[str, str] | None) -> None:
        question, self.question = self.question, None
        assert question is not None
        self.remove_class("asking")
        if question.preview is not None:
            question.preview(None)
        self.post_message(self.Answered(question, answer))

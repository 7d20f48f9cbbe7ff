"""The line that asks: one or two inputs above the strip, what was understood beside them, never a dialog."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from pipetui.tui.widgets.asked import Asked
from pipetui.tui.widgets.choices import Choices, meant
from pipetui.tui.widgets.line_input import LineInput
from pipetui.values.errors import Invalid
from pipetui.values.quickadd import LONGEST

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
    """What is asked: ``key`` names the draft that ``esc`` keeps; ``choices`` are answers to the first line.

    A choice's number, alone in the first line, stands for it, and ``enter`` takes it. So what begins with a number
    can be typed as well: ``27 nov`` where there is a second choice.
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

    anyway: Collection[str] = ()
    """Which of these keys answer whatever is typed; ``enter`` and the others answer what can be read."""

    notes: Sequence[str] = ()
    """What is said under the title, a sentence to a line."""


class Prompt(Asked):
    """Asks one question. ``enter`` answers; ``esc`` leaves, and keeps what was typed in ``drafts``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "line(1)", show=False),
        Binding("shift+tab", "line(-1)", show=False),
        Binding("down", "walk(1)", show=False),
        Binding("up", "walk(-1)", show=False),
    ]

    def __init__(self, question: Question, drafts: dict[str, dict[str, str]]) -> None:
        super().__init__(question.key, drafts)
        self.question = question
        self._draft = drafts.get(question.key, {})

    def compose(self) -> ComposeResult:
        """The title, each line with what is understood of it, and the keys that answer."""
        yield Static(self.question.title, id="title", markup=False)
        for note in self.question.notes:
            yield Static(note, classes="note", markup=False)
        for line in self.question.lines:
            with Horizontal(classes="line"):
                yield Static(line.label, classes="label", markup=False)
                yield LineInput(
                    self._draft.get(line.name, line.value),
                    placeholder=line.placeholder,
                    # What is suggested, or was left here once, is typed over; what is to be added to is not.
                    select_on_focus=line.selected or line.name in self._draft,
                )
            yield Static("", classes="understood", markup=False)
        if self.question.choices:
            yield Choices(self.question.choices)
        yield Static(self._keys(), id="keys", markup=False)

    def on_mount(self) -> None:
        """Takes the keyboard."""
        self.query(Input).first().focus()
        self._read_all()

    def action_line(self, by: int) -> None:
        """Goes to the next line, or the one before; round and round."""
        boxes = list(self.query(Input))
        place = next((place for place, box in enumerate(boxes) if box.has_focus), 0)
        to = (place + by) % len(boxes)
        # What was typed is gone on with; only what was suggested is typed over.
        line = self.question.lines[to]
        was = self._draft.get(line.name, line.value)
        boxes[to].select_on_focus = (line.selected or line.name in self._draft) and boxes[to].value == was
        boxes[to].focus()

    def action_walk(self, by: int) -> None:
        """Goes through what can be in the line: what is in the file, what was left here, the choices."""
        boxes = list(self.query(Input))
        place = next((place for place, box in enumerate(boxes) if box.has_focus), 0)
        line = self.question.lines[place]
        answers = dict.fromkeys((line.value, self._draft.get(line.name, line.value)))
        answers |= dict.fromkeys(str(number) for number in range(1, len(self.question.choices) + 1) if place == 0)
        steps = list(answers)
        typed = boxes[place].value
        to = steps.index(typed) + by if typed in answers else (0 if by > 0 else -1)
        if to < len(steps):
            boxes[place].value = steps[max(0, to)]
            boxes[place].action_end()

    def _keys(self) -> str:
        question = self.question
        said = [f"enter {question.enter}"]
        if question.choices:
            said.append(f"1–{len(question.choices)} picks one")
        if len(question.lines) > 1:
            said.append("tab other line")
        said += [f"{key} {label}" for key, label in question.others.items()]
        said.append("esc leave it")
        if self._draft:
            was = next((line.value for line in question.lines if line.value not in ("", self._draft[line.name])), "")
            said.append("(as you left it" + (f"; ↑ as it is: {was})" if was else ")"))
        return "   ".join(said)

    def typed(self) -> dict[str, str]:
        """What is typed, by the names of the lines."""
        return {line.name: box.value for line, box in zip(self.question.lines, self.query(Input), strict=True)}

    def untouched(self) -> dict[str, str]:
        """What was there before anything was typed."""
        return {line.name: line.value for line in self.question.lines}

    def values(self) -> dict[str, str]:
        """What that means: the same, but for a number that stands for a choice."""
        values, place = self.typed(), self._choice()
        if place is not None:
            values[self.question.lines[0].name] = self.question.choices[place]
        return values

    def _choice(self) -> int | None:
        """The place of the choice whose number is typed."""
        return meant(self.query(Input).first().value, self.question.choices)

    def _read_all(self) -> bool:
        """Shows what is understood of each line; whether all of it can be read."""
        values, readable = self.values(), True
        for choices in self.query(Choices):
            choices.light(self._choice())
        for line, label in zip(self.question.lines, self.query(".understood").results(Static), strict=True):
            said, wrong = "", False
            if line.understood is not None:
                try:
                    said = line.understood(values[line.name])
                except Invalid as error:
                    said, wrong, readable = str(error), True, False
            # Nothing typed yet is no mistake: what is missing is said calmly.
            hint = wrong and not values[line.name].strip()
            label.update(Content(("→ " if said and not wrong else "") + said))
            label.set_class(wrong and not hint, "wrong")
            label.set_class(hint, "hint")
            label.display = bool(said)
        if self.question.preview is not None:
            self.question.preview(values if readable else None)
        return readable

    def on_input_changed(self, event: Input.Changed) -> None:
        """Reads what is typed."""
        event.stop()
        if not self.answer.done():
            self._read_all()

    def on_choices_clicked(self, event: Choices.Clicked) -> None:
        """Answers with the choice that was clicked."""
        event.stop()
        box = self.query(Input).first()
        with box.prevent(Input.Changed):
            box.value = str(event.place + 1)
        if self._read_all():
            self.finish(self.values())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answers, if all of it can be read."""
        event.stop()
        if self._read_all():
            self.finish(self.values())

    async def on_key(self, event: events.Key) -> None:
        """Leaves with ``esc``; answers with one of the other keys."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            await self.leave()
        elif event.key in self.question.others:
            event.stop()
            event.prevent_default()
            if self._read_all() or event.key in self.question.anyway:
                self.finish({**self.values(), "key": event.key})

    def on_line_input_too_long(self, event: LineInput.TooLong) -> None:
        """Says that nothing was taken of what was pasted."""
        event.stop()
        self.app.notify(event.said(f"a line, which takes {LONGEST:,}"), severity="warning", markup=False)

    def close(self, answer: dict[str, str] | None) -> None:
        """Gives the answer, once; the preview ends with it."""
        if not self.answer.done() and self.question.preview is not None:
            self.question.preview(None)
        super().close(answer)

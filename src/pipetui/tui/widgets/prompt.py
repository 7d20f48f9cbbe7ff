"""The line that asks: one or two inputs above the strip, what was understood beside them, never a dialog."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
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
    """Asks one question. ``enter`` answers; ``esc`` leaves, and keeps what was typed in ``drafts``.

    ``answer`` is a future of what is typed by the names of the lines, None where the question was left.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "line(1)", show=False),
        Binding("shift+tab", "line(-1)", show=False),
    ]

    def __init__(self, question: Question, drafts: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.question = question
        self.answer: asyncio.Future[dict[str, str] | None] = asyncio.get_running_loop().create_future()
        self._drafts = drafts
        self._draft = drafts.get(question.key, {})
        self.is_asking = False
        """Whether it has had the keyboard: from then on it waits for the rep."""

    def compose(self) -> ComposeResult:
        """The title, each line with what is understood of it, and the keys that answer."""
        yield Static(self.question.title, id="title", markup=False)
        for line in self.question.lines:
            with Horizontal(classes="line"):
                yield Static(line.label, classes="label", markup=False)
                yield Input(
                    self._draft.get(line.name, line.value),
                    placeholder=line.placeholder,
                    select_on_focus=line.selected and line.name not in self._draft,
                    compact=True,
                )
            yield Static("", classes="understood", markup=False)
        if self.question.choices:
            numbered = (f"{number} {choice}" for number, choice in enumerate(self.question.choices, 1))
            yield Static("   ".join(numbered), id="choices", markup=False)
        yield Static(self._keys(), id="keys", markup=False)

    def on_mount(self) -> None:
        """Takes the keyboard."""
        self.query(Input).first().focus()
        self._read_all()

    def on_descendant_focus(self) -> None:
        """Begins to wait for the rep."""
        self.is_asking = True

    def action_line(self, by: int) -> None:
        """Goes to the next line, or the one before; round and round."""
        boxes = list(self.query(Input))
        place = next((place for place, box in enumerate(boxes) if box.has_focus), 0)
        to = (place + by) % len(boxes)
        # What was typed is gone on with; only what was suggested is typed over.
        boxes[to].select_on_focus = self.question.lines[to].selected and not self._is_changed(to)
        boxes[to].focus()

    def _is_changed(self, place: int) -> bool:
        line = self.question.lines[place]
        return self.values()[line.name] != line.value

    def _keys(self) -> str:
        question = self.question
        said = [f"enter {question.enter}"]
        if question.choices:
            said.append("a number takes that one")
        if len(question.lines) > 1:
            said.append("tab other line")
        said += [f"{key} {label}" for key, label in question.others.items()]
        said.append("esc leave it")
        if self._draft:
            said.append("(as you left it)")
        return "   ".join(said)

    def values(self) -> dict[str, str]:
        """What is typed, by the names of the lines."""
        return {line.name: box.value for line, box in zip(self.question.lines, self.query(Input), strict=True)}

    def _read_all(self) -> bool:
        """Shows what is understood of each line; whether all of it can be read."""
        values = self.values()
        readable = True
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
        """Reads what is typed; a number takes a choice."""
        event.stop()
        if self.answer.done():
            return
        question = self.question
        if question.choices and event.value.isdecimal() and 1 <= int(event.value[:3]) <= len(question.choices):
            self._finish({question.lines[0].name: question.choices[int(event.value) - 1]})
        else:
            self._read_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answers, if all of it can be read."""
        event.stop()
        if self._read_all():
            self._finish(self.values())

    async def on_key(self, event: events.Key) -> None:
        """Leaves with ``esc``; answers with one of the other keys."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            await self.leave()
        elif event.key in self.question.others:
            event.stop()
            event.prevent_default()
            if self._read_all():
                self._finish({**self.values(), "key": event.key})

    async def leave(self) -> None:
        """Closes the question unanswered; what was typed is there again when it is asked anew."""
        if self.answer.done():
            return
        typed = self.values()
        if any(typed[line.name] != line.value for line in self.question.lines):
            self._drafts[self.question.key] = typed
        self._close(None)

    def _finish(self, answer: dict[str, str]) -> None:
        self._drafts.pop(self.question.key, None)
        self._close(answer)

    def _close(self, answer: dict[str, str] | None) -> None:
        if self.answer.done():
            return
        if self.question.preview is not None:
            self.question.preview(None)
        self.answer.set_result(answer)

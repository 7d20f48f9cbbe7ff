"""All fields of a new deal, one to a line: what is understood of each beside it, names to take under them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from pipetui.tui.widgets.asked import Asked
from pipetui.tui.widgets.chips import chips
from pipetui.tui.widgets.line_input import LineInput
from pipetui.tui.widgets.offers import Offers
from pipetui.values.errors import Invalid
from pipetui.values.quickadd import LONGEST
from pipetui.values.text import fit
from pipetui.views.entry_form import EntryForm
from pipetui.views.known import Name

LABEL = 14
"""Cells of a field's name."""

DRAFT = "form"
"""The key of what was left unsaved; ``LINE`` in it is the line it was begun from."""

LINE = " line"


class Form(Asked):
    """``enter`` and ``tab`` go on, ``ctrl+s`` saves from anywhere, ``enter`` on the last; ``esc`` keeps the draft."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "line(1)", show=False),
        Binding("shift+tab,up", "line(-1)", show=False),
        Binding("ctrl+s", "save", show=False),
        Binding("escape", "leave", show=False),
        Binding("ctrl+@,ctrl+space", "take", show=False),
    ]

    def __init__(self, form: EntryForm, line: str, drafts: dict[str, dict[str, str]]) -> None:
        super().__init__(DRAFT, drafts)
        self.form = form
        self._line = line
        self._filled = form.filled(line)
        self._texts = self._with_draft()

    def _with_draft(self) -> dict[str, str]:
        """What the line says; what was typed in the form before, where the line says the same as it did then."""
        draft = self.drafts.get(DRAFT)
        if draft is None:
            return self._filled
        was = self.form.filled(draft[LINE])
        return {name: draft.get(name, text) if text == was.get(name) else text for name, text in self._filled.items()}

    def compose(self) -> ComposeResult:
        """A line to each field; the names, and the keys, stay in sight."""
        yield Static("New deal", id="title", markup=False)
        with VerticalScroll(id="fields", can_focus=False):
            for field in self.form.fields:
                with Horizontal(classes="line"):
                    yield Static(fit(field.label, LABEL - 1), classes="label", markup=False)
                    yield LineInput(self._texts[field.name], placeholder=field.hint, select_on_focus=False)
                    yield Static("", classes="said", markup=False)
        yield Static("", id="wrong", markup=False)
        yield Offers()
        yield Static("ctrl+s add it   enter next field   → takes a name   esc leave it", id="keys", markup=False)

    def on_mount(self) -> None:
        """Takes the keyboard at the first field that is empty."""
        boxes = self._boxes
        empty = (box for field, box in zip(self.form.fields, boxes, strict=True) if not box.value)
        next(empty, boxes[0]).focus()
        self._read_all()

    @property
    def _boxes(self) -> list[LineInput]:
        return list(self.query(LineInput))

    @property
    def _place(self) -> int:
        return next((place for place, box in enumerate(self._boxes) if box.has_focus), 0)

    def typed(self) -> dict[str, str]:
        """What is typed, by the names of the fields, and the line it was begun from."""
        texts = {field.name: box.value for field, box in zip(self.form.fields, self._boxes, strict=True)}
        return texts | {LINE: self._line}

    def untouched(self) -> dict[str, str]:
        """What the line says."""
        return self._filled | {LINE: self._line}

    def _read_all(self) -> bool:
        """Shows what is understood of each field; whether all of them can be read."""
        texts = self.typed()
        first_wrong = ""
        for field, said in zip(self.form.fields, self.query(".said").results(Static), strict=True):
            try:
                told = self.form.told(field.name, texts)
                said.update(chips([told._replace(field="")]) if told else Content(""))
            except Invalid as error:
                said.update(Content.styled("✖", "bold $error"))
                first_wrong = first_wrong or f"{field.label}: {error}"
        self.query_one("#wrong", Static).update(Content(first_wrong))
        self._offer()
        return not first_wrong

    def _offer(self) -> None:
        name = self.form.fields[self._place].name
        box = self._boxes[self._place]
        before, typed = self._typed_here(name, box)
        at_end = box.cursor_position == len(box.value)
        names = self.form.entry.values("tag" if name == "tags" else name, typed) if at_end and not before else ()
        wanted = typed or name in {"stage", "expected_close"} or self._is_choice(name)
        self.query_one(Offers).tell([each for each in names if each.name != typed] if wanted else ())

    def _is_choice(self, name: str) -> bool:
        return any(field.key == name and field.kind == "choice" for field in self.form.entry.own)

    @staticmethod
    def _typed_here(name: str, box: Input) -> tuple[str, str]:
        """What of a field is not to be touched, and what a name takes the place of."""
        return ("", box.value.rpartition(" ")[2].lstrip("#")) if name == "tags" else ("", box.value)

    def action_line(self, by: int) -> None:
        """Goes to another field; round and round."""
        boxes = self._boxes
        boxes[(self._place + by) % len(boxes)].focus()

    def action_take(self) -> None:
        """Takes the name that is meant."""
        if name := self.query_one(Offers).meant:
            self._take(name)

    def _take(self, name: Name) -> None:
        field, box = self.form.fields[self._place].name, self._boxes[self._place]
        if field == "tags":
            _, typed = self._typed_here(field, box)
            tag = f"'{name.name}'" if " " in name.name else name.name
            box.value = box.value[: len(box.value) - len(typed)] + tag + " "
        else:
            box.value = name.name
        box.action_end()

    def action_save(self) -> None:
        """Answers, if all of it can be read; else goes to the first field that is wrong."""
        if self._read_all():
            self.finish(self.typed())
            return
        texts = self.typed()
        for field, box in zip(self.form.fields, self._boxes, strict=True):
            try:
                self.form.value(field.name, texts[field.name])
            except Invalid:
                box.focus()
                return

    async def action_leave(self) -> None:
        """Leaves it; what was typed is kept."""
        await self.leave()

    def on_descendant_focus(self) -> None:
        """Shows what the field could say."""
        self.is_asking = True
        self._offer()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Reads what is typed."""
        event.stop()
        if not self.answer.done():
            self._read_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Goes on to the next field; saves on the last."""
        event.stop()
        if self._place == len(self._boxes) - 1:
            self.action_save()
        else:
            self.action_line(1)

    def on_line_input_at_end(self, event: LineInput.AtEnd) -> None:
        """Takes the name that is meant."""
        event.stop()
        self.action_take()

    def on_line_input_too_long(self, event: LineInput.TooLong) -> None:
        """Says that nothing was taken of what was pasted."""
        event.stop()
        self.app.notify(event.said(f"a field, which takes {LONGEST:,}"), severity="warning", markup=False)

    def on_offers_clicked(self, event: Offers.Clicked) -> None:
        """Takes the name that was clicked."""
        event.stop()
        self._take(self.query_one(Offers).names[event.place])

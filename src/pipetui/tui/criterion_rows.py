"""The lines of a stage's playbook while they are edited: what it asks for, then its checklist."""

from __future__ import annotations

from textual.content import Content

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading
from pipetui.values.text import fit, pad, width
from pipetui.views.playbook import Criterion, Playbook
from pipetui.views.requirements import label_of, role_of

KIND = 8
"""Cells of what a line is."""


def lines_of(book: Playbook, cells: int) -> list[Drawn | Heading | None]:
    """What the stage asks for before a deal goes on, and the checklist, a line each."""
    rows: list[Drawn | Heading | None] = []
    room = max((width(line.text) for line in book.criteria), default=0) + 2
    if book.exits:
        rows.append(Heading(f"Before a deal leaves {book.stage}", number=len(book.exits)))
        rows += [_row(line, cells, room) for line in book.exits]
    if book.checklist:
        rows += [None] if rows else []
        rows.append(Heading("Checklist, never in the way", number=len(book.checklist)))
        rows += [_row(line, cells, room) for line in book.checklist]
    return rows


def _row(line: Criterion, cells: int, room: int) -> Drawn:
    """A line; the field it asks for stands beside the texts, ``room`` cells wide where there is that much."""
    field = "" if line.field is None else label_of(line.field)
    kind, ink = ("must", "ink-bad") if line.is_hard else ("", "ink-dim") if line.is_advice else ("soft", "ink-dim")
    room = max(10, min(room, cells - 5 - KIND - width(field)))
    left: list[Piece] = [(pad(kind, KIND), ink), (pad(fit(line.text, room - 2), room), "ink-plain"), (field, "ink-dim")]
    return Drawn(line.id, left)


def about(line: Criterion) -> Content:
    """All of a line, and what it does."""
    if line.is_advice:
        said = "It is on the checklist: good to do, and never in the way. c makes it an exit criterion."
    elif line.is_hard:
        said = "It is a must: no deal goes on without it. space makes it one that can be passed over."
    else:
        said = (
            "It can be passed over, which is remembered on the deal. space makes it a must, c puts it on the checklist."
        )
    met = "It is met once you tick it."
    if line.field is not None:
        role = role_of(line.field)
        needs = f"a contact who is its {role}" if role else f"its {label_of(line.field)}"
        met = f"It is met once the deal has {needs}."
    return Content.styled(line.text, "bold") + Content.styled(f"\n\n{met}\n{said}", "$dim")

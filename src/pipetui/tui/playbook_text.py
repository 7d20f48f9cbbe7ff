"""A playbook as it is shown beside a deal: what is asked with its state, line by line, and the rest as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pipetui.values.text import count, wrap
from pipetui.views.mail import Letter
from pipetui.views.playbook import Coaching, Criterion
from pipetui.views.requirements import label_of

MARK = 4
"""Cells in front of a criterion's text."""

NOTHING = Content.from_markup(
    "[$dim]Nothing is written for this stage yet.[/]\n\n"
    "[bold $accent]e[/] writes it here, [bold $accent]E[/] in your editor; "
    "a process to start from fills all of it in: [bold $accent]pipetui pipeline templates[/]"
)


class CriterionLine(NamedTuple):
    """A criterion as it is shown: the first line it takes, how many, and its text."""

    criterion: Criterion
    top: int
    lines: int


def criteria_text(coaching: Coaching, here: int | None, cells: int) -> tuple[Content, tuple[CriterionLine, ...]]:
    """What the stage asks for, then its checklist, wrapped to so many cells; the line of a number is lit."""
    lines: list[Content] = []
    places: list[CriterionLine] = []

    def put(title: str, beside: str, criteria: Sequence[Criterion]) -> None:
        if not criteria:
            return
        if lines:
            lines.append(Content(""))
        lines.append(Content.styled(title, "bold $accent") + Content.styled(beside, "$dim"))
        for line in criteria:
            shown = _criterion(line, line.id in coaching.met, line.id == here, cells)
            places.append(CriterionLine(line, len(lines), len(shown)))
            lines.extend(shown)

    book = coaching.playbook
    missing = len(coaching.missing)
    left = f"  {missing} of {len(book.exits)} missing" if missing else "  all there"
    put("Before it goes on", left, book.exits)
    put("Checklist", "", book.checklist)
    passed = [each for each in coaching.passed_over if not each.settled]
    if passed:
        lines += [Content(""), Content.styled(f"Went on without {count(len(passed), 'thing')}", "bold $warning")]
    for each in passed:
        lines += [Content.styled(part, "$dim") for part in wrap(f"! {each.stage}: {each.text}", cells, 2)]
    return Content("\n").join(lines), tuple(places)


def _criterion(line: Criterion, met: bool, here: bool, cells: int) -> list[Content]:
    sign, ink = ("✔", "$success") if met else ("✖", "$error") if line.is_hard else ("○", "$warning")
    if line.is_advice and not met:
        sign, ink = "☐", "$dim"
    told = line.text if line.field is None else f"{line.text} ({label_of(line.field)})"
    told += " · a must" if line.is_hard and not met else ""
    parts = wrap(told, max(12, cells - MARK))
    lines = []
    for place, part in enumerate(parts):
        mark = Content.styled("▌ " if here else "  ", "$accent")
        mark += Content.styled(f"{sign} " if place == 0 else "  ", ink)
        shown = mark + Content.styled(part, "$dim" if met else "")
        if here:
            shown = shown.pad_right(max(0, cells - shown.cell_length)).stylize("on $here")
        lines.append(shown)
    return lines


def markdown_of(coaching: Coaching) -> str:
    """What helps with the deal, in Markdown: what the stage is for, what to ask, what good looks like, mails."""
    book = coaching.playbook
    parts = [book.purpose]
    for title, text in (("Ask", book.questions), ("What good looks like", book.good)):
        if text:
            parts.append(f"#### {title}\n\n{text}")
    if book.cadence:
        beats = (f"- after {count(beat.after, 'day')}: {beat.kind}, {beat.subject}" for beat in book.cadence)
        parts.append("#### The usual rhythm\n\n" + "\n".join(beats))
    parts += [_mail(letter) for letter in coaching.letters]
    return "\n\n".join(part for part in parts if part)


def _mail(letter: Letter) -> str:
    body = "\n".join(f"> {line}  " for line in letter.body.strip().split("\n"))
    return f"#### Mail: {letter.name}\n\n`m` copies it, and plans it\n\n**{letter.subject}**\n\n{body}"

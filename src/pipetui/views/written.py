"""A deal as a small text to edit: a field to a line, the notes under them, comments that explain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipetui.values.errors import Invalid
from pipetui.values.own import OwnField
from pipetui.values.text import clean, fit
from pipetui.views.fields import Context, field_named, fields_with

NOTES = "notes"
"""The name of what comes last, and runs to the end."""

_SHORT = {"expected_close": "close"}
_WRONG = "# ✖ "
_MOST_PROBLEMS = 20


class Unreadable(Invalid):
    """What can't be read of a written deal: ``problems`` are sentences by their lines, from 1."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"line {line}: {said}" for line, said in self.problems))


def written(context: Context, own: Sequence[OwnField], notes: str | None) -> str:
    """A deal as text; ``read_written`` reads it again."""
    card = context.card
    lines = [
        f"# {card.title}, deal {card.id}",
        "# Change what stands after the colons, save, and leave the editor. Lines that begin with # are not read.",
        "# A field without a value is taken away; with nothing left in this file, nothing is changed.",
        "",
    ]
    for spec in fields_with(own):
        if spec.hint:
            lines.append(f"# {spec.hint}")
        lines.append(f"{_SHORT.get(spec.name, spec.name)}: {spec.text(context)}".rstrip())
    lines += [
        "",
        "# Whatever stands under the next line is the notes, in Markdown, those with # in front too.",
        "notes:",
    ]
    return "\n".join(lines) + "\n" + (f"{notes}\n" if notes else "")


def read_written(text: str, before: str, context: Context, own: Sequence[OwnField]) -> dict[str, Any]:
    """What was changed of a written deal, as ``views.fields`` reads it, ``notes`` as text (or None).

    ``before`` is what ``written`` gave: only what is other than in it counts, whatever was changed elsewhere since.
    Raises Unreadable. An emptied text changes nothing.
    """
    was, _ = _parted(before)
    told, problems = _parted(text)
    values: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for name, (line, value) in told.items():
        if name == NOTES:
            if clean(value, multiline=True) != clean(was.get(NOTES, (0, ""))[1], multiline=True):
                values[NOTES] = clean(value, multiline=True) or None
            continue
        try:
            spec = field_named(name, own)
            if spec.name in seen:
                raise Invalid(f"A deal has one {name}; there is another in line {seen[spec.name]}.")
            seen[spec.name] = line
            if value != was.get(name, (0, None))[1]:
                values[spec.name] = spec.read(value, context)
        except Invalid as wrong:
            problems.append((line, str(wrong)))
    if problems:
        raise Unreadable(sorted(problems)[:_MOST_PROBLEMS])
    return values


def with_problems(text: str, problems: Sequence[tuple[int, str]]) -> str:
    """The text with what is wrong said over each line; what was said so before is gone."""
    said = dict(problems)
    lines: list[str] = []
    in_notes = False
    for number, line in enumerate(text.split("\n"), 1):
        in_notes = in_notes or _name_of(line) == NOTES
        if number in said:
            lines.append(_WRONG + said[number])
        if in_notes or not line.startswith(_WRONG):
            lines.append(line)
    return "\n".join(lines)


def _name_of(line: str) -> str:
    return line.partition(":")[0].strip().casefold() if ":" in line and not line.startswith("#") else ""


def _parted(text: str) -> tuple[dict[str, tuple[int, str]], list[tuple[int, str]]]:
    """The line and the value of each name, and what is wrong with the other lines."""
    found: dict[str, tuple[int, str]] = {}
    problems: list[tuple[int, str]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name = _name_of(line)
        value = line.partition(":")[2].strip()
        if not name:
            problems.append(
                (number, f"“{fit(clean(line[:200]), 40)}” says no field: write its name, a colon, its value.")
            )
        elif name == NOTES:
            found[NOTES] = (number, "\n".join([value, *lines[number:]]).strip("\n"))
            break
        elif name in found:
            problems.append((number, f"A deal has one {fit(name, 30)}; there is another in line {found[name][0]}."))
        else:
            found[name] = (number, value)
    return found, problems

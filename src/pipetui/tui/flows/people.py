"""What is asked about companies and contacts: a line that adds one, a field, a part in a deal, whether to delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.person_line import read_person
from pipetui.values.text import count, fit
from pipetui.views.people.fields import field_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.tui.screens.people import PeopleScreen
    from pipetui.views.card import Card
    from pipetui.views.people.duplicates import Pair
    from pipetui.views.people.listed import Kind
    from pipetui.views.people.profile import Profile

EXAMPLE = "Jane Doe, CFO, jane@acme.com +Acme 555-1234"
"""What a contact's line can say."""

ROLES = ("champion", "decision maker", "economic buyer", "technical", "procurement", "user", "blocker")
"""Parts that people play; any other word is one as well."""


async def add(screen: PeopleScreen, company: bool) -> None:
    """Adds a contact or a company from one line, showing what is understood of it as it is typed."""

    def understood(line: str) -> str:
        return read_person(line, company=company).understood if line.strip() else ""

    asked = Question(
        key="company" if company else "contact",
        title="New company" if company else "New contact; +Acme alone makes a company",
        lines=[
            Line(
                "line",
                "in one line",
                understood=understood,
                placeholder="Acme Robotics, acme.com, 555-1234" if company else EXAMPLE,
            )
        ],
        enter="add it",
    )
    answer = await screen.ask(asked)
    if answer and answer["line"].strip():
        line = read_person(answer["line"], company=company)
        try:
            kind, number = await screen.desk_app.desk.ask(lambda work: work.people.add(line))
        except PipetuiError:
            screen.give_back()
            raise
        screen.keep()
        screen.desk_app.tell(f"Added {line.name}")
        screen.go_to(kind, number)
        screen.desk_app.load()


async def edit(screen: PeopleScreen, told: Profile, name: str) -> None:
    """Edits a field of a company or a contact, in its place; notes in the rep's own editor."""
    kind, number = told.kind, told.id
    if name == "notes":
        await _write_notes(screen, told)
        return
    field = field_named(kind, name)
    before = told.values[field.name]

    def understood(text: str) -> str:
        field.read(text)
        return "several with commas between" if field.several and name != "links" and not text.strip() else ""

    answer = await screen.ask(
        Question(
            key=f"{kind} {number} {name}",
            title=told.name,
            lines=[Line("value", field.label, before, field.hint, understood, selected=not before)],
        )
    )
    if answer is not None and answer["value"] != before:
        screen.do(lambda work: work.people.edit(kind, number, {name: answer["value"]}))


async def _write_notes(screen: PeopleScreen, told: Profile) -> None:
    from pipetui.tui.editor import edit_outside

    instead = f" Outside the app: pipetui {told.kind} edit {told.id} notes=…"
    left = edit_outside(screen.desk_app, told.values["notes"], f"{told.kind}-{told.id}.md", instead)
    if left is None:
        return
    if left.failed:
        screen.desk_app.tell(left.failed, severity="warning")
    elif left.text.strip() != told.values["notes"].strip():
        screen.do(lambda work: work.people.edit(told.kind, told.id, {"notes": left.text}), f"Notes of {told.name}")


async def delete(screen: AskingScreen, kind: Kind, number: int, name: str) -> None:
    """Deletes a company or a contact, once that is confirmed; says what becomes of its deals."""
    stays = await screen.desk_app.desk.ask(lambda work: work.people.told_of(kind, number))
    told = f"enter deletes {fit(name, 30)}; u brings it back"
    if await screen.is_sure(f"delete {kind} {number}", f"Delete {name}? {stays}", "delete it", told):
        screen.do(lambda work: work.people.delete(kind, number), f"Deleted {name}")


async def link(screen: AskingScreen, told: Profile, deals: Sequence[Card], name: str, role: str) -> None:
    """Gives a contact a part in a deal: who, which deal where there are several, and the role."""

    def who(text: str) -> str:
        if not text.strip():
            raise Invalid("Who: Jane Doe")
        return ""

    def which(text: str) -> str:
        if not text.strip():
            raise Invalid("Which deal: enough of its title, or its number.")
        return ""

    lines = [Line("role", "role", role, "champion, decision maker, your own word", selected=True)]
    if told.kind == "company":
        lines.append(Line("who", "who", name, "Jane Doe; who is new is made", who))
    if len(deals) != 1:
        lines.append(Line("deal", "deal", deals[0].title if deals else "", "enough of its title, or #12", which))
    answer = await screen.ask(
        Question(
            key=f"link {told.kind} {told.id} {name}",
            title=f"A part in {deals[0].title if len(deals) == 1 else 'a deal'}{f' for {name}' if name else ''}",
            lines=lines,
            choices=ROLES,
            enter="link",
        )
    )
    if answer is None:
        return
    contact = answer.get("who", "").strip() or name
    number = next((one.contact_id for one in told.parts if one.name == contact), None)
    number = number or next((one.id for one in told.members if one.name == contact), None)
    who_is: str | int = told.id if told.kind == "contact" else number or contact
    if "deal" in answer:
        text = answer["deal"].strip()
        known = [card for card in deals if card.title == text]
        card = known[0] if known else await screen.desk_app.desk.ask(lambda work: work.deals.find(text))
    else:
        card = deals[0]
    said = f"{contact or told.name} is {answer['role'].strip() or 'a contact'} of {card.title}"
    screen.do(lambda work: work.people.link(card.id, who_is, answer["role"]), said)


async def merge_sure(screen: PeopleScreen, pairs: Sequence[Pair]) -> None:
    """Merges all that are sure, once that is confirmed."""
    sure = [pair for pair in pairs if pair.sure]
    if not sure:
        screen.desk_app.tell("No two are surely the same.")
        return
    names = ", ".join(f"{fit(pair.second.name, 20)} into {fit(pair.first.name, 20)}" for pair in sure[:2])
    title = f"Merge {count(len(sure), 'pair')}: {names}{' …' if len(sure) > 2 else ''}?"
    if await screen.is_sure("merge sure", title, "merge them", "enter merges them as one step; u brings all back"):
        screen.do(lambda work: work.merging.merge_sure(), f"Merged {count(len(sure), 'pair')}")

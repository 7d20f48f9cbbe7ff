"""Companies and contacts: listing them, all about one, adding, editing, deleting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Json
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from datetime import date

    from pipetui.views.people.listed import Kind, Listed, Money
    from pipetui.views.people.profile import Profile
    from pipetui.workspace import Workspace

HEAD = (
    *("kind", "id", "name", "title", "about", "email", "phone", "deals", "open_deals", "open_money", "people"),
    "touched",
)
SORTS = ("touched", "money", "name")


def people(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help="Only those that have them: name, mail, phone, place.")
    ] = None,
    companies: Annotated[bool, typer.Option("--companies", help="Companies only.")] = False,
    contacts: Annotated[bool, typer.Option("--contacts", help="Contacts only.")] = False,
    sort: Annotated[str, typer.Option("--sort", metavar="BY", help="touched, money or name.")] = "touched",
    json: Json = False,
) -> None:
    """List companies and contacts, those last spoken to first.

    Open money is what their open deals are worth, leads not counted.
    """
    from pipetui.views.people.listed import KINDS, in_order, let_through

    if sort not in SORTS:
        from pipetui.values.errors import Invalid
        from pipetui.values.text import clean, fit

        raise Invalid(f"“{fit(clean(sort), 30)}” is no order of people: write touched, money or name.")
    kinds = [kind for kind, asked in zip(KINDS, (companies, contacts), strict=True) if asked] or KINDS
    with opened(context) as workspace:
        rows = [row for kind in kinds for row in workspace.overview.people.listed(kind)]
        today = workspace.clock.today()
    found = in_order(let_through(rows, " ".join(words or [])), sort)
    if json:
        from pipetui.views.people import contract

        output.as_json([contract.listed(row) for row in found])
    elif output.on_terminal():
        output.data(_painted(found, today))
    else:
        output.tab_separated(HEAD, (_row(row) for row in found))
    if not found:
        output.say("Nobody is found." if words else "There is no company and no contact yet.")
        raise typer.Exit(1)


def told_money(amounts: Money) -> str:
    """Amounts as they are shown, the largest number of deals first."""
    from pipetui.values.money import show_whole

    return " + ".join(show_whole(amount, currency) for currency, amount in amounts)


def _row(row: Listed) -> list[object]:
    from pipetui.values.money import major

    money = " + ".join(f"{major(amount, currency)} {currency}" for currency, amount in row.open_money)
    return [
        *(row.kind, row.id, row.name, row.job, row.about, row.email, row.phone, row.deals, row.open_deals, money),
        *(row.people, row.touched.isoformat() if row.touched else ""),
    ]


def _painted(rows: Sequence[Listed], today: date) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint
    from pipetui.values.when import show_day

    columns = (
        Column("#", right=True),
        Column("Kind", tight=True, spare=2),
        Column("Name", least=16),
        Column("At", spare=1),
        Column("E-mail", spare=4),
        Column("Deals", right=True, spare=3),
        Column("Open", right=True),
        Column("Spoken to", tight=True),
    )
    return paint(
        columns,
        [
            (
                str(row.id),
                Cell(row.kind, "dim"),
                Cell(row.name, "bold" if row.open_deals else ""),
                ", ".join(filter(None, (row.job, row.about))),
                Cell(row.email, "dim"),
                f"{row.deals:,}" if row.deals else "",
                told_money(row.open_money),
                Cell(show_day(row.touched, today) if row.touched else "never", "" if row.touched else "dim"),
            )
            for row in rows
        ],
    )


def contact(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ACTION",
            help="show WHO · add LINE · edit WHO FIELD=VALUE... · delete WHO · link WHO DEAL [ROLE] · unlink WHO DEAL "
            "· first WHO DEAL",
        ),
    ],
    json: Json = False,
) -> None:
    """Show, add, edit or delete a contact, and say what part they play in a deal.

    WHO is a number, an e-mail, or enough of the name. LINE is as typed: "Jane Doe, CFO, jane@acme.com +Acme 555-1234".
    FIELD is name, title, company, email, phone, address, city, country, links or notes; several go with commas.
    """
    with opened(context) as workspace:
        _run(workspace, "contact", words, json)


def company(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="ACTION", help="show WHICH · add LINE · edit WHICH FIELD=VALUE... · delete WHICH"),
    ],
    json: Json = False,
) -> None:
    """Show, add, edit or delete a company.

    WHICH is a number or enough of the name. LINE is as typed: "Acme Robotics, acme.com, 555-1234". FIELD is name,
    sector, website, email, phone, address, city, country, links or notes; several go with commas.
    """
    with opened(context) as workspace:
        _run(workspace, "company", words, json)


def _how(kind: Kind) -> Actions:
    name = "Jane Doe" if kind == "contact" else "Acme"
    line = "Jane Doe, CFO, jane@acme.com +Acme" if kind == "contact" else "Acme Robotics, acme.com"
    examples = {
        "show": f'pipetui {kind} show "{name}"',
        "add": f'pipetui {kind} add "{line}"',
        "edit": f'pipetui {kind} edit "{name}" phone="+49 30 12345"',
        "delete": f'pipetui {kind} delete "{name}"',
    }
    if kind == "contact":
        examples |= {
            "link": 'pipetui contact link "Jane Doe" 12 champion',
            "unlink": 'pipetui contact unlink "Jane Doe" 12',
            "first": 'pipetui contact first "Jane Doe" 12',
        }
    return Actions(kind, examples, lists=False)


def _run(workspace: Workspace, kind: Kind, words: Sequence[str], json: bool) -> None:
    how = _how(kind)
    action, *rest = words
    if action not in how.examples:
        raise how.unknown(action)
    how.at_least(rest, 2 if action in ("edit", "link", "unlink", "first") else 1, action)
    reading = workspace.overview.people
    if action == "add":
        from pipetui.values.person_line import read_person

        kind, number = workspace.people.add(read_person(" ".join(rest), company=kind == "company"))
        output.say(f"Added {kind} {number}")
        _tell(reading.profile(kind, number), workspace.clock.today(), json)
        return
    if action in ("show", "delete"):
        rest = [" ".join(rest)]
    found = reading.named(kind, rest[0])
    if action == "edit":
        output.say(workspace.people.edit(kind, found.id, dict(_pairs(rest[1:]))).label)
    elif action == "delete":
        stays = workspace.people.told_of(kind, found.id)
        output.say(f"{workspace.people.delete(kind, found.id).label}. {stays}")
        return
    elif action in ("link", "unlink", "first"):
        card = workspace.deals.find(rest[1])
        if action == "link":
            saved = workspace.people.link(card.id, found.id, " ".join(rest[2:]))
        else:
            saved = (workspace.people.unlink if action == "unlink" else workspace.people.set_main)(card.id, found.id)
        output.say(saved.label)
    _tell(reading.profile(kind, found.id), workspace.clock.today(), json)


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """``field=value`` as typed. Raises Invalid."""
    from pipetui.values.errors import Invalid
    from pipetui.values.text import clean, fit

    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Invalid(f"“{fit(clean(word), 40)}” changes nothing: write field=value, such as city=Bremen.")
        yield name, value


def _tell(told: Profile, today: date, json: bool) -> None:
    if json:
        from pipetui.views.people import contract

        output.as_json(contract.profile(told, today))
    elif output.on_terminal():
        output.data(_painted_profile(told, today))
    else:
        output.pairs(_lines(told, today))


def _lines(told: Profile, today: date) -> Iterator[list[object]]:
    from pipetui.views.people import contract

    record = contract.profile(told, today)
    for name, value in record.items():
        if name in ("timeline", "deals", "people", "next_steps", "open_money", "won_money"):
            for each in value:
                flat = [part for part in each.values() if not isinstance(part, list)]
                yield [name.removesuffix("s") if name in ("deals", "next_steps") else name, *flat]
        elif isinstance(value, list):
            yield [name, *value]
        else:
            yield [name, value]


def _painted_profile(told: Profile, today: date) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, Group, Line, paint_groups, styled
    from pipetui.values.clock import to_local
    from pipetui.values.money import show_whole
    from pipetui.values.text import clean, count
    from pipetui.values.when import show_day
    from pipetui.views.people.fields import FIELDS

    yield styled(clean(told.name), "bold") + f"  {told.kind} {told.id}"
    for hint in told.hints(today):
        yield styled(f"! {clean(hint)}", "yellow")
    yield ""
    facts: list[Line] = [
        (Cell(field.label, "dim"), told.values[field.name])
        for field in FIELDS[told.kind]
        if field.name != "name" and told.values[field.name]
    ]
    sums = told.sums
    facts.append((Cell("open", "dim"), f"{told_money(sums.open_money) or '0'} in {count(sums.open_deals, 'deal')}"))
    rate = "" if sums.win_rate is None else f" · {sums.win_rate:.0f}% of {sums.won + sums.lost} closed"
    facts.append((Cell("won", "dim"), f"{told_money(sums.won_money) or '0'} in {count(sums.won, 'deal')}{rate}"))
    last = show_day(told.touched, today) if told.touched else "never"
    facts.append((Cell("spoken to", "dim"), f"{last} · {len(told.touches):,}×"))
    yield from paint_groups([Column("", tight=True), Column("")], [Group("", facts)])
    people: list[Line] = [
        (one.name, one.job or "", Cell(", ".join(told.roles(one.id)), "accent"), Cell(one.email or "", "dim"))
        for one in told.members
    ]
    if people:
        yield ""
        yield styled("People", "bold")
        yield from paint_groups(
            [Column("Name"), Column("Title"), Column("Part"), Column("E-mail")], [Group("", people)]
        )
    if told.deals:
        yield ""
        yield styled("Deals", "bold")
        deals: list[Line] = [
            (
                str(card.id),
                card.title,
                told.stages[card.id] if card.is_open else card.status,
                "" if card.amount is None else show_whole(card.amount, card.currency),
            )
            for card in told.deals
        ]
        columns = [Column("#", right=True), Column("Deal"), Column("Stage"), Column("Amount", right=True)]
        yield from paint_groups(columns, [Group("", deals)])
    if told.timeline:
        yield ""
        yield styled("What happened", "bold")
        events: list[Line] = [
            (Cell(f"{to_local(event.at):%Y-%m-%d}", "dim"), event.kind, event.text, Cell(event.deal, "dim"))
            for event in told.timeline[:20]
        ]
        yield from paint_groups(
            [Column("When", tight=True), Column("", tight=True), Column("What"), Column("Deal")], [Group("", events)]
        )

"""Companies and contacts: adding, editing, deleting, and who plays which part in a deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from pipetui.model import Company, Contact, DealContact
from pipetui.sales import people
from pipetui.sales.columns import rows_of
from pipetui.sales.writing import working
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.person_line import PersonLine
from pipetui.values.text import clean, count, fit, fold
from pipetui.views.card import Saved
from pipetui.views.people.fields import field_named
from pipetui.views.people.listed import Kind

ROLES = ("champion", "decision maker", "economic buyer", "technical", "procurement", "user", "blocker")
"""Parts that people play in deals; any other word is one as well."""


class Directory:
    """The service for companies and contacts. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, line: PersonLine) -> tuple[Kind, int]:
        """Adds what a line says; gives its kind and number. Raises Refused where it is there already."""
        kind: Kind = "company" if line.is_company else "contact"
        with self._store.transaction(f"Added {line.name}") as writing:
            session = writing.session
            self._check_new(session, line)
            made: Company | Contact
            made = Company(name="", folded="") if line.is_company else Contact(name="", folded="")
            for name, text in line.fields.items():
                _set(session, kind, made, name, text)
            session.add(made)
            session.flush()
            assert made.id is not None
        return kind, made.id

    def edit(self, kind: Kind, number: int, values: Mapping[str, str]) -> Saved:
        """Sets fields to what was typed. Raises NotFound where it is gone, Invalid for what can't be read."""
        values = {field_named(kind, name).name: text for name, text in values.items()}
        if not values:
            raise Invalid("Say what to change: email=jane@acme.com.")
        with self._store.transaction(f"Edited {kind}") as writing:
            row = _row(writing.session, kind, number)
            for name, text in values.items():
                _set(writing.session, kind, row, name, text)
            writing.session.flush()
            label = f"Edited {row.name}: {', '.join(values)}"
            writing.name(label)
        return Saved(label, (), anew=True)

    def delete(self, kind: Kind, number: int) -> Saved:
        """Deletes one; its deals stay, without it. Raises NotFound where it is gone."""
        with self._store.transaction(f"Deleted {kind}") as writing:
            row = _row(writing.session, kind, number)
            label = f"Deleted {row.name}"
            forget(writing, kind, number)
            if kind == "contact":
                _close_ranks(writing, number)
            writing.session.delete(row)
            writing.session.flush()
            writing.name(label)
        return Saved(label, (), anew=True)

    def told_of(self, kind: Kind, number: int) -> str:
        """What deleting one does to its deals, in a sentence. Raises NotFound where it is gone."""
        theirs = "id IN (SELECT deal_id FROM deal_contact WHERE contact_id = ?)"
        where = "company_id = ?" if kind == "company" else theirs
        with self._store.reading() as connection:
            rows = rows_of(connection)
            found = rows.execute(f"SELECT name FROM {kind} WHERE id = ?", (number,)).fetchone()
            if found is None:
                raise NotFound(f"There is no {kind} {number}. It may have been deleted meanwhile.")
            deals, running = rows.execute(
                f"SELECT count(*), coalesce(sum(status = 'open'), 0) FROM deal WHERE {where}", (number,)
            ).fetchone()
            members = rows.execute("SELECT count(*) FROM contact WHERE company_id = ?", (number,)).fetchone()[0]
        told = [f"{count(deals, 'deal')}{f', {running:,} of them open,' if running else ''}"] if deals else []
        if kind == "company" and members:
            told.append(count(members, "contact"))
        if not told:
            return f"{found[0]} is in no deal."
        subject = " and ".join(told)
        is_one = subject.startswith("1 ") and " and " not in subject
        return f"{subject} {'stays' if is_one else 'stay'}, without {fit(found[0], 40)}."

    def link(self, deal_id: int, contact: str | int, role: str = "") -> Saved:
        """Gives a contact, by number or by name, a part in a deal; somebody who is in it gets the role.

        Who is not known yet is made, at the deal's company.
        """
        with working(self._store, "Linked to {title}", [deal_id]) as work:
            deal = work.deal(deal_id)
            if isinstance(contact, int):
                number: int | None = _row(work.session, "contact", contact).id
            else:
                number = people.contact_id(work.session, contact, deal.company_id)
            if number is None:
                raise Invalid("Say who: Jane Doe.")
            people.set_role(work.session, deal_id, number, role)
            name = _row(work.session, "contact", number).name
            work.name(f"{name} is {clean(role) or 'a contact'} of {deal.title}")
            work.touched.add(deal_id)
        return work.saved._replace(anew=True)

    def unlink(self, deal_id: int, contact_id: int) -> Saved:
        """Takes a contact out of a deal; the next one becomes its first. Raises Refused where it is not in it."""
        with working(self._store, "Unlinked from {title}", [deal_id]) as work:
            name = _row(work.session, "contact", contact_id).name
            link = _link(work.session, deal_id, contact_id)
            if link is None:
                raise Refused(f"{name} is not in {work.deal(deal_id).title}.")
            was_first = link.position == 0
            work.session.delete(link)
            work.session.flush()
            if was_first:
                _promote(work, [deal_id])
            work.name(f"{name} is no longer in {work.deal(deal_id).title}")
        return work.saved._replace(anew=True)

    def set_main(self, deal_id: int, contact_id: int) -> Saved:
        """Makes a contact the deal's first one. Raises NotFound where either is gone."""
        with working(self._store, "First contact of {title}", [deal_id]) as work:
            name = _row(work.session, "contact", contact_id).name
            people.set_main_contact(work.session, deal_id, contact_id)
            work.name(f"{name} is the first contact of {work.deal(deal_id).title}")
        return work.saved._replace(anew=True)

    def _check_new(self, session: Session, line: PersonLine) -> None:
        """Raises Refused where the same is there: the company's name, or the contact's e-mail, or name and company."""
        folded = fold(line.name)
        if line.is_company:
            same = session.exec(select(Company).where(Company.folded == folded)).first()
            if same is not None:
                raise Refused(f"{same.name} is there already: company {same.id}.")
            return
        for email in line.emails:
            known = session.exec(select(Contact).where(Contact.email == email)).first()
            if known is not None:
                raise Refused(f"{email} is {known.name}'s already: contact {known.id}.")
        for known in session.exec(select(Contact).where(Contact.folded == folded)).all():
            firm = session.get(Company, known.company_id) if known.company_id else None
            if fold(firm.name if firm else "") == fold(line.company or "") and not (known.email and line.emails):
                raise Refused(f"{known.name}{f' at {firm.name}' if firm else ''} is there already: contact {known.id}.")


def _row(session: Session, kind: Kind, number: int) -> Company | Contact:
    row: Company | Contact | None
    row = session.get(Company, number) if kind == "company" else session.get(Contact, number)
    if row is None:
        raise NotFound(f"There is no {kind} {number}. It may have been deleted or merged meanwhile.")
    return row


def _set(session: Session, kind: Kind, row: Company | Contact, name: str, text: str) -> None:
    """Sets a field to what was typed. Raises Invalid."""
    if isinstance(row, Contact) and name == "company":
        row.company_id = people.company_id(session, text)
        return
    for column, value in field_named(kind, name).read(text).items():
        setattr(row, column, value)


def _link(session: Session, deal_id: int, contact_id: int) -> DealContact | None:
    return session.exec(
        select(DealContact).where(DealContact.deal_id == deal_id, DealContact.contact_id == contact_id)
    ).first()


def forget(writing: Writing, kind: Kind, number: int) -> None:
    """Takes out what is kept about a record beside it: what others call it, what it was merged with, what it is not."""
    run = writing.connection.exec_driver_sql
    run("DELETE FROM external_ref WHERE kind = ? AND record_id = ?", (kind, number))
    run("DELETE FROM merged WHERE kind = ? AND into_id = ?", (kind, number))
    run("DELETE FROM not_same WHERE kind = ? AND (first_id = ? OR second_id = ?)", (kind, number, number))


def _close_ranks(writing: Writing, contact_id: int) -> None:
    """Takes a contact out of its deals; who comes next there is their first contact now."""
    run = writing.connection.exec_driver_sql
    deals = [
        deal for (deal,) in run("SELECT deal_id FROM deal_contact WHERE contact_id = ? AND position = 0", (contact_id,))
    ]
    run("DELETE FROM deal_contact WHERE contact_id = ?", (contact_id,))
    _promote(writing, deals)


def _promote(writing: Writing, deals: Sequence[int]) -> None:
    for deal in deals:
        writing.connection.exec_driver_sql(
            "UPDATE deal_contact SET position = 0 WHERE id ="
            " (SELECT id FROM deal_contact WHERE deal_id = ? ORDER BY position, id LIMIT 1)",
            (deal,),
        )

"""Companies, contacts and tags: found again by name, made only where they are new."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from pipetui.model import Company, Contact, DealContact, DealTag, Reason, Tag
from pipetui.values.text import clean, fold


def company_id(session: Session, name: str | None) -> int | None:
    """The number of the company of that name, made where there is none; None for no name."""
    shown = clean(name or "")
    if not shown:
        return None
    known = session.exec(select(Company).where(Company.folded == fold(shown))).first()
    if known is None and (other := merged_into(session, "company", fold(shown))) is not None:
        return other
    if known is None:
        known = Company(name=shown, folded=fold(shown))
        session.add(known)
        session.flush()
    return known.id


def merged_into(session: Session, kind: str, folded: str) -> int | None:
    """The number of what a record of that name became part of; None where there was none."""
    found = session.connection().exec_driver_sql(
        "SELECT into_id FROM merged WHERE kind = ? AND folded = ? ORDER BY id DESC LIMIT 1", (kind, folded)
    )
    number = found.scalar()
    return None if number is None else int(number)


def contact_id(session: Session, name: str | None, company: int | None) -> int | None:
    """The number of the contact of that name: at the company, else of no company and now of this one, else made.

    Where no company is named, a contact of any company will do.
    """
    shown = clean(name or "")
    if not shown:
        return None
    named = session.exec(select(Contact).where(Contact.folded == fold(shown)).order_by(col(Contact.id))).all()
    there = [known for known in named if known.company_id == company]
    free = [known for known in named if known.company_id is None]
    for known in there or free or ([] if company is not None else named):
        if known.company_id is None:
            known.company_id = company
        return known.id
    other = merged_into(session, "contact", fold(shown))
    became = session.get(Contact, other) if other is not None else None
    if became is not None and (company is None or became.company_id in (None, company)):
        return became.id
    made = Contact(name=shown, folded=fold(shown), company_id=company)
    session.add(made)
    session.flush()
    return made.id


def set_main_contact(session: Session, deal_id: int, contact: int | None) -> None:
    """Makes a contact the deal's first; the others stay behind it. None leaves the deal without a first one."""
    links = session.exec(select(DealContact).where(DealContact.deal_id == deal_id)).all()
    link = next((link for link in links if link.contact_id == contact), None)
    for other in links:
        if other.position == 0:
            if contact is None:
                session.delete(other)
            elif other is not link:
                other.position = max(each.position for each in links) + 1
    if link is not None:
        link.position = 0
    elif contact is not None:
        session.add(DealContact(deal_id=deal_id, contact_id=contact, position=0))
    session.flush()


def set_role(session: Session, deal_id: int, contact: int | None, role: str) -> None:
    """Gives a contact a role in a deal, as its first contact where it has none yet."""
    if contact is None:
        return
    links = session.exec(select(DealContact).where(DealContact.deal_id == deal_id)).all()
    link = next((link for link in links if link.contact_id == contact), None)
    if link is None:
        position = max((each.position for each in links), default=-1) + 1
        link = DealContact(deal_id=deal_id, contact_id=contact, position=position)
        session.add(link)
    link.role = clean(role) or None
    session.flush()


def set_tags(session: Session, deal_id: int, names: tuple[str, ...]) -> None:
    """Makes these the deal's tags, in place of those it had."""
    wanted: dict[str, str] = {}
    for name in filter(None, map(clean, names)):
        wanted.setdefault(fold(name), name)
    tags = {tag.folded: tag for tag in session.exec(select(Tag).where(col(Tag.folded).in_(wanted))).all()}
    for folded, name in wanted.items():
        if folded not in tags:
            tags[folded] = Tag(name=name, folded=folded)
            session.add(tags[folded])
    session.flush()
    keep = {tag.id for tag in tags.values()}
    links = session.exec(select(DealTag).where(DealTag.deal_id == deal_id)).all()
    for link in links:
        if link.tag_id not in keep:
            session.delete(link)
    linked = {link.tag_id for link in links}
    for tag in tags.values():
        if tag.id is not None and tag.id not in linked:
            session.add(DealTag(deal_id=deal_id, tag_id=tag.id))
    session.flush()


def add_tag(connection: Connection, deal_id: int, name: str) -> None:
    """Puts one more tag on a deal, made where there is none of that name; by statements, since rules tag many."""
    shown = clean(name)
    run = connection.exec_driver_sql
    run("INSERT OR IGNORE INTO tag (name, folded) VALUES (?, ?)", (shown, fold(shown)))
    run(
        "INSERT INTO deal_tag (deal_id, tag_id) SELECT ?, id FROM tag WHERE folded = ?"
        " AND NOT EXISTS (SELECT 1 FROM deal_tag WHERE deal_id = ? AND tag_id = tag.id)",
        (deal_id, fold(shown), deal_id),
    )


def take_tag(connection: Connection, deal_id: int, name: str) -> None:
    """Takes a tag off a deal."""
    connection.exec_driver_sql(
        "DELETE FROM deal_tag WHERE deal_id = ? AND tag_id = (SELECT id FROM tag WHERE folded = ?)",
        (deal_id, fold(clean(name))),
    )


def change_tags(connection: Connection, on: Iterable[tuple[int, str]], off: Iterable[tuple[int, str]]) -> None:
    """Puts tags on deals and takes tags off them, by the deals' numbers, made where there is none of that name."""
    run = connection.exec_driver_sql
    pairs = [(deal_id, clean(name)) for deal_id, name in on]
    if names := {fold(name): name for _, name in pairs}:
        run("INSERT OR IGNORE INTO tag (name, folded) VALUES (?, ?)", [(name, key) for key, name in names.items()])
        run(
            "INSERT INTO deal_tag (deal_id, tag_id) SELECT ?, id FROM tag WHERE folded = ?"
            " AND NOT EXISTS (SELECT 1 FROM deal_tag WHERE deal_id = ? AND tag_id = tag.id)",
            [(deal_id, fold(name), deal_id) for deal_id, name in pairs],
        )
    if gone := [(deal_id, fold(name)) for deal_id, name in off]:
        run("DELETE FROM deal_tag WHERE deal_id = ? AND tag_id = (SELECT id FROM tag WHERE folded = ?)", gone)


def reason_id(session: Session, outcome: str, name: str) -> int | None:
    """The number of a reason, put at the end of the list of its outcome where it is new; None for no name."""
    shown = clean(name)
    if not shown:
        return None
    known = session.exec(select(Reason).where(Reason.outcome == outcome).order_by(col(Reason.position))).all()
    for reason in known:
        if fold(reason.name) == fold(shown):
            return reason.id
    made = Reason(outcome=outcome, name=shown, position=len(known))
    session.add(made)
    session.flush()
    return made.id

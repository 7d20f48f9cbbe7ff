"""A person, and the part they play in a deal."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class Contact(Record, table=True):
    """A person; ``folded`` is the name without case and accents, ``job`` what they do at the company.

    ``email`` and ``phone`` are the first ones, ``more_emails`` and ``more_phones`` the others with commas between,
    ``links`` pages with spaces between.
    """

    name: str
    folded: str = Field(index=True)
    company_id: int | None = Field(default=None, foreign_key="company.id", ondelete="SET NULL", index=True)
    email: str | None = Field(default=None, index=True)
    phone: str | None = None
    job: str | None = None
    notes: str | None = None
    more_emails: str | None = None
    more_phones: str | None = None
    address: str | None = None
    city: str | None = None
    country: str | None = None
    links: str | None = None


class DealContact(Record, table=True):
    """A contact's ``role`` in a deal (champion, decision maker …); the one at ``position`` 0 is the deal's contact."""

    __tablename__ = "deal_contact"
    __table_args__ = (UniqueConstraint("deal_id", "contact_id"),)

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE", index=True)
    role: str | None = None
    position: int = 0

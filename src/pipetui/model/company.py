"""An organisation a rep sells to."""

from sqlmodel import Field

from pipetui.model.record import Record


class Company(Record, table=True):
    """An organisation; ``folded`` is its name without case and accents, by which it is found again.

    ``email`` and ``phone`` are the first ones, ``more_emails`` and ``more_phones`` the others with commas between,
    ``links`` pages with spaces between.
    """

    name: str
    folded: str = Field(index=True)
    sector: str | None = None
    website: str | None = None
    phone: str | None = None
    city: str | None = None
    country: str | None = None
    notes: str | None = None
    email: str | None = None
    more_emails: str | None = None
    more_phones: str | None = None
    address: str | None = None
    links: str | None = None

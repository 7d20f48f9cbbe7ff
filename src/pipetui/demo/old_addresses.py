"""What was left in the demo from an old list of addresses: people who are there twice, and more about some of them."""

from __future__ import annotations

from pipetui.store import Writing
from pipetui.values.text import fold

_COMPANIES = (
    ("Acme Robotics B.V.", "Delft", "NL", None),
    ("Nordwind Logistk", "Bremen", "DE", None),
    ("Hafen-Nord GmbH", "Kiel", "DE", "+49 30 23125 980"),
)
"""Name, city, country and phone of companies that are there under another name as well."""

_CONTACTS = (
    ("Doe, Jane", "Acme Robotics B.V.", "operations", None, "+31 20 555 0147"),
    ("Anke Graf", None, None, None, "+49 30 23125 981"),
    ("Guido Ferrante", None, "CEO", "g.ferrante@mail.example", None),
)
"""Name, company, job, e-mail and phone of people who are there already."""

_MORE = (
    ("links", "linkedin.com/company/acme-robotics", "company", "Acme Robotics"),
    ("address", "Rotterdamseweg 183", "company", "Acme Robotics"),
    (
        "notes",
        "Two plants, *one* buyer.\n\n- orders before the summer break\n- **no** cold mails",
        "company",
        "Acme Robotics",
    ),
    ("links", "linkedin.com/in/jane-doe-robotics xing.com/profile/Jane_Doe", "contact", "Jane Doe"),
    ("more_emails", "jane@doe.example", "contact", "Jane Doe"),
    ("notes", "Reads mail in the evening. Prefers a call **before nine**.", "contact", "Jane Doe"),
    ("links", "linkedin.com/in/anke-graf-nordwind", "contact", "Anke Graf"),
)
"""A column, what it says, and of whom."""


def tell(writing: Writing) -> None:
    """Writes them; of a name that is there twice the first one has more to say."""
    run = writing.connection.exec_driver_sql
    for column, text, table, name in _MORE:
        run(f"UPDATE {table} SET {column} = ? WHERE id = (SELECT min(id) FROM {table} WHERE name = ?)", (text, name))
    rows = [(name, fold(name), city, country, phone) for name, city, country, phone in _COMPANIES]
    writing.insert("company", ("name", "folded", "city", "country", "phone"), rows)
    numbers = {name: number for number, name in run("SELECT id, name FROM company")}
    writing.insert(
        "contact",
        ("name", "folded", "company_id", "job", "email", "phone"),
        [(name, fold(name), numbers.get(firm or ""), job, email, phone) for name, firm, job, email, phone in _CONTACTS],
    )

"""The fields of contacts (with their companies) and of activities, and what they are called elsewhere."""

from pipetui.exchange.fields import Field, Kind

_COMPANY = (
    *("company", "company name", "organization", "organisation", "organization name", "account"),
    *("account name", "associated company", "employer", "customer", "client"),
    *("azienda", "società", "ragione sociale", "firma", "unternehmen", "entreprise", "société", "empresa"),
)
_CONTACT = (
    *("contact", "contact person", "contact name", "associated contact", "person", "person name"),
    *("contatto", "referente", "ansprechpartner", "kontakt", "contacto", "contato"),
)
_EMAIL = ("email", "e-mail", "email address", "work email", "contact email", "mail", "courriel", "correo")
_NOTES = ("notes", "note", "description", "comments", "comment", "notizen", "notas", "remarques")
_CREATED = ("created", "created at", "created date", "create date", "creation date", "date created", "created on")

CONTACTS = Kind(
    "contacts",
    ("person", "contact"),
    (
        Field("uid", "id", ()),
        Field("id", "id", ("id", "record id", "contact id", "external id")),
        Field("name", "line", ("name", "full name", "contact name", "contact", "person", "nome completo", "nom")),
        Field("first_name", "line", ("first name", "given name", "vorname", "prénom", "nome", "nombre")),
        Field("last_name", "line", ("last name", "surname", "family name", "cognome", "nachname", "apellido")),
        Field("email", "line", _EMAIL),
        Field(
            "phone",
            "line",
            (
                *("phone", "phone number", "work phone", "telephone", "mobile", "mobile phone", "cell"),
                *("telefono", "cellulare", "telefon", "téléphone", "teléfono", "telefone"),
            ),
        ),
        Field("job", "line", ("job", "job title", "position", "role", "function", "title", "ruolo", "cargo")),
        Field("company", "linked", _COMPANY),
        Field("sector", "line", ("sector", "industry", "settore", "branche", "secteur", "sector de actividad")),
        Field("website", "line", ("website", "web site", "url", "domain", "company domain name", "sito web")),
        Field("city", "line", ("city", "town", "città", "stadt", "ville", "ciudad", "cidade")),
        Field("country", "line", ("country", "office location", "paese", "land", "pays", "país", "nazione")),
        Field("notes", "text", _NOTES),
    ),
)

ACTIVITIES = Kind(
    "activities",
    ("activity", "task", "event"),
    (
        Field("uid", "id", ()),
        Field("id", "id", ("id", "record id", "activity id", "external id")),
        Field("deal_id", "id", ("deal id", "opportunity id")),
        Field("deal_uid", "id", ()),
        Field("deal", "line", ("deal", "deal title", "deal name", "opportunity", "opportunity name", "trattativa")),
        Field("company", "linked", _COMPANY),
        Field("contact", "linked", _CONTACT),
        Field("email", "line", _EMAIL),
        Field("kind", "line", ("kind", "type", "activity type", "tipo", "art", "typ")),
        Field("subject", "line", ("subject", "title", "name", "activity", "task", "summary", "oggetto", "betreff")),
        Field("note", "text", ("note", "outcome", *_NOTES)),
        Field(
            "due",
            "due",
            ("due", "due date", "date", "start date", "start", "deadline", "when", "scadenza", "fällig", "data"),
        ),
        Field("due_time", "line", ("due time", "time", "start time", "ora", "uhrzeit")),
        Field("is_done", "flag", ("is done", "done", "completed", "is closed", "finished", "fatto")),
        Field(
            "done",
            "moment",
            ("done", "done at", "done on", "done time", "marked as done time", "completed", "completed at", "closed"),
        ),
        Field("created", "moment", _CREATED),
    ),
)

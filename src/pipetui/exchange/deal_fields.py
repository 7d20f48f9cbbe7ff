"""The fields of a deal, and what CRMs call them, in the languages they are exported in."""

from pipetui.exchange.fields import Field, Kind

_IDENTITY = (
    Field("uid", "id", ()),
    Field("id", "id", ("id", "record id", "hs object id", "external id", "pipedrive system id", "number")),
    Field(
        "title",
        "line",
        (
            *("title", "name", "opportunity", "deal", "subject", "potential name", "topic"),
            *("titolo", "nome trattativa", "trattativa", "opportunità", "nome affare", "affare"),
            *("titel", "deal name", "name der opportunity", "verkaufschance", "bezeichnung"),
            *("titre", "nom de l'affaire", "affaire", "nom de la transaction", "opportunité"),
            *("título", "nombre del negocio", "negocio", "nombre", "oportunidad"),
            *("nome do negócio", "negócio", "oportunidade", "dealnaam", "nazwa", "nome"),
        ),
    ),
)

_PEOPLE = (
    Field(
        "company",
        "linked",
        (
            *("company", "company name", "organization", "organisation", "organization name", "account"),
            *("account name", "associated company", "customer", "customer name", "client", "lead name"),
            *("partner name", "partner id", "buyer"),
            *("azienda", "società", "cliente", "ragione sociale", "organizzazione"),
            *("firma", "unternehmen", "kunde", "société", "entreprise", "compte"),
            *("empresa", "cuenta", "organización", "conta", "organização", "bedrijf", "klant", "organisatie"),
        ),
    ),
    Field(
        "contact",
        "linked",
        (
            *("contact", "contact person", "contact name", "associated contact", "primary contact"),
            *("point of contact", "person", "person name", "contatto", "referente", "persona di contatto"),
            *("kontakt", "ansprechpartner", "kontaktperson", "interlocuteur", "nom du contact"),
            *("contacto", "persona de contacto", "contato", "pessoa de contato", "contactpersoon"),
        ),
    ),
    Field("email", "line", ("email", "e-mail", "contact email", "email address", "email from", "mail", "courriel")),
    Field(
        "phone",
        "line",
        (
            *("phone", "contact phone", "phone number", "telephone", "mobile", "mobile no", "mobile phone"),
            *("telefono", "cellulare", "telefon", "téléphone", "teléfono", "telefone", "telefoon"),
        ),
    ),
    Field("job", "line", ("job title", "job position", "contact job", "contact title", "ruolo", "funktion", "cargo")),
    Field(
        "owner",
        "line",
        (
            *("owner", "owner name", "sales agent", "salesperson", "sales rep", "sales representative", "rep"),
            *("account executive", "account manager", "assigned to", "assigned user", "responsible", "user"),
            *("user name", "user id", "seller", "agent", "hubspot owner id"),
            *("proprietario", "agente", "venditore", "responsabile", "commerciale", "assegnato a"),
            *("besitzer", "inhaber", "verantwortlicher", "verkäufer", "zuständig", "propriétaire"),
            *("responsable", "commercial", "vendeur", "propietario", "vendedor", "proprietário"),
            *("responsável", "eigenaar", "verkoper"),
        ),
    ),
)

_PROCESS = (
    Field("pipeline", "line", ("pipeline", "pipeline name", "sales pipeline", "funnel", "sales process")),
    Field("pipeline_currency", "currency", ()),
    Field(
        "stage",
        "line",
        (
            *("stage", "sales stage", "stage name", "pipeline stage", "status label", "stage id"),
            *("fase", "stadio", "fase di vendita", "phase", "stufe", "verkaufsphase", "étape"),
            *("étape de vente", "etapa", "etapa de ventas", "estágio", "verkoopfase", "etap"),
        ),
    ),
    Field("stage_order", "number", ("stage order", "stage id", "sales stage id", "stage number", "stage position")),
    Field("stage_phase", "line", ()),
    Field(
        "status",
        "line",
        (
            *("status", "status type", "outcome", "result", "deal state", "opportunity state"),
            *("stato", "esito", "zustand", "statut", "résultat", "estado", "resultado", "situação"),
        ),
    ),
    Field("is_won", "flag", ("is won", "is closed won", "hs is closed won", "won")),
    Field("is_lost", "flag", ("is lost", "is closed lost", "hs is closed lost", "lost")),
    Field("is_closed", "flag", ("is closed", "is deal closed", "hs is closed", "closed")),
    Field("active", "flag", ("active",)),
    Field("reason", "line", ("reason", "close reason", "closing reason", "motivo", "grund", "raison")),
    Field(
        "lost_reason",
        "line",
        (
            *("lost reason", "closed lost reason", "lost reason id", "loss reason", "reason lost"),
            *("motivo perdita", "motivo della perdita", "verlustgrund", "raison de la perte"),
            *("motivo de pérdida", "motivo da perda", "reden van verlies"),
        ),
    ),
    Field("won_reason", "line", ("won reason", "closed won reason", "win reason")),
)

_FIGURES = (
    Field(
        "amount",
        "amount",
        (
            *("amount", "value", "close value", "product revenue", "estimated revenue", "estimated value"),
            *("contract value", "total contract value", "total amount", "revenue", "total", "price", "deal size"),
            *("importo", "valore", "ricavo", "betrag", "wert", "auftragswert", "umsatz", "volumen"),
            *("montant", "valeur", "importe", "monto", "valor", "bedrag", "waarde", "kwota", "wartość"),
            # What Odoo calls the amount, and Salesforce the weighted amount: taken where nothing else is one.
            "expected revenue",
        ),
    ),
    Field(
        "weighted",
        "nothing",
        (
            *("weighted", "weighted value", "weighted amount", "expected value", "expected revenue"),
            *("factored revenue", "factored product revenue", "prorated revenue", "hs projected amount"),
            *("forecast amount", "annualized expected value", "expected deal value", "valore ponderato"),
            *("gewichteter wert", "montant pondéré", "valor ponderado", "currency of weighted value"),
        ),
    ),
    Field(
        "currency",
        "currency",
        (
            *("currency", "currency of value", "currency code", "currency iso code", "amount currency"),
            *("value currency", "valuta", "währung", "devise", "moneda", "divisa", "moeda", "waluta"),
        ),
    ),
    Field(
        "probability",
        "percent",
        (
            *("probability", "win probability", "confidence", "likelihood", "chance", "win rate", "percent"),
            *(
                "prob",
                "win prob",
                "win chance",
                "hs deal stage probability",
                "probability percent",
                "probabilità",
                "wahrscheinlichkeit",
            ),
            *("probabilité", "probabilidad", "probabilidade", "kans", "waarschijnlijkheid"),
        ),
    ),
    Field("rate", "line", ()),
    Field("probability_source", "line", ()),
    Field(
        "category",
        "line",
        ("category", "forecast category", "forecast category name", "hs manual forecast category"),
    ),
    Field("category_source", "line", ()),
)

_DAYS = (
    Field(
        "expected_close",
        "day",
        (
            *("expected close", "expected close date", "expected closing", "expected closing date"),
            *("estimated close date", "estimated close", "expected closure date", "date deadline"),
            *("target close date", "forecast close date", "close date", "closing date", "est close date"),
            *("data chiusura prevista", "data di chiusura prevista", "chiusura prevista"),
            *("data chiusura", "data di chiusura", "erwartetes abschlussdatum", "voraussichtlicher abschluss"),
            *("abschlussdatum", "schlusstermin", "date de clôture prévue", "date de clôture", "échéance"),
            *("fecha de cierre esperada", "fecha de cierre prevista", "fecha prevista de cierre"),
            *("fecha de cierre", "data prevista de fechamento", "data de fechamento", "sluitingsdatum"),
            "verwachte sluitingsdatum",
        ),
    ),
    Field(
        "closed",
        "day",
        (
            *("closed", "closed on", "closed date", "date closed", "closed at", "closed time"),
            *("actual close date", "chiusa il", "geschlossen am", "clôturé le", "cerrado el", "fechado em"),
        ),
    ),
    Field("won_on", "day", ("won time", "won date", "date won", "won on", "won at")),
    Field("lost_on", "day", ("lost time", "lost date", "date lost", "lost on", "lost at")),
    Field(
        "created",
        "moment",
        (
            *("created", "created at", "created date", "create date", "creation date", "date created"),
            *("created on", "created time", "deal created", "add time", "engage date", "open date", "opened"),
            *("data creazione", "data di creazione", "creata il", "creato il", "erstellt", "erstellt am"),
            *("erstelldatum", "erstellungsdatum", "date de création", "créé le", "fecha de creación"),
            *("creado el", "data de criação", "criado em", "aanmaakdatum", "aangemaakt op"),
        ),
    ),
    Field(
        "stage_since",
        "moment",
        ("stage since", "last stage change", "last stage change date", "last stage update", "stage change date"),
    ),
    Field(
        "modified",
        "moment",
        (
            *("last modified date", "last modified", "modified", "updated", "update time", "updated at"),
            *("date updated", "last update", "last updated", "write date", "modified on", "last updated on"),
            *("ultima modifica", "zuletzt geändert", "dernière modification", "última modificación"),
        ),
    ),
    Field(
        "last_activity",
        "moment",
        (
            *("last activity", "last activity date", "last contacted", "last contact", "last action"),
            *("notes last updated", "ultima attività", "letzte aktivität", "dernière activité"),
        ),
    ),
)

_REST = (
    Field(
        "source",
        "line",
        (
            *("source", "lead source", "source origin", "original traffic source", "source channel", "origin"),
            *("fonte", "provenienza", "origine", "quelle", "fuente", "origen", "origem", "bron"),
        ),
    ),
    Field(
        "campaign",
        "line",
        (
            *("campaign", "campaign source", "campaign name", "primary campaign source", "utm campaign"),
            *("kampagne", "campagna", "campagne", "campaña", "campanha"),
        ),
    ),
    Field(
        "product",
        "line",
        (
            *("product", "product name", "product code", "products", "product line"),
            *("prodotto", "produkt", "produit", "producto", "produto"),
        ),
    ),
    Field("tags", "line", ("tags", "tag", "label", "labels", "tag ids", "etichette", "etiquetas", "étiquettes")),
    Field(
        "notes",
        "text",
        (
            *("notes", "note", "description", "comments", "comment", "remarks", "memo"),
            *("descrizione", "commenti", "beschreibung", "notizen", "kommentar", "remarques", "notas"),
            *("descripción", "comentarios", "descrição", "opmerkingen"),
        ),
    ),
    Field(
        "next_step",
        "line",
        (
            *("next step", "next steps", "next action", "hs next step", "next activity"),
            *("prossimo passo", "prossima attività", "nächster schritt", "prochaine étape", "próximo paso"),
        ),
    ),
    Field("next_step_kind", "line", ("next step kind", "next activity type")),
    Field("next_step_uid", "id", ()),
    Field(
        "next_step_due",
        "due",
        (
            *("next step due", "next activity date", "next step date", "next contact date", "next follow up"),
            *("follow up date", "next action date", "data prossima attività"),
        ),
    ),
)

DEALS = Kind("deals", ("deal", "opportunity", "lead"), (*_IDENTITY, *_PEOPLE, *_PROCESS, *_FIGURES, *_DAYS, *_REST))

EITHER_CLOSE = (
    *("close date", "closing date", "data chiusura", "data di chiusura", "abschlussdatum", "schlusstermin"),
    *("date de clôture", "fecha de cierre", "data de fechamento", "sluitingsdatum"),
)
"""Headers of a day that is the expected one of an open deal, and the real one of a closed deal."""

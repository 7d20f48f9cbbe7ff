"""The stages sales processes usually have, and how likely a deal in them is to be won."""

from __future__ import annotations

from functools import lru_cache

from pipetui.exchange.fields import squash, words

_OUT_OF_THE_BOX = {
    # What CRMs are delivered with; where two differ, the more common one's.
    "Appointment Scheduled": 20,
    "Qualified To Buy": 40,
    "Presentation Scheduled": 60,
    "Decision Maker Bought-In": 80,
    "Contract Sent": 90,
    "Prospecting": 10,
    "Qualification": 10,
    "Needs Analysis": 20,
    "Value Proposition": 50,
    "Id. Decision Makers": 60,
    "Perception Analysis": 70,
    "Proposal/Price Quote": 75,
    "Negotiation/Review": 90,
    "New": 10,
    "Screening": 15,
    "Qualified": 20,
    "Qualify": 20,
    "Contact Made": 20,
    "Meeting": 40,
    "Demo": 40,
    "Demo Scheduled": 40,
    "Solution": 40,
    "Proposition": 60,
    "Proposal": 60,
    "Proposal Made": 60,
    "Negotiation": 80,
    "Negotiations Started": 80,
    "Ready to Close": 90,
    "Finalize": 80,
}
_BY_WORD = {
    5: ("lead", "leads", "new", "inbound", "incoming", "idea", "nuovo", "nuova", "neu", "nouveau", "nuevo", "novo"),
    10: ("prospect", "prospecting", "prospects", "cold", "target", "contact", "contatto", "kontakt"),
    15: ("contacted", "reached", "screening", "contattato", "kontaktiert", "contactado"),
    20: (
        *("qualified", "qualify", "qualification", "qualifying", "discovery", "engaged", "engaging", "interested"),
        *("qualificato", "qualificata", "qualifica", "qualifiziert", "qualifie", "calificado", "qualificado"),
    ),
    30: ("needs", "analysis", "appointment", "scheduled", "incontro", "appuntamento", "termin", "reunion", "analisi"),
    40: ("meeting", "demo", "presentation", "solution", "presentazione", "prasentation", "evaluation", "trial"),
    50: ("poc", "pilot", "value", "shortlist", "technical", "sample"),
    60: ("proposal", "proposition", "quote", "quotation", "offer", "offerta", "proposta", "preventivo", "angebot"),
    65: ("proposta", "propuesta", "offre", "devis", "presupuesto", "offerte", "oferta", "bid", "tender"),
    70: ("decision", "approval", "review", "budget", "decisione", "entscheidung", "legal", "security"),
    80: (
        *("negotiation", "negotiations", "negotiate", "negotiating", "trattativa", "negoziazione", "verhandlung"),
        *("negociation", "negociacion", "negociacao", "onderhandeling", "finalize", "closing"),
    ),
    90: ("contract", "contratto", "vertrag", "contrat", "contrato", "verbal", "commit", "ready", "signature", "firma"),
}


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, int]]:
    return {squash(name): (name, probability) for name, probability in _OUT_OF_THE_BOX.items()}


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    return {word: probability for probability, said in _BY_WORD.items() for word in said}


def usual_probability(stage: str) -> int | None:
    """The usual probability (percent) of a stage of that name; None for a name nobody knows."""
    if known := _known().get(squash(stage)):
        return known[1]
    found = [_words()[word] for word in words(stage) if word in _words()]
    return max(found) if found else None


def stage_name(written: str) -> str:
    """The name to show for a stage as a program writes it: "appointmentscheduled" is Appointment Scheduled."""
    one_word = " " not in written and (written.islower() or written.isupper())
    if not one_word or len(written) < 3:
        return written
    if known := _known().get(squash(written)):
        return known[0]
    return " ".join(words(written)).capitalize() if "_" in written or written.isupper() else written

"""Who is in the demo: companies and their people, all invented, with addresses nobody can have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipetui.values.text import fold

REP = "Robin Falk"
"""Whose pipeline it is; every deal's owner."""

_COMPANIES = """
Nordwind Logistik | logistics | Bremen | DE | Anke Graf, fleet manager | Holger Tamm, CFO | Ines Roth, IT lead
Acme Robotics | manufacturing | Delft | NL | Jane Doe, operations lead | Ruben Stam, plant director
Salus Group | clinics | Milano | IT | Paola Ricci, head of nursing | Guido Ferrante, CEO | Elsa Moro, purchasing
Hexa Hosting | hosting | Zürich | CH | Beat Aebi, data centre lead | Corinne Jost, COO | Luca Bär, legal
Café Aroma | food | Wien | AT | Milena Horvat, owner
Frigo Sud | cold storage | Bari | IT | Marco Villa, warehouse manager | Rosa Laera, quality
Modavia | fashion retail | Firenze | IT | Sandra Neri, e-commerce lead | Piero Lotti, CFO
Tiefbau Krüger | construction | Kassel | DE | Timo Krüger, managing director | Britta Lenz, site office
Lindqvist AB | wholesale | Malmö | SE | Lena Falkdal, service manager | Oskar Lindqvist, owner
Bianchi Trasporti | transport | Bergamo | IT | Ivo Bianchi, owner | Carla Sala, dispatch
Il Mercato | grocery | Bologna | IT | Sara Conti, store operations | Dario Galli, finance
Otto & Figli | print shop | Torino | IT | Nino Otto, production
Hafen Nord | port services | Kiel | DE | Jens Ohm, terminal manager | Wiebke Harms, purchasing
Kessel & Sohn | machinery | Ulm | DE | Ralf Kessel, managing director | Meike Vogt, plant safety
Cinema Lux | cinemas | Trieste | IT | Udo Brandt, technical lead | Giada Furlan, owner
Werk Ost | manufacturing | Chemnitz | DE | Katrin Seidel, line manager | Uwe Pohl, works council
Brünnl Spedition | logistics | Linz | AT | Franz Brünnl, owner | Eva Steger, dispatch
Grünstein Klinik | clinics | Jena | DE | Dr. Ute Hahnel, chief of staff | Malte Brink, IT
Möwe Reederei | shipping | Rostock | DE | Sönke Classen, fleet technician | Dörte Hinz, controlling
Zirbel Möbel | furniture retail | Innsbruck | AT | Vroni Egger, store lead | Leo Patsch, owner
Alpsee Apotheken | pharmacies | Kempten | DE | Gisela Wörz, regional lead | Armin Rau, IT
Sjöglimt Vård | care homes | Uppsala | SE | Maja Ekdal, ward systems | Per Hallgren, director
Ørnesund Fisk | seafood | Ålesund | NO | Ragnhild Moe, plant manager | Tor Eide, owner
Hvidkær Teknik | electrical trade | Aarhus | DK | Mads Hvidkær, owner | Sofie Riis, service desk
Kuusamaa Puu | timber | Oulu | FI | Aino Räihä, yard manager | Jukka Toivola, CFO
Maison Orlane | cosmetics | Lyon | FR | Camille Obry, shop concept | Éric Vasseur, purchasing
Chantefer Bâtiment | construction | Nantes | FR | Loïc Kermel, site manager | Nadia Hamon, finance
Clinique du Marronnier | clinics | Lille | FR | Dr. Agnès Delcroy, head physician | Rémi Watel, IT
Quai Vert | city logistics | Gent | BE | Wout Declerq, founder | Lotte Maes, operations
Peñalta Frío | cold storage | Zaragoza | ES | Íñigo Peña, operations | Marta Ulloa, quality
Mercado Olivera | grocery | Sevilla | ES | Rocío Olivera, owner | Paco Luengo, store systems
Azulejo Digital | web agency | Porto | PT | Tiago Fontes, founder
De Vlietkade | museum shops | Leiden | NL | Femke Oud, shop manager | Bas Terlouw, director
Polderhost | hosting | Zwolle | NL | Sjoerd Kamp, infrastructure | Inge Bolt, finance
Łąkowa Pharma | pharmacies | Poznań | PL | Zofia Wrona, operations | Paweł Gajda, IT
Čajka Klinik | clinics | Brno | CZ | Jitka Marešová, head nurse | Radim Kolár, director
Tölgyes Áruház | department store | Szeged | HU | Réka Bodor, store manager | Ákos Vida, finance
Dunăreana Cargo | river transport | Galați | RO | Ioana Stoica, port office | Mihai Lupan, owner
Kõrge Mets | forestry | Tartu | EE | Liis Kask, fleet lead
Thornbury & Vale | garden centres | Leeds | GB | Harriet Cope, buying | Neil Ashdown, finance director
Kilcarra Foods | food | Cork | IE | Aoife Brennock, cold chain lead | Declan Roe, owner
Pennywell Clinics | clinics | Bristol | GB | Priya Nandra, practice manager | Tom Askew, IT
Harrow Pine Supply | wholesale | Portland | US | Dana Whitlow, returns lead | Curtis Boone, procurement
青鷺精機 | machinery | Nagoya | JP | 水野 玲奈, line engineer | 橘 健吾, plant manager
翠岭冷链 | cold storage | Suzhou | CN | 林晓岚, operations
달무리물류 | logistics | Busan | KR | 서다온, terminal systems | 류한결, purchasing
"""

_ROLES = ("champion", "decision maker", "procurement")
_SHARED_JOBS = {"CFO": "economic buyer", "IT": "technical", "legal": "legal", "works council": "blocker"}
_PHONES = {
    "DE": "+49 30 23125 {:03}",
    "FR": "+33 1 99 00 00 {:02}",
    "GB": "+44 20 7946 0{:03}",
    "SE": "+46 8 465 004 {:02}",
}
"""Numbers set aside for fiction, in the countries that have them."""


@dataclass(frozen=True)
class Person:
    """A contact: ``company`` and the person are numbered from 1, as the file numbers them."""

    id: int
    name: str
    company: int
    job: str
    role: str
    email: str
    phone: str | None


@dataclass(frozen=True)
class Firm:
    """A company and its people, the one who is met first in front."""

    id: int
    name: str
    sector: str
    city: str
    country: str
    website: str
    people: tuple[Person, ...]


@cache
def firms() -> dict[str, Firm]:
    """All companies by name."""
    return {firm.name: firm for firm in _read()}


def _read() -> Iterator[Firm]:
    met = 0
    for number, line in enumerate(_COMPANIES.strip().splitlines(), 1):
        name, sector, city, country, *people = (part.strip() for part in line.split("|"))
        domain = f"{_address(name) or f'firm{number}'}.example"
        cast = []
        for place, (who, job) in enumerate(person.split(", ") for person in people):
            met += 1
            role = next((role for sign, role in _SHARED_JOBS.items() if sign in job), _ROLES[place])
            mailbox = _address(who.removeprefix("Dr. "), ".") or f"contact{met}"
            phone = _PHONES[country].format(met) if country in _PHONES else None
            cast.append(Person(met, who, number, job, role, f"{mailbox}@{domain}", phone))
        yield Firm(number, name, sector, city, country, f"https://{domain}", tuple(cast))


def _address(name: str, between: str = "") -> str:
    """A name as it stands in an address: plain letters only; empty for other scripts."""
    plain = "".join(letter if letter.isalnum() else " " for letter in fold(name))
    return between.join(plain.split()) if plain.isascii() else ""

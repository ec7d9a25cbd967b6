"""The words of generated sections, a table a language; English follows RFC 2350, appendix E.

A language without a table speaks English. `{}` is where the value goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Wording = Mapping[str, str]

_ENGLISH: Wording = {
    "updated": "This is version {version}, published {date}.",
    "updated date": "Published {date}.",
    "updated version": "This is version {version}.",
    "change columns": "Date|Version|Author|Comment",
    "locations": "The current version of this document is available at:",
    "signatures": "This document has been signed with the team's OpenPGP key. The signature is available at:",
    "title": "Title: {}",
    "version": "Version: {}",
    "document date": "Document Date: {}",
    "expires": "Expiration: {}",
    "valid": "Expiration: this document is valid until superseded by a later version.",
    "full name": "Full name: {}",
    "short name": "Short name: {}",
    "alias": "Also known as: {}",
    "emergency": "Emergency {}",
    "mobile": "Mobile {}",
    "sms": "SMS {}",
    "key id": "Key ID: 0x{}",
    "fingerprint": "Fingerprint: {}",
    "key urls": "The public key can be obtained from:",
    "websites": "General information about the team is available at:",
    "office hours": "Hours of operation:",
    "emergency hours": "Emergency hours:",
    "always": "24 hours a day, 7 days a week",
    "days": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "day range": "{} to {}",
    "time range": "{} to {}",
    "prefixes": "Networks: {}",
    "asns": "AS numbers: {}",
    "domains": "Domains: {}",
    "countries": "Countries: {}",
    "sectors": "Sectors: {}",
    "tlp": "The team honours the Traffic Light Protocol (TLP), version {}.",
    "tlp any": "The team honours the Traffic Light Protocol (TLP).",
    "istlp": "The team honours the Information Sharing Traffic Light Protocol (ISTLP), version {}.",
    "istlp any": "The team honours the Information Sharing Traffic Light Protocol (ISTLP).",
    "months": "January|February|March|April|May|June|July|August|September|October|November|December",
}

_FRENCH: Wording = {
    "updated": "Ceci est la version {version}, publiée le {date}.",
    "updated date": "Document publié le {date}.",
    "updated version": "Ceci est la version {version}.",
    "change columns": "Date|Version|Auteur|Commentaire",
    "locations": "La version en vigueur de ce document est disponible à l'adresse :",
    "signatures": "Ce document a été signé avec la clé OpenPGP de l'équipe. La signature est disponible à l'adresse :",
    "title": "Titre : {}",
    "version": "Version : {}",
    "document date": "Date du document : {}",
    "expires": "Expiration : {}",
    "valid": "Expiration : ce document est valable jusqu'à la publication d'une version ultérieure.",
    "full name": "Nom complet : {}",
    "short name": "Nom court : {}",
    "alias": "Autre nom : {}",
    "emergency": "Urgence {}",
    "mobile": "Mobile {}",
    "sms": "SMS {}",
    "key id": "Identifiant de clé : 0x{}",
    "fingerprint": "Empreinte : {}",
    "key urls": "La clé publique peut être obtenue à l'adresse :",
    "websites": "Des informations générales sur l'équipe sont disponibles à l'adresse :",
    "office hours": "Heures d'ouverture :",
    "emergency hours": "Heures d'astreinte :",
    "always": "24 heures sur 24, 7 jours sur 7",
    "days": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "day range": "du {} au {}",
    "time range": "de {} à {}",
    "prefixes": "Réseaux : {}",
    "asns": "Numéros d'AS : {}",
    "domains": "Domaines : {}",
    "countries": "Pays : {}",
    "sectors": "Secteurs : {}",
    "tlp": "L'équipe respecte le Traffic Light Protocol (TLP), version {}.",
    "tlp any": "L'équipe respecte le Traffic Light Protocol (TLP).",
    "istlp": "L'équipe respecte l'Information Sharing Traffic Light Protocol (ISTLP), version {}.",
    "istlp any": "L'équipe respecte l'Information Sharing Traffic Light Protocol (ISTLP).",
    "months": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
}

LANGUAGES: Mapping[str, Wording] = MappingProxyType({"en": _ENGLISH, "fr": _FRENCH})


def wording(language: str) -> Wording:
    """The phrases of a language ("fr", "fr-CA"), English where it has none."""
    return LANGUAGES.get(language.partition("-")[0].lower(), _ENGLISH)


def spoken_date(date: str, phrases: Wording) -> str:
    """An ISO date in words: "17 May 2026", a month alone "mai 2026"."""
    year, month, *day = date.split("-")
    name = phrases["months"].split("|")[int(month) - 1]
    return " ".join([*(str(int(number)) for number in day), name, year])

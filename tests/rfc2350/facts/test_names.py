"""The team's name, short name and aliases (RFC 2350, 2.1), in the forms that documents give them."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive


def names(text, language="en", *others):
    team = derive((Section("2.1", "2.1", "Name of the Team", text), *others), language).team
    return team.name, team.short_name, team.aliases


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        ("CERT-Example", "CERT-Example", None),
        ("CERT-Example.", "CERT-Example", None),
        ("**CERT-Example**", "CERT-Example", None),
        ("CERT@EXA", "CERT@EXA", None),
        ("Example Security Desk", "Example Security Desk", None),
        ("Example Response Centre (ERC-CERT)", "Example Response Centre", "ERC-CERT"),
        ("Full name: Example Response Centre\nShort name: EX-CERT", "Example Response Centre", "EX-CERT"),
        ("Short name: EX-CERT Full name: Example Response Centre", "Example Response Centre", "EX-CERT"),
        ("Official name: Example Response Centre\nAbbreviation: EX-CERT", "Example Response Centre", "EX-CERT"),
        ("Official team name:\nExample Response Centre\nShort team name:\nEX-CERT", "Example Response Centre", "EX-CERT"),
        ("Nom complet : Centre de réponse de l'Exemple\nNom court : EX-CERT", "Centre de réponse de l'Exemple", "EX-CERT"),
        ("Vollständiger Name: Beispiel-Notfallteam\nKurzname: EX-CERT", "Beispiel-Notfallteam", "EX-CERT"),
        ("Nombre completo: Centro de Respuesta Ejemplo\nSiglas: EX-CERT", "Centro de Respuesta Ejemplo", "EX-CERT"),
        ("Nome completo: Centro de Resposta Exemplo\nSigla: EX-CERT", "Centro de Resposta Exemplo", "EX-CERT"),
        ("Nome completo: Centro di Risposta Esempio\nAcronimo: EX-CERT", "Centro di Risposta Esempio", "EX-CERT"),
        ("Volledige naam: Voorbeeld Noodteam\nAfkorting: EX-CERT", "Voorbeeld Noodteam", "EX-CERT"),
        ("Pełna nazwa: Zespół Przykładowy\nSkrót: EX-CERT", "Zespół Przykładowy", "EX-CERT"),
        ("Celý název: Tým Příklad\nZkratka: EX-CERT", "Tým Příklad", "EX-CERT"),
        ("Celý názov: Tím Príklad\nSkratka: EX-CERT", "Tím Príklad", "EX-CERT"),
        ("Nama Lengkap: Tim Tanggap Insiden Contoh\nSingkatan: EX-CSIRT", "Tim Tanggap Insiden Contoh", "EX-CSIRT"),
        ("Tim Tanggap Insiden Siber Kabupaten Contoh\nDisingkat : EX-CSIRT", "Tim Tanggap Insiden Siber Kabupaten Contoh", "EX-CSIRT"),
        ("Tim Tanggap Insiden Siber Contoh yang selanjutnya disebut EX-CSIRT.", "Tim Tanggap Insiden Siber Contoh", "EX-CSIRT"),
        ("Puni naziv: Tim Primjer\nKratica: EX-CERT", "Tim Primjer", "EX-CERT"),
        ("Центар за одговор Пример.\nСкратено: EX-CERT.", "Центар за одговор Пример", "EX-CERT"),
        ("Пун назив: Тим Пример\nСкраћеница: EX-CERT", "Тим Пример", "EX-CERT"),
    ],
)  # fmt: skip
def test_name_and_short_name_are_told_by_brackets_and_labels(text, name, short):
    assert names(text)[:2] == (name, short)


@pytest.mark.parametrize(
    "text",
    [
        "EX-CERT: Computer Emergency Response Team of Example",
        "EX-CERT - Computer Emergency Response Team of Example",
        "EX-CERT – Computer Emergency Response Team of Example",
        "EX-CERT, Computer Emergency Response Team of Example",
        '"EX-CERT": Computer Emergency Response Team of Example',
        "“EX-CERT”, Computer Emergency Response Team of Example.",
        "« EX-CERT » : Computer Emergency Response Team of Example",
        "„EX-CERT“: Computer Emergency Response Team of Example",
        "EX-CERT: the Computer Emergency Response Team of Example.",
        "EX-CERT\nComputer Emergency Response Team of Example",
        '"EX-CERT": Computer Emergency Response Team of Example, the network of many schools.',
    ],
)
def test_the_form_that_leads_is_the_name_and_the_long_one_an_alias(text):
    assert names(text) == ("EX-CERT", None, ("Computer Emergency Response Team of Example",))


@pytest.mark.parametrize(
    "text",
    [
        "EX-CERT is the security incident team (CERT, CSIRT) of Example College.",
        "EX-CERT is a team.",
        "EX-CERT ist das Notfallteam des Beispiels.",
        "EX-CERT est l'équipe de réponse de l'Exemple.",
        "EX-CERT es el equipo de respuesta de Ejemplo.",
        "EX-CERT adalah tim tanggap insiden.",
    ],
)
def test_a_sentence_names_the_team_before_its_verb(text):
    assert names(text)[0] == "EX-CERT"


def test_a_sentence_that_calls_the_team_something_gives_that_name():
    text = "El equipo lleva el nombre oficial de CERT Ejemplo, o: Centro de Respuesta del Grupo Ejemplo."
    assert names(text, "es")[0] == "CERT Ejemplo"


def test_names_in_two_languages_are_one_name_and_its_aliases():
    text = (
        "Name in English:\nEX-CERT - Response Team for the Example\n"
        "Name in Portuguese:\nEX-CERT - Centro de Resposta do Exemplo"
    )
    assert names(text) == (
        "EX-CERT",
        None,
        ("Response Team for the Example", "Centro de Resposta do Exemplo"),
    )


def test_the_mere_word_for_a_team_is_no_short_name():
    assert names("Example Response Team (CSIRT)") == ("Example Response Team", None, ())
    assert names("CSIRT: Computer Security Incident Response Team - Example")[0].startswith("CSIRT: Computer")


def test_another_name_behind_or_in_a_bracket_is_an_alias():
    assert names("Full name: Example Centre\nShort name: CSIRT Example (or EX-CSIRT)") == (
        "Example Centre",
        "CSIRT Example",
        ("EX-CSIRT",),
    )


def test_aliases_stand_behind_their_label():
    assert names("EX-CERT\nAlso known as: Example CSIRT") == ("EX-CERT", None, ("Example CSIRT",))


@pytest.mark.parametrize(
    "title",
    [
        "RFC 2350 EX-CERT",
        "RFC 2350 Description for EX-CERT",
        "EX-CERT - RFC 2350",
        "CSIRT Description for EX-CERT",
        "Profil RFC 2350 du EX-CERT",
    ],
)
def test_a_title_names_the_team_where_section_2_1_is_missing(title):
    assert derive((Section("0", None, "", title),), "en").team.name == "EX-CERT"


def test_a_name_that_nothing_gives_is_none():
    facts = derive(
        (Section("2.1", "2.1", "Name of the Team", ""), Section("2.2", None, "", "Somewhere 1")), "en"
    )
    assert facts.team.name is None


def test_a_name_that_a_line_break_parts_is_whole():
    text = "Tim Tanggap Insiden Siber - Computer Security Incident Response Team Provinsi\nContoh Utara\nDisingkat : EX-CSIRT"
    name, short, _ = names(text, "id")
    assert (
        name == "Tim Tanggap Insiden Siber - Computer Security Incident Response Team Provinsi Contoh Utara"
    )
    assert short == "EX-CSIRT"


@pytest.mark.parametrize(
    ("language", "text", "name", "short"),
    [
        ("en", "Example Telecom CSIRT (short: XT-CSIRT)", "Example Telecom CSIRT", "XT-CSIRT"),
        ("en", "Example Telecom CSIRT (Abbreviation: XT-CSIRT)", "Example Telecom CSIRT", "XT-CSIRT"),
        ("it", "Nome esteso: CERT dell'Esempio\nNome breve: CERT-E", "CERT dell'Esempio", "CERT-E"),
        ("en", "The name of the team is Example-CERT.", "Example-CERT", None),
        ("de", "Der Name des Teams ist Beispiel-CERT.", "Beispiel-CERT", None),
        ("fr", "Le nom de l'équipe est CERT-Exemple", "CERT-Exemple", None),
        ("hr", "Naziv tima je PRIMJER-CERT", "PRIMJER-CERT", None),
        ("en", "Example Incident Response Team. We call ourselves ExIRT.", "Example Incident Response Team", "ExIRT"),
        ("en", "Response Team of Example Ltd. Group", "Response Team of Example Ltd. Group", None),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_label_or_sentence_does(language, text, name, short):
    assert names(text, language)[:2] == (name, short)


def test_an_article_before_the_mere_word_is_no_name():
    text = "The CERT answers. The CERT warns. The CERT helps."
    team = derive((Section("3.1", "3.1", "Mission", text),), "en").team
    assert team.name is None


def test_a_profile_without_a_section_for_the_name_is_named_by_its_first_line():
    opening = Section("0", None, "", "Example Rail CERT\nProfile according to RFC 2350")
    text = "The CERT answers. The CERT warns."
    assert derive((opening, Section("3.1", "3.1", "Mission", text)), "en").team.name == "Example Rail CERT"

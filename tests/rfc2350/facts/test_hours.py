"""Opening hours as weekly rules (RFC 2350, 2.11), in all notations and languages."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive

WEEK = "mo tu we th fr"
ALL = "mo tu we th fr sa su"


def openings(text, language="en", canonical="2.11"):
    facts = derive((Section(canonical, canonical, "", text),), language)
    return [(" ".join(rule.days), f"{rule.opens}-{rule.closes}") for rule in facts.team.hours]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Monday to Friday, 09:00-17:00", "09:00-17:00"),
        ("Monday to Friday 09:00 – 17.00", "09:00-17:00"),
        ("Mon-Fri 8-16h", "08:00-16:00"),
        ("Monday-Friday: 09h00 - 18h00", "09:00-18:00"),
        ("7h00 - 22h00 from Monday to Friday", "07:00-22:00"),
        ("from 09:00h to 18:00h, Monday through Friday", "09:00-18:00"),
        ("09:00 a.m. to 04:00 p.m. Monday to Friday", "09:00-16:00"),
        ("08:00 am to 15:00pm on weekdays", "08:00-15:00"),
        ("Monday to Friday from 0700 to 15:30", "07:00-15:30"),
        ("9.00 to 17.00 on working days", "09:00-17:00"),
        ("8.30am-5.30pm, Monday to Friday", "08:30-17:30"),
        ("Monday till Friday 9am - 5pm", "09:00-17:00"),
        ("We are there from 9 am until 5 pm on business days.", "09:00-17:00"),
        ("Mondays through Fridays between 08:00 and 16:00 (CET)", "08:00-16:00"),
        ("Mo-Fr 09:00-17:00", "09:00-17:00"),
        ("Office hours (08:30 to 16:30), from Monday to Friday; closed on holidays", "08:30-16:30"),
        ("The desk is staffed on weekdays, except holidays, from 08:30 –\n17.30", "08:30-17:30"),
        ("Monday to Friday\n09:00 - 17:00", "09:00-17:00"),
        ("Hours: 09:00 - 17:00\nDays: Monday to Friday", "09:00-17:00"),
        ("Monday to Friday 09:00-17:00 UTC+01:00", "09:00-17:00"),
        ("Monday to Friday from 8 to 16 hours", "08:00-16:00"),
        ("Operational hours are Monday through Friday 0800hrs to 1700hrs", "08:00-17:00"),
        ("Mondays to Fridays, 8.00 a.m. to 4.30 p.m.", "08:00-16:30"),
        ("Monday to Friday/08:00 - 16:00", "08:00-16:00"),
        ("9:00am to 4:30pm (M-F) (Office Hours)", "09:00-16:30"),
        ("Mon, Tue, Wed, Thu, Fri: 8:00-16:00", "08:00-16:00"),
        ("Working days: from 9:00 to 18:00, local time. Outside these hours, call us.", "09:00-18:00"),
    ],
)
def test_english_hours_are_read_in_every_notation(text, times):
    assert openings(text) == [(WEEK, times)]


@pytest.mark.parametrize(
    ("language", "text", "times"),
    [
        ("fr", "du lundi au vendredi, de 8 h 30 à 18 h 00, hors jours fériés", "08:30-18:00"),
        ("fr", "Lundi - vendredi : 9h-17h", "09:00-17:00"),
        ("fr", "les jours ouvrés de 9h00 à 17h30", "09:00-17:30"),
        ("de", "Montag bis Freitag: 09:00 Uhr bis 16:00 Uhr", "09:00-16:00"),
        ("de", "Mo-Fr von 9 bis 17 Uhr", "09:00-17:00"),
        ("de", "werktags 08.00 - 16.30 Uhr", "08:00-16:30"),
        ("es", "de lunes a viernes, de 8:00 a 17:00 horas", "08:00-17:00"),
        ("es", "Lunes a viernes 08h30 - 17h30", "08:30-17:30"),
        ("es", "días laborables desde las 9:00 hasta las 18:00", "09:00-18:00"),
        ("pt", "de segunda a sexta-feira, das 08h30 às 17h30", "08:30-17:30"),
        ("pt", "de 2ª a 6ª feira, das 9h às 18h", "09:00-18:00"),
        ("sk", "Po - Pia 8:00 - 16:00", "08:00-16:00"),
        ("hr", "pon-pet 8-16 h", "08:00-16:00"),
        ("nl", "ma-vr 9-17 uur", "09:00-17:00"),
        ("pt", "dias úteis, entre as 9:00 e as 18:00", "09:00-18:00"),
        ("it", "dal lunedì al venerdì, dalle 9:00 alle 17:00", "09:00-17:00"),
        ("it", "lun-ven ore 9.00-18.00", "09:00-18:00"),
        ("nl", "maandag tot en met vrijdag van 08:30 tot 17:00 uur", "08:30-17:00"),
        ("nl", "op werkdagen van 9.00 - 17.30 uur", "09:00-17:30"),
        ("pl", "od poniedziałku do piątku w godzinach 7:30 - 15:30", "07:30-15:30"),
        ("pl", "w dni robocze od 8:00 do 16:00", "08:00-16:00"),
        ("cs", "v pondělí až pátek od 7:30 do 15:30", "07:30-15:30"),
        ("cs", "v pracovních dnech 8:00 až 16:00 hodin", "08:00-16:00"),
        ("sk", "v pondelok až piatok od 8:00 do 16:00", "08:00-16:00"),
        ("sk", "pracovné dni 7.30 - 15.30 hod.", "07:30-15:30"),
        ("id", "Senin s.d. Jumat 07.30-16.00 WIB", "07:30-16:00"),
        ("id", "hari kerja jam 07.30 - 15.30 (Senin-Jumat)", "07:30-15:30"),
        ("id", "hari Senin sampai dengan Jum'at pukul 08.00 s/d 16.00", "08:00-16:00"),
        ("hr", "od ponedjeljka do petka od 8:00 do 16:00 sati", "08:00-16:00"),
        ("bs", "radnim danima od 8 do 16 sati", "08:00-16:00"),
        ("sr", "od ponedeljka do petka, 8:00 - 16:00 časova", "08:00-16:00"),
        ("sr", "од понедељка до петка, 8:00 – 16:00 часова", "08:00-16:00"),
        ("mk", "од понеделник до петок, 08:00 – 16:00 часот", "08:00-16:00"),
    ],
)
def test_hours_are_read_in_every_language(language, text, times):
    assert openings(text, language) == [(WEEK, times)]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Monday to Thursday 7-16h Friday 7-14h", [("mo tu we th", "07:00-16:00"), ("fr", "07:00-14:00")]),
        (
            "Monday to Thursday, 08:00-16:30 CET, and Friday, 08:00-14:30 CET",
            [("mo tu we th", "08:00-16:30"), ("fr", "08:00-14:30")],
        ),
        (
            "07.30 - 15.30 (Senin-Kamis) dan 07.30 - 14.30 (Jumat)",
            [("mo tu we th", "07:30-15:30"), ("fr", "07:30-14:30")],
        ),
        (
            "pukul 07.30-16.00 Senin-Kamis dan 07.30-16.30 Jumat",
            [("mo tu we th", "07:30-16:00"), ("fr", "07:30-16:30")],
        ),
        (
            "Montag bis Mittwoch: 08:30 Uhr bis 16:30 Uhr,\nDonnerstag: 08:30 Uhr bis 18:00 Uhr,\nFreitag: 08:30 Uhr bis 14:00 Uhr",
            [("mo tu we", "08:30-16:30"), ("th", "08:30-18:00"), ("fr", "08:30-14:00")],
        ),
        (
            "7h00 - 22h00 from Monday to Friday\n8h00 - 20h00 on Weekends",
            [(WEEK, "07:00-22:00"), ("sa su", "08:00-20:00")],
        ),
        ("Mon - Fri 9:00 - 18:00, Sat 9:00 - 13:00", [(WEEK, "09:00-18:00"), ("sa", "09:00-13:00")]),
        ("Monday-Sunday, 07:30-21:30", [(ALL, "07:30-21:30")]),
        ("Daily from 8:00 to 20:00", [(ALL, "08:00-20:00")]),
        ("Saturday and Sunday 10:00-14:00", [("sa su", "10:00-14:00")]),
        ("Sunday to Thursday 08:00-16:00", [("mo tu we th su", "08:00-16:00")]),
    ],
)
def test_days_that_differ_have_rules_of_their_own(text, rules):
    assert openings(text) == rules


def test_a_lunch_break_makes_two_ranges():
    rules = [(WEEK, "08:30-12:30"), (WEEK, "13:30-17:30")]
    assert openings("08:30-12:30 and 13:30-17:30 CET Monday to Friday") == rules
    assert openings("Monday to Friday from 08h30 to 12h30 and from 13h30 to 17h30") == rules


def test_a_lunch_break_on_some_days_alone():
    text = (
        "(from 08:30 am to 14:30pm and from 16:00 pm to 18:30pm From Monday to Thursday and from 08:30am to "
        "14:30pm on Friday)"
    )
    assert openings(text) == [
        ("mo tu we th", "08:30-14:30"),
        ("mo tu we th", "16:00-18:30"),
        ("fr", "08:30-14:30"),
    ]


@pytest.mark.parametrize("gap", ["\t", "  ", " | "])
def test_a_table_of_days_is_read(gap):
    rows = [
        ("Day", "From", "To"),
        ("Monday", "08:30", "17:00"),
        ("Tuesday", "08:30", "17:00"),
        ("Friday", "08:30", "13:00"),
    ]
    text = "\n".join(gap.join(row) for row in rows)
    assert openings(text) == [("mo", "08:30-17:00"), ("tu", "08:30-17:00"), ("fr", "08:30-13:00")]


@pytest.mark.parametrize(
    "text",
    [
        "The team can be reached 24/7.",
        "24x7",
        "24 x 7 x 365",
        "24x7x365",
        "24/7/365",
        "24 hours a day, 7 days a week",
        "24 hours a day, seven days a week",
        "around the clock",
        "24h/24 et 7j/7",
        "7j/7 et 24h/24",
        "24 heures sur 24, 7 jours sur 7",
        "rund um die Uhr",
        "24 Stunden am Tag, 7 Tage die Woche",
        "las 24 horas del día, los 7 días de la semana",
        "24 horas por dia, 7 dias por semana",
        "24 ore su 24, 7 giorni su 7",
        "24 uur per dag, 7 dagen per week",
        "całodobowo",
        "nepřetržitě",
        "nepretržite",
        "24 jam sehari",
        "siaga selama 24/7",
        "danonoćno",
        "деноноќно",
        "даноноћно",
    ],
)
def test_around_the_clock_is_every_day_in_every_wording(text):
    assert openings(text) == [(ALL, "00:00-24:00")]


def test_an_on_call_line_is_emergency():
    facts = derive((Section("2.11", "2.11", "", "For emergencies a duty officer answers 24/7."),), "en")
    assert [rule.kind for rule in facts.team.hours] == ["emergency"]


def test_office_hours_outrank_an_on_call_line():
    text = "Monday to Friday 9:00-17:00. In emergencies an officer on call can be reached 24/7."
    assert openings(text) == [(WEEK, "09:00-17:00")]


@pytest.mark.parametrize(
    "text",
    [
        "During office hours.",
        "On working days.",
        "Summer Time: Monday to Friday from 0730 to 14:00. Winter Time: Monday to Friday from 0745 to 16:45.",
        "24/7 for essential operators; for others it answers on working days between 9:00 and 17:00.",
        "Critical incidents: 24/7. Depending on the severity, Monday to Friday 9:00 to 17:00.",
        "The desk is open on Danish working days; at other times only by appointment.",
    ],
)
def test_vague_hours_are_left_out_and_reported(text):
    facts = derive((Section("2.11", "2.11", "", text),), "en")
    assert facts.team.hours == ()
    assert "hours-vague" in {problem.code for problem in facts.problems}


@pytest.mark.parametrize(
    "text",
    [
        "None.",
        "We answer on Friday.",
        "See sections 2.10 - 2.11.",
        "Call +44 1632 960123 - 960456.",
        "Closed on Saturday and Sunday.",
        "Published 2024-01-02 at 10:00.",
    ],
)
def test_what_gives_no_hours_gives_none(text):
    assert openings(text) == []


def test_closed_days_are_no_opening():
    assert openings("Monday to Friday 09:00-17:00, closed on Saturday and Sunday") == [(WEEK, "09:00-17:00")]


@pytest.mark.parametrize("canonical", ["2.3", "2.4", "2.7", "2.9", "2.10"])
def test_hours_are_looked_for_elsewhere_in_section_2(canonical):
    assert openings("Monday to Friday 09:00-17:00", canonical=canonical) == [(WEEK, "09:00-17:00")]


def test_hours_in_another_zone_than_the_teams_name_it():
    sections = (
        Section("2.2", "2.2", "", "Bishkek\nKyrgyzstan"),
        Section("2.3", "2.3", "", "UTC+6"),
        Section("2.11", "2.11", "", "Monday to Friday 09:00-17:00 CET"),
    )
    assert [rule.timezone for rule in derive(sections, "en").team.hours] == ["CET"]


def test_hours_in_the_teams_own_zone_do_not_name_it():
    sections = (
        Section("2.2", "2.2", "", "Wien\nAustria"),
        Section("2.3", "2.3", "", "CET/CEST"),
        Section("2.11", "2.11", "", "Monday to Friday 09:00-17:00 CET"),
    )
    assert [rule.timezone for rule in derive(sections, "en").team.hours] == [None]


def test_a_short_day_that_stands_alone_beside_its_times_is_a_day():
    rules = [("mo tu we th", "08:00-17:00"), ("fr", "08:00-15:00")]
    assert openings("Mo-Do 8-17 Uhr, Fr 8-15 Uhr", "de") == rules


def test_the_word_we_is_no_wednesday():
    assert openings("From 9:00 to 17:00 we answer Monday to Friday.") == [(WEEK, "09:00-17:00")]


def test_the_hours_of_an_on_call_line_are_no_office_hours():
    text = "08.00 to 18.00 Monday to Friday.\nOn-call 18:00-23:59 Monday to Friday, 0900-1700 Saturday and Sunday"
    assert openings(text) == [(WEEK, "08:00-18:00")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mo. - Do. 08:00 - 16:30 Uhr, Fr. 08:00 - 14:00 Uhr"),
        ("de", "Mo.–Do.: 08:00 - 16:30 Uhr\nFr.: 08:00 - 14:00 Uhr"),
        ("en", "Ma - Do 8:00-16:30, Vr 8:00-14:00"),
        ("en", "L-J 8:00-16:30, V 8:00-14:00"),
        ("es", "L a J de 8:00h a 16:30h, V de 8:00h a 14:00h"),
        ("en", "M-Th 08:00-16:30, F 08:00-14:00"),
    ],
)
def test_short_days_of_another_language_are_known_by_the_span_they_make(language, text):
    assert openings(text, language) == [("mo tu we th", "08:00-16:30"), ("fr", "08:00-14:00")]


def test_hours_of_a_span_that_is_not_understood_go_to_no_other_day():
    facts = derive((Section("2.11", "2.11", "", "Mo. - Xo. 08:00 - 16:30, Fr. 08:00 - 14:00"),), "en")
    assert facts.team.hours == ()
    assert "hours-vague" in {problem.code for problem in facts.problems}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("L-V de 9:00h a 14:00h", [(WEEK, "09:00-14:00")]),
        ("0830hrs-1730hrs Monday-Friday", [(WEEK, "08:30-17:30")]),
        ("8x5 (09:00-17:00)", [(WEEK, "09:00-17:00")]),
        ("12 x 7, 08:00-20:00", [(ALL, "08:00-20:00")]),
        ("9:00-18:00 (JST), excluding weekends and holidays", [(WEEK, "09:00-18:00")]),
        ("Mo., Di., Do. 8-16 Uhr; Mi. 8-12 Uhr", [("mo tu th", "08:00-16:00"), ("we", "08:00-12:00")]),
    ],
)
def test_days_are_read_in_figures_letters_and_exceptions(text, rules):
    assert openings(text, "de" if "Uhr" in text else "en") == rules


def test_an_accent_tells_two_short_days_apart():
    assert openings("Po., St., Št. 8-16 h", "sk") == [("mo we th", "08:00-16:00")]


def test_a_single_letter_without_a_span_is_no_day():
    assert openings("Building L 9:00-17:00") == []

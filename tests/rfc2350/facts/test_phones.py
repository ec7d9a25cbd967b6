"""Telephone and fax numbers (RFC 2350, 2.4 and 2.5)."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive

ADDRESSES = {
    "IT": "Via Esempio 1\nRoma\nItaly",
    "NO": "Eksempelveien 1\nOslo\nNorway",
    "FR": "75002 Paris\nFrance",
    "ID": "Jakarta 10110, Indonesia",
    "ES": "28001 Madrid\nSpain",
    "MD": "Chisinau\nMoldova",
    "MT": "Valletta\nMalta",
    "KG": "Bishkek\nKyrgyzstan",
    "GH": "Accra\nGhana",
    "AT": "1010 Wien\nAustria",
    "GB": "London\nUnited Kingdom",
}


def phones(text, country=None, canonical="2.4", language="en", title=""):
    address = (Section("2.2", "2.2", "Address", ADDRESSES[country]),) if country else ()
    return derive((*address, Section(canonical, canonical, title, text)), language).team.phones


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+33 (0) 1-99-00-43-07", "+33199004307"),
        ("+33 (0)1 99 00 29 51", "+33199002951"),
        ("+31 (0)6 00 00 01 76", "+31600000176"),
        ("+43 (0)5 0000 - 10100", "+435000010100"),
        ("+39 011 000.0123", "+390110000123"),
        ("+385-1-5550-650", "+38515550650"),
        ("+351 200000142", "+351200000142"),
        ("(+373 22) 000-142", "+37322000142"),
        ("+233 (303) 000417", "+233303000417"),
        ("++99412 5550142", "+994125550142"),
        ("0044 1632 960 123", "+441632960123"),
        ("Phone: +44 1632 960123.", "+441632960123"),
        ("Tel.: +49 (0) 30 / 123 456-78", "+493012345678"),
        ("+352\u00a0200\u00a000444", "+35220000444"),
    ],
)
def test_an_international_number_needs_no_country(text, number):
    assert [phone.number for phone in phones(text)] == [number]


@pytest.mark.parametrize(
    ("country", "text", "number"),
    [
        ("ID", "(021) 5550142", "+62215550142"),
        ("ID", "(0726)55501", "+6272655501"),
        ("ID", "021-5550143", "+62215550143"),
        ("ID", "0813-5550-1420", "+6281355501420"),
        ("ID", "6281155501420", "+6281155501420"),
        ("ES", "928 000 142", "+34928000142"),
        ("FR", "01 99 00 29 51", "+33199002951"),
        ("MT", "(356) 2555 0147", "+35625550147"),
        ("KG", "996 (312) 555014", "+996312555014"),
        ("GH", "0303 000417", "+233303000417"),
    ],
)
def test_a_national_number_takes_the_country_of_the_address(country, text, number):
    assert [phone.number for phone in phones(text, country)] == [number]


def test_a_national_number_without_a_country_has_no_number_and_is_reported():
    section = Section("2.4", "2.4", "Telephone Number", "(021) 5550142")
    facts = derive((section,), "en")
    assert facts.team.phones[0].number is None
    assert facts.team.phones[0].text == "(021) 5550142"
    assert [problem.code for problem in facts.problems] == ["phone-no-country-code"]


def test_two_national_numbers_with_a_dash_between_are_two():
    found = phones("928 000 142 - 922 000 143", "ES")
    assert [phone.number for phone in found] == ["+34928000142", "+34922000143"]


@pytest.mark.parametrize("joint", [" / ", " or ", ", ", "\n", " dan ", "; ", " and "])
def test_several_numbers_are_told_apart(joint):
    found = phones(f"+44 1632 960123{joint}+44 1632 960456")
    assert [phone.number for phone in found] == ["+441632960123", "+441632960456"]


@pytest.mark.parametrize(
    ("country", "text", "number", "note"),
    [
        ("ID", "(021)5550151/20 ext 247", "+62215550151", "/20; ext. 247"),
        ("GB", "+44 1632 960123 ext. 12", "+441632960123", "ext. 12"),
        ("AT", "+43 1 5550100 Durchwahl 78", "+4315550100", "ext. 78"),
        ("FR", "01 99 00 29 51 poste 12", "+33199002951", "ext. 12"),
    ],
)
def test_an_extension_stays_in_the_note(country, text, number, note):
    assert [(phone.number, phone.note) for phone in phones(text, country)] == [(number, note)]


@pytest.mark.parametrize("text", ["1490", "292 SMS", "Call centre: 1500"])
def test_a_short_code_is_kept_as_written_without_a_number(text):
    assert [phone.number for phone in phones(text, "ID")] == [None]


def test_a_short_code_for_messages_is_sms():
    assert [(phone.kind, phone.text) for phone in phones("292 SMS", "GH")] == [("sms", "292")]


@pytest.mark.parametrize(
    "text",
    [
        "None.",
        "Not disclosed",
        "Available on request.",
        "Not available publicly.",
        "Published on the web portal https://example.org/contact/12345678",
        "CERT-Example does not accept incident reports via telephone.",
        "Auf Anfrage",
        "Tidak ada",
        "See section 2.11.",
        "",
    ],
)
def test_words_in_a_numbers_place_are_no_number(text):
    assert phones(text, "FR") == ()


def test_hours_after_a_number_are_no_number():
    found = phones("+44 1632 960123 (from 08:30 to 16:30, except 24.12.2024)", "GB")
    assert [phone.number for phone in found] == ["+441632960123"]
    assert "08:30" in found[0].note


def test_an_inoc_dba_number_is_a_channel_and_no_telephone_number():
    section = Section("2.6", "2.6", "Other Telecommunication", "iNOC-DBA: 64511*800")
    team = derive((section,), "en").team
    assert team.phones == ()
    assert [(channel.kind, channel.value) for channel in team.channels] == [("inoc-dba", "64511*800")]


def test_a_messengers_number_is_a_channel():
    section = Section(
        "2.6", "2.6", "Other Telecommunication", "WhatsApp: +44 1632 960123\nTelegram: @example"
    )
    team = derive((section,), "en").team
    assert team.phones == ()
    assert [channel.kind for channel in team.channels] == ["whatsapp", "telegram"]


def test_an_internet_address_is_no_number():
    assert phones("SIP to 198.51.100.110", "ID", canonical="2.6") == ()


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "+44 1632 960123 (emergencies only)", "emergency"),
        ("en", "Hotline: +44 1632 960123", "emergency"),
        ("en", "Mobile: +44 7700 900123", "mobile"),
        ("en", "+44 1632 960123 (office)", "voice"),
        ("en", "Fax: +44 1632 960123", "fax"),
        ("fr", "+33 1 99 00 29 51 (astreinte)", "emergency"),
        ("fr", "Portable : +33 6 39 98 00 17", "mobile"),
        ("fr", "Télécopie : +33 1 99 00 29 51", "fax"),
        ("de", "Notfall: +49 30 12345678", "emergency"),
        ("de", "Mobil: +49 171 1234567", "mobile"),
        ("es", "+34 928 000 142 (emergencias)", "emergency"),
        ("es", "Celular: +593 99 123 4567", "mobile"),
        ("pt", "+351 200000142 (Emergências, fora do horário)", "emergency"),
        ("pt", "Telemóvel: +351 912 345 678", "mobile"),
        ("it", "+39 011 0000123 (reperibilità)", "emergency"),
        ("it", "Cellulare: +39 333 1234567", "mobile"),
        ("nl", "Spoed: +31 53 5550160", "emergency"),
        ("nl", "Mobiel: +31 6 00000176", "mobile"),
        ("pl", "+48 22 000 44 18 (dyżur)", "emergency"),
        ("pl", "Faks: +48 22 000 44 66", "fax"),
        ("cs", "+420 735 550 211 (v noci a o víkendech)", "emergency"),
        ("cs", "Mobil: +420 735 550 211", "mobile"),
        ("sk", "+421 2 55501234 (pohotovosť)", "emergency"),
        ("id", "Hotline Darurat: +62 888 55 50142", "emergency"),
        ("id", "Faksimile: +62 21 5550142", "fax"),
        ("hr", "+385 1 5550650 (dežurni telefon)", "emergency"),
        ("bs", "Mobitel: +387 61 000 281", "mobile"),
        ("sr", "Мобилни: +381 64 1234567", "mobile"),
        ("mk", "+389 70 555 013 (само за итни случаи)", "emergency"),
        ("mk", "Факс: +389 2 555 0139", "fax"),
    ],
)
def test_the_kind_of_a_number_is_known_in_every_language(language, text, kind):
    assert [phone.kind for phone in phones(text, language=language)] == [kind]


def test_a_number_under_the_fax_heading_is_fax():
    assert [phone.kind for phone in phones("+44 1632 960123", canonical="2.5")] == ["fax"]


def test_a_heading_over_telephone_and_fax_makes_a_number_both():
    found = phones("(021) 5550142", "ID", language="id", title="Nomor Telepon dan Fax")
    assert {phone.kind for phone in found} == {"voice", "fax"}


def test_a_note_is_the_bracket_behind_the_number():
    found = phones("+44 1632 960123 (switchboard) (at night)")
    assert found[0].note == "switchboard; at night"


def test_a_note_is_the_label_before_the_number():
    assert phones("Office in the north: +44 1632 960123")[0].note == "Office in the north"


def test_a_number_in_the_points_of_contact_is_found():
    section = Section(
        "2.11", "2.11", "Points of Customer Contact", "If mail fails, call +31 (0)6 55 50 01 76."
    )
    assert [phone.number for phone in derive((section,), "en").team.phones] == ["+31655500176"]


def test_a_number_that_a_line_break_parts_is_one():
    section = Section(
        "2.11", "2.11", "", "hubungi kami melalui nomor telepon (022)\n5550142 pada hari kerja."
    )
    address = Section("2.2", "2.2", "Alamat", "Bandung\nIndonesia")
    assert [phone.number for phone in derive((address, section), "id").team.phones] == ["+62225550142"]


def test_the_same_number_twice_is_one():
    point = Section("2.11", "2.11", "", "Call +44 1632 960123.")
    sections = (Section("2.4", "2.4", "", "+44 (0)1632 960123"), point)
    assert len(derive(sections, "en").team.phones) == 1


@pytest.mark.parametrize(
    "label", ["Tel/Fax:", "Phone & Fax:", "Telefon und Telefax:", "Téléphone et télécopie :"]
)
def test_one_number_for_telephone_and_fax_is_both(label):
    assert [phone.kind for phone in phones(f"{label} +44 1632 960123")] == ["voice", "fax"]


def test_an_international_number_that_is_too_short_is_not_said_to_lack_its_country():
    facts = derive((Section("2.4", "2.4", "", "+47 02497"),), "en")
    assert [problem.code for problem in facts.problems if problem.code.startswith("phone")] == []


@pytest.mark.parametrize(
    "label", ["Emergency", "Emergency phone", "Mobile", "Numéro d'urgence", "Notfallnummer", "Hitni telefon"]
)
def test_a_label_that_only_repeats_the_kind_is_no_note(label):
    assert [phone.note for phone in phones(f"{label}: +44 1632 960123")] == [None]


@pytest.mark.parametrize("label", ["Emergency, northern office", "Duty officer's mobile", "Out of hours"])
def test_a_label_that_says_more_than_the_kind_is_the_note(label):
    assert [phone.note for phone in phones(f"{label}: +44 1632 960123")] == [label]


@pytest.mark.parametrize(
    ("country", "text", "number"),
    [
        ("GB", "tel:+441632960123", "+441632960123"),
        ("GB", "Phone:+44 1632 960123", "+441632960123"),
        ("NO", "Phone: 0 22 22 55 55", "+4722225555"),
        ("IT", "Tel. 06 5550 1234", "+390655501234"),
    ],
)
def test_a_number_is_read_behind_a_bare_colon_and_without_a_zero_that_its_country_does_not_know(
    country, text, number
):
    assert [phone.number for phone in phones(text, country)] == [number]

import pytest

from directory.importers import Unreadable
from directory.importers.csv import MAPPINGS, read
from directory.importers.record import ContactRecord, Record
from directory.rfc2350.document import Opening
from tests.conftest import CORPUS
from tests.tables import FJELL, GONE, TI_COLUMNS, plain, table, ti_2012

TEAMS = CORPUS.parent / "datasets" / "ti-2012" / "teams.csv"
WORKWEEK = ("mo", "tu", "we", "th", "fr")


def fjell(**changed: str) -> Record:
    """FJELL-CERT's record with some cells changed."""
    (record,) = read(ti_2012({**FJELL, **changed}))
    return record


def cells(column: str, value: str) -> Record:
    return fjell(**{column: value})


def values(record: Record, kind: str) -> list[str]:
    return [contact.value for contact in record.contacts if contact.kind == kind]


# ti-2012


def test_a_row_becomes_a_record_in_our_words():
    record = fjell()
    assert (record.name, record.type, record.country) == ("FJELL-CERT", "csirt", "NO")
    assert record.aliases == ("Fjell University Computer Emergency Response Team",)
    assert record.former_names == ("FU-CERT",)
    assert record.established == "2003-01-01"
    assert record.served_countries == ("NO", "SE")
    assert record.scopes == ("academic",)
    assert record.address == ("Fjell University", "Fjellveien 7", "0101 Oslo", "Norway")
    assert record.key_ids == ("1A2B3C4D",)
    assert record.source == "https://directory.example/teams/fjell-cert.html"
    assert record.description == "Type of constituency: Research & Education (Internal)."
    assert record.membership == "Trusted Introducer: accredited; FIRST: full member (as of 2012-03-04)."
    assert (record.withdrawn, record.problems) == ("", ())


def test_lists_are_parted_at_their_joints():
    record = fjell()
    assert values(record, "voice") == ["+4722850911", "+4722850912"]
    assert values(record, "website") == ["https://cert.fjell.example/", "https://www.fjell.example"]


def test_the_constituency_is_read_and_what_is_unread_is_told():
    claims = fjell().claims
    assert (claims.prefixes, claims.asns, claims.domains) == (("192.0.2.0/24",), (64500,), ("fjell.example",))
    assert [unread.text for unread in claims.unread] == ["and a few others"]


def test_hours_and_offsets_become_openings_in_the_country_s_time_zone():
    record = fjell()
    assert record.timezones == ("Europe/Oslo",)
    assert record.openings == (Opening(WORKWEEK, "08:00", "16:00"),)
    assert record.hours == "08:00 to 16:00 Monday to Friday\n\nOutside business hours: use e-mail"


def test_an_empty_offset_says_nothing():
    record = cells("-Business Hours", ". - Timezone GMT: +. - Timezone GMT with DST: +")
    assert (record.timezones, record.openings, record.problems) == ((), (), ())


def test_an_offset_that_the_country_does_not_keep_is_reported():
    record = cells("-Business Hours", "09:00 to 17:00 Monday to Friday. - Timezone GMT: +08")
    assert record.timezones == ()
    assert record.openings == (Opening(WORKWEEK, "09:00", "17:00"),)
    assert record.problems == (
        "-Business Hours: “GMT+08” is not the time of the team's country, and was left out.",
    )


def test_a_number_for_use_outside_business_hours_is_not_made_public():
    record = cells("Contacting outside Business Hours", "Call +47 22 85 09 15 (for other teams only)")
    assert "15" not in record.hours
    assert "not be meant for the public" in record.problems[0]


def test_the_time_behind_an_old_address_is_cut_off_and_told():
    (record,) = read(ti_2012(GONE))
    assert values(record, "email") == ["cert@old.example"]
    assert record.problems == (
        "Email: “cert@old.example/1269537227” ends in a time, not in an address; the time was cut off.",
    )


@pytest.mark.parametrize(
    ("level", "status", "sentence"),
    [
        ("Outdated", "", "Listed as outdated by the source."),
        ("Suspended", "", "Listed as suspended by the source."),
        ("Not Operational", "No Op", "Listed as not operational by the source."),
        ("Listed", "No Op", "Listed as not operational by the source."),
        ("Accreditation Candidate", "", ""),
    ],
)
def test_a_team_that_no_longer_works_is_withdrawn_with_a_sentence(level, status, sentence):
    assert fjell(**{"TI Level": level, "Operating Status": status}).withdrawn == sentence


def test_uk_is_the_united_kingdom():
    assert cells("Country", "UK").country == "GB"


@pytest.mark.parametrize("code", ["EU", "00", "07", "XX"])
def test_what_is_no_country_is_reported(code):
    record = fjell(**{"Country": code, "Country of Constituents": code, "-Business Hours": ""})
    assert (record.country, record.served_countries) == ("", ())
    assert f"Country: “{code}” is not an ISO 3166-1 country code." in record.problems
    assert f"Country of Constituents: “{code}” is not an ISO 3166-1 country code." in record.problems


def test_the_first_of_several_countries_is_the_seat():
    record = cells("Country", "NO. - SG. - NO")
    assert record.country == "NO"
    assert record.problems == ("Country: “SG” is another seat of the team; the first one was taken over.",)


def test_a_number_that_cannot_be_told_is_kept_as_text_and_reported():
    record = fjell(Country="00", Telephone="22 85 09 11", **{"Emergency Phone": "", "-Business Hours": ""})
    assert ContactRecord("voice", "", "22 85 09 11") in record.contacts
    assert "Telephone: “22 85 09 11” is no telephone number with its country code; it was kept as text." in (
        record.problems
    )


def test_a_number_of_another_day_is_taken_over_and_reported():
    record = cells("Telephone", "+31 3 253 7777")
    assert values(record, "voice") == ["+3132537777"]
    assert "is no number of its country today; it was taken over." in record.problems[0]


def test_a_number_is_read_in_the_team_s_country_and_keeps_its_remark():
    assert values(cells("Telephone", "22 85 09 11"), "voice") == ["+4722850911"]
    assert ContactRecord("voice", "+4722850911", note="duty officer") in (
        cells("Telephone", "+47 22 85 09 11 (duty officer)").contacts
    )
    assert ContactRecord("voice", "+4722850911", note="ext. 211") in (
        cells("Telephone", "+47 22850911-ext211").contacts
    )


def test_a_lone_figure_is_no_number():
    record = cells("Telefax", "0")
    assert values(record, "fax") == []
    assert record.problems == ("Telefax: “0” is no telephone number with its country code; it was left out.",)


def test_n_a_says_nothing():
    record = fjell(Telefax="N/A", **{"Internet Addresses": "N/AN/A", "Other communication": "n/a"})
    assert (record.claims.pieces, record.problems) == (0, ())


def test_a_year_that_a_spreadsheet_took_for_a_number_of_days_is_left_out():
    record = cells("Date of Establishment", "1905-06-26")
    assert record.established is None
    assert record.problems[0].startswith("Date of Establishment: “1905-06-26” is before the first team")


def test_an_address_in_a_remark_is_a_contact_with_its_note():
    record = cells("Other communication", "spam@fjell.example - to report spam")
    assert ContactRecord("email", "spam@fjell.example", note="to report spam") in record.contacts
    record = cells("Other communication", "A videophone is available")
    assert record.problems == (
        "Other communication: “A videophone is available” gives no address or number that has a place here.",
    )


def test_a_name_longer_than_a_name_may_be_is_cut_and_reported():
    record = cells("name", "FJELL-CERT " + "x" * 300)
    assert len(record.name) == 200
    assert "has more than 200 characters and was cut." in record.problems[0]


@pytest.mark.parametrize(
    ("kind", "scopes", "sectors"),
    [
        ("National (External)", ("national",), ()),
        ("Government (Internal)", ("governmental",), ("public-administration",)),
        ("Financial Sector (Internal)", ("internal",), ()),
        ("Financial Sector (External)", ("sectoral",), ()),
        ("Service Provider Customer Base (External)", (), ()),
    ],
)
def test_the_type_of_constituency_is_mapped_only_where_it_fits(kind, scopes, sectors):
    record = cells("-Type of Constituency", kind)
    assert (record.scopes, record.sectors) == (scopes, sectors)
    assert kind in record.description


def test_the_bytes_and_the_line_of_a_row_are_kept():
    data = ti_2012(FJELL, {**GONE, "Address": "One\nTwo"}, {**GONE, "name": "ÅS-CERT"})
    first, second, third = read(data)
    assert (first.line, second.line, third.line) == (2, 3, 5)
    assert first.original + second.original + third.original == data.partition(b"\r\n")[2]


# plain


def test_a_plain_table_has_a_column_a_field():
    (record,) = read(
        plain(
            {
                "name": "FJELL-CERT",
                "short_name": "Fjell",
                "type": "csirt",
                "scopes": "academic; internal",
                "country": "NO",
                "timezone": "Europe/Oslo",
                "hours": "Monday to Friday 08:00-16:00",
                "email": "cert@fjell.example; abuse@fjell.example",
                "phone": "22 85 09 11",
                "emergency": "+47 22 85 09 13",
                "fingerprint": "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567",
                "prefixes": "192.0.2.0/24; 2001:db8::/32",
                "asns": "64500; 64501",
                "domains": "*.fjell.example",
                "constituency": "AS64501 and AS64502",
                "withdrawn": "",
            }
        )
    )
    assert (record.short_name, record.type, record.scopes) == ("Fjell", "csirt", ("academic", "internal"))
    assert record.timezones == ("Europe/Oslo",)
    assert record.openings == (Opening(WORKWEEK, "08:00", "16:00"),)
    assert values(record, "email") == ["cert@fjell.example", "abuse@fjell.example"]
    assert (values(record, "voice"), values(record, "emergency")) == (["+4722850911"], ["+4722850913"])
    assert record.key_ids == ("0123456789ABCDEF0123456789ABCDEF01234567",)
    assert record.claims.prefixes == ("192.0.2.0/24", "2001:db8::/32")
    assert record.claims.asns == (64500, 64501, 64502)
    assert record.claims.domains == ("fjell.example",)
    assert (record.withdrawn, record.problems) == ("", ())


def test_what_no_list_has_is_reported_by_its_column():
    (record,) = read(plain({"name": "A-CERT", "type": "circus", "fingerprint": "ABC", "website": "fjell"}))
    assert sorted(record.problems) == [
        "fingerprint: “ABC” is neither a fingerprint nor a key ID.",
        "type: “circus” is not a code of the list “Team types”.",
        "website: “fjell” is not an address that begins with https:// or http://.",
    ]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [("no", ""), ("yes", "Listed as withdrawn by the source."), ("Closed in 2020.", "Closed in 2020.")],
)
def test_a_plain_row_may_say_that_its_team_is_withdrawn(said, sentence):
    (record,) = read(plain({"name": "A-CERT", "withdrawn": said}))
    assert record.withdrawn == sentence


def test_a_column_that_is_not_known_is_reported_where_it_says_something():
    rows = {"name": "A-CERT", "colour": "red"}, {"name": "B-CERT", "colour": ""}
    first, second = read(plain(*rows), "plain")
    assert first.problems == ("colour: “red” stands in a column that is not known.",)
    assert second.problems == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_may_be_parted_as_spreadsheets_do(separator):
    (record,) = read(plain({"name": "A-CERT", "country": "FR"}, separator=separator))
    assert (record.name, record.country) == ("A-CERT", "FR")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_the_bytes_say_how_they_are_encoded(encoding):
    data = plain({"name": "CSIRT Vallée", "email": "a@b.example"}).decode().encode(encoding)
    (record,) = read(data)
    assert record.name == "CSIRT Vallée"
    assert "Vallée" in record.original.decode(record.encoding)


# Tables that cannot be read


def test_the_mapping_is_chosen_by_the_columns():
    assert [mapping.fits(TI_COLUMNS) for mapping in MAPPINGS.values()] == [True, False]


@pytest.mark.parametrize(
    ("data", "mapping", "sentence"),
    [
        (b"", "", "The file is empty."),
        (b" \r\n ", "", "The file is empty."),
        (b"%PDF-1.7 ...", "", "The file is a document, not a table."),
        (b"PK\x03\x04", "", "This archive is damaged"),
        (b"name,email\r\nA\0,b\r\n", "", "The file is not a text."),
        (b"name,email\r\n", "", "The table has a header and no rows."),
        (b"who,where\r\nA,B\r\n", "", "No single mapping fits the columns of this table; name one with --mapping"),
        (b"who,where\r\nA,B\r\n", "plain", "The table lacks columns of the mapping “plain”: name."),
        (b"name\r\nA\r\n", "martian", "There is no mapping “martian”; there are ti-2012, plain."),
        (b"name,name\r\nA,B\r\n", "", "The header names name more than once."),
        (b"name,email\r\nA,b\r\nB,c,d\r\n", "", "The row in line 3 has 3 cells and the header 2"),
        (b"name,email\r\nA,b\r\nB\r\n", "", "The row in line 3 has 1 cells and the header 2"),
        (b'name,email\r\nA,"b\r\n', "", "The row that begins in line 2 is not CSV"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_a_sentence(data, mapping, sentence):
    with pytest.raises(Unreadable) as error:
        read(data, mapping)
    assert str(error.value).startswith(sentence)


def test_empty_rows_are_no_teams():
    assert [record.name for record in read(b"name,email\r\n,\r\nA,a@b.example\r\n\r\n")] == ["A"]


def test_a_cell_of_a_megabyte_is_refused_with_a_sentence():
    with pytest.raises(Unreadable, match="field larger than field limit"):
        read(table(("name",), {"name": "x" * 1_000_000}))


# The real table


def test_every_real_team_is_a_record_and_those_that_are_gone_say_so():
    if not TEAMS.is_file():
        pytest.skip(f"there is no table of real teams at {TEAMS}")
    records = read(TEAMS.read_bytes())
    assert len(records) == len({record.name.casefold() for record in records}) == 208
    assert sum(bool(record.withdrawn) for record in records) == 49
    assert all("/" not in c.value for r in records for c in r.contacts if c.kind == "email")
    assert b"".join(record.original for record in records) in TEAMS.read_bytes()

"""Made-up facts of teams, each such that a document can say it."""

from __future__ import annotations

import datetime

import phonenumbers
from hypothesis import strategies as st

from directory.rfc2350.document import (
    Change,
    Channel,
    ConstituencyFacts,
    Information,
    Key,
    LabelScheme,
    Opening,
    Phone,
)
from directory.rfc2350.tables import language_tables
from directory.vocabularies import COUNTRIES

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

words = st.sampled_from(
    ["blue", "quiet", "north", "harbour", "meadow", "granite", "willow", "lantern", "copper"]
)
phrases = st.lists(words, min_size=2, max_size=5, unique=True).map(" ".join)
days = st.dates(datetime.date(1995, 1, 1), datetime.date(2035, 12, 31)).map(lambda day: day.isoformat())
dates = days | days.map(lambda day: day[:7])
versions = st.builds("{}.{}".format, st.integers(0, 12), st.integers(0, 40)) | st.integers(1, 30).map(str)
addresses = st.builds(
    "https://{}.example/{}".format, words, st.sampled_from(["rfc2350.txt", "about/rfc2350.pdf"])
)


def several(items: st.SearchStrategy, most: int = 4) -> st.SearchStrategy:
    return st.lists(items, max_size=most, unique=True).map(tuple)


@st.composite
def change_tables(draw: st.DrawFn) -> tuple[Change, ...]:
    """A change table, the newest row last."""
    written = sorted(draw(st.lists(days, min_size=2, max_size=5, unique=True)))
    return tuple(Change(day, f"1.{number}", "AB", draw(phrases)) for number, day in enumerate(written))


informations = st.builds(
    Information,
    date=dates,
    version=versions,
    revisions=st.just(()),
    locations=several(addresses),
    signatures=several(addresses.map("{}.asc".format)),
)


@st.composite
def phones(draw: st.DrawFn) -> Phone:
    """A number that exists in some country's plan, as people write it."""
    region = draw(st.sampled_from(["FR", "DE", "PL", "ID", "BR", "US", "EE", "MK", "GH", "NL"]))
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.FIXED_LINE)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    kind = draw(st.sampled_from(["voice", "emergency", "mobile", "sms", "fax"]))
    return Phone(plain, kind, written, draw(st.none() | phrases))


numbers = st.lists(phones(), max_size=4, unique_by=lambda phone: phone.number).map(tuple)
emails = several(st.builds("{}@{}.example".format, st.sampled_from(["csirt", "abuse", "cert", "soc"]), words))
channels = several(
    st.sampled_from(
        [
            Channel("x", "@example"),
            Channel("matrix", "@team:team.example"),
            Channel("mastodon", "@team@social.example"),
            Channel("telegram", "@example_csirt"),
        ]
    )
)


@st.composite
def keys(draw: st.DrawFn) -> Key:
    digits = draw(st.text("0123456789ABCDEF", min_size=40, max_size=40))
    return Key(digits, digits[-16:])


certificates = st.lists(keys(), max_size=3, unique_by=lambda key: key.fingerprint).map(tuple)
clocks = st.builds("{:02}:{:02}".format, st.integers(6, 11), st.sampled_from([0, 15, 30]))
evenings = st.builds("{:02}:{:02}".format, st.integers(15, 22), st.sampled_from([0, 30, 45]))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Opening, ...]:
    """Office hours: workdays, perhaps the weekend too; or a line that is answered around the clock."""
    if draw(st.booleans()):
        return (Opening(DAYS, "00:00", "24:00", draw(st.sampled_from(["office", "emergency"]))),)
    workdays = Opening(DAYS[:5], draw(clocks), draw(evenings))
    weekend = Opening(draw(st.sampled_from([DAYS[5:], DAYS[5:6]])), draw(clocks), draw(evenings))
    return draw(st.sampled_from([(), (workdays,), (workdays, weekend)]))


schemes = st.sampled_from([(), (LabelScheme("TLP", "2.0"),), (LabelScheme("TLP", "1.0"),), (LabelScheme("TLP"),),
                           (LabelScheme("ISTLP", "1.1"),)])  # fmt: skip
zones = several(
    st.sampled_from(["Europe/Paris", "America/Sao_Paulo", "Asia/Jakarta", "Africa/Accra", "Asia/Almaty"]), 2
)
constituencies = st.builds(
    ConstituencyFacts,
    prefixes=several(st.builds("192.0.2.{}/28".format, st.integers(0, 15).map(lambda n: 16 * n)))
    | several(st.builds("2001:db8:{:x}::/48".format, st.integers(1, 65535))),
    asns=several(st.integers(64496, 64511)),
    domains=several(words.map("{}.example".format)),
    countries=several(st.sampled_from(tuple(COUNTRIES))),
    sectors=several(st.sampled_from(tuple(language_tables()["en"]["sectors"]))),
)

"""Made-up documents: well-formed, damaged and absurd."""

from __future__ import annotations

from hypothesis import strategies as st

from directory.rfc2350.sections import TITLES

VALUES = (
    "None available.", "- -", "n/a", "Tidak ada", "Auf Anfrage", "csirt@team.example", "csirt (at) team (dot) example",
    "[email protected]", "+33 (0)1 99 00 01 23", "(021) 3823253 ext 247", "292 SMS", "02/03/2020", "17. 8. 2020",
    "Wed, 4 Sept 2019 16:00:00 +0100", "version 1.4 of May 2021", "CET (UTC+1), CEST (UTC+2)", "GMT01/GMT02",
    "13-15 rue de l'Exemple, 75009 Paris", "2.8. Public Keys and Encryption Information", "see section 2.8",
    "Fingerprint: 0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567", "Key ID: 0x1A1A1A12", "4096R/89ABCDEF",
    "Monday to Friday, 09:00 a.m. to 04:00 p.m.", "24x7x365", "8 h 30 - 12 h, 13 h 30 - 17 h", "TLP:WHITE", "TLP 2.0",
    "192.0.2.0/24, 2001:db8::/32, AS64496", "https://team.example/rfc2350.txt.asc", "http //192.0.2.21",
    "Date\tVersion\tAuthor\tComment", "2022/05/10\t0.0\tTPO\tInitial draft", "| a | b |", "page 6 of 9", "\f", "- i) one",
    "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----", "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    "-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "-----BEGIN PGP SIGNATURE-----", "- -----", "=0ahJ",
    "1. 2. 3.", "....................... 4", "1.1 1.1 1.1", "<team name>", "Ã©", "مرحبا", "日本語", "Информација", "\u202egro",
)  # fmt: skip

_numbers = st.sampled_from([*TITLES, "", "2 .7.", "1.0", "3.10", "12.", "II.", "a)"])
_titles = st.sampled_from(
    [*TITLES.values(), "Datum der letzten Aktualisierung", "Alamat", "Hours", "", "18 rue de l'Exemple"]
)
_separators = st.sampled_from([" ", ". ", "\t", "      ", ": ", "", "\n"])
_headings = st.builds(lambda number, gap, title: f"{number}{gap}{title}", _numbers, _separators, _titles)
_junk = st.text(max_size=60)
_lines = st.one_of(_headings, st.sampled_from(VALUES), _junk)
_joints = st.sampled_from(["\n", "\n\n", "\r\n", " ", "\n   ", "\f", "\n> "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Headings, values and noise in any order, joined in any way."""
    joint = draw(_joints)
    lines = draw(st.lists(_lines, max_size=40))
    return joint.join(lines)


@st.composite
def outlines(draw: st.DrawFn) -> str:
    """A document with the RFC's headings in their order, some of them missing, with values under them."""
    lines = []
    for number, title in TITLES.items():
        if draw(st.booleans()):
            lines += [f"{number}. {title}", "", *draw(st.lists(st.sampled_from(VALUES), max_size=3)), ""]
    return "\n".join(lines)

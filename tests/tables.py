"""Tables of invented teams, in the shapes that directories give."""

import csv
import io

TI_COLUMNS = (
    "name", "Official Team Name", "Former Team Names", "TI Level", "First entered", "Last changed",
    "Date of Establishment", "Country", "Country of Constituents", "-Type of Constituency", "Internet Addresses",
    "Email", "PGP Key (Team)", "Telephone", "Emergency Phone", "Telefax", "Other communication",
    "-Business Hours", "Contacting outside Business Hours", "WWW", "FTP", "*RFC2350", "TI URL",
    "FIRST Membership", "Operating Status", "lon", "lat", "Address",
)  # fmt: skip

FJELL = {
    "name": "FJELL-CERT",
    "Official Team Name": "Fjell University Computer Emergency Response Team",
    "Former Team Names": "FU-CERT",
    "TI Level": "Accredited",
    "Last changed": "2012-03-04",
    "Date of Establishment": "2003-01-01",
    "Country": "NO",
    "Country of Constituents": "NO. - SE",
    "-Type of Constituency": "Research & Education (Internal)",
    "Internet Addresses": "64500fjell.example192.0.2/24. - *.fjell.example. - and a few others",
    "Email": "cert@fjell.example",
    "PGP Key (Team)": "0x1A2B3C4D",
    "Telephone": "+47 22 85 09 11. - +47 22 85 09 12",
    "Emergency Phone": "+47 22 85 09 13",
    "Telefax": "+47 22 85 09 14",
    "-Business Hours": "08:00 to 16:00 Monday to Friday. - Timezone GMT: +01. - Timezone GMT with DST: +02",
    "Contacting outside Business Hours": "use e-mail",
    "WWW": "https://cert.fjell.example/. - https://www.fjell.example",
    "TI URL": "https://directory.example/teams/fjell-cert.html",
    "FIRST Membership": "Full Member",
    "Address": "Fjell University. - Fjellveien 7. - 0101 Oslo. - Norway",
}
GONE = {
    "name": "OLD-CERT",
    "TI Level": "Outdated",
    "Country": "UK",
    "-Type of Constituency": "Government (External)",
    "Internet Addresses": "198.51.100.0/24",
    "Email": "cert@old.example/1269537227",
    "-Business Hours": ". - Timezone GMT: +. - Timezone GMT with DST: +",
}


def table(columns: tuple[str, ...], *rows: dict[str, str], separator: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def ti_2012(*rows: dict[str, str]) -> bytes:
    return table(TI_COLUMNS, *rows)


def plain(*rows: dict[str, str], separator: str = ",") -> bytes:
    return table(tuple(dict.fromkeys(column for row in rows for column in row)), *rows, separator=separator)

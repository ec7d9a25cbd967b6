"""The fields that a document can fill, in the order of RFC 2350."""

from directory.vocabularies import COUNTRIES, SECTORS

from . import values
from .shapes import Attribute, Claims, Contacts, Field, Hours, Keys, Lines, Services
from .values import CALLED, Kind

FIELDS: tuple[Field, ...] = (
    Attribute("name", ("2.1",), "Name", values.name),
    Attribute("short_name", ("2.1",), "Short name", values.short_name),
    Lines("aliases", ("2.1",), "Other names", values.aliases),
    Attribute("address", ("2.2",), "Address", values.address),
    Attribute("country", ("2.2",), "Country", values.country, speak=COUNTRIES.name_of),
    Lines("timezones", ("2.3",), "Time zones", values.timezones),
    Contacts("telephones", ("2.4", "2.11"), "Telephone", values.telephones, kinds=CALLED),
    Contacts("faxes", ("2.5",), "Fax", values.faxes, kinds=(Kind.FAX,)),
    Contacts("channels", ("2.6",), "Other ways to reach it", values.channels, kinds=(Kind.CHANNEL,)),
    Contacts("emails", ("2.7", "2.11"), "E-mail", values.emails, kinds=(Kind.EMAIL,)),
    Keys("keys", ("2.8",), "Keys", values.keys),
    Contacts("key_urls", ("2.8",), "Where the key is", values.key_urls, kinds=(Kind.KEY_URL,)),
    Contacts("websites", ("2.10",), "Websites", values.websites, kinds=(Kind.WEBSITE,)),
    Hours("hours", ("2.11", "2.4"), "Hours", values.hours),
    Claims("prefixes", ("3.2",), "Networks", values.prefixes, relation="prefixes", column="network"),
    Claims("asns", ("3.2",), "AS numbers", values.asns, relation="asns", column="number",
           speak=lambda number: f"AS{number}"),
    Claims("domains", ("3.2",), "Domains", values.domains, relation="domains", column="name"),
    Claims("countries", ("3.2",), "Countries served", values.countries, relation="served_countries", column="country",
           speak=COUNTRIES.name_of),
    Claims("sectors", ("3.2",), "Sectors served", values.sectors, relation="served_sectors", column="sector",
           speak=SECTORS.path_of),
    Lines("label_schemes", ("4.2",), "TLP", values.label_schemes),
    Services("services", ("5",), "Services", values.services),
    Attribute("language", ("0",), "Language of the document", values.language),
    Attribute("distribution", ("1.2",), "How readers are told of changes", values.distribution),
    Lines("document_locations", ("1.3",), "Where the document is", values.locations),
    Lines("signature_locations", ("1.4",), "Where its signatures are", values.signatures),
)  # fmt: skip

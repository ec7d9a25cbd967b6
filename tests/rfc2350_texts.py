"""An RFC 2350 document of EXAMPLE-CERT as its team might send it, with a piece of text that has no section."""

DOCUMENT = """RFC 2350 description of EXAMPLE-CERT

1. Document Information

1.1 Date of Last Update

This is version 2.0, published 3 March 2026.

1.3 Locations where this Document May Be Found

https://example-cert.example/rfc2350.txt

2. Contact Information

2.1 Name of the Team

Full name: EXAMPLE-CERT

2.2 Address

Example Ltd.
ul. Nowa 1
90-002 Łódź
Poland

2.3 Time Zone

Europe/Warsaw

2.4 Telephone Number

+48 22 765 43 21

2.7 Electronic Mail Address

cert@example-cert.example
incidents@example-cert.example

2.8 Public Keys and Encryption Information

Fingerprint: 89AB CDEF 0123 4567 89AB CDEF 0123 4567 89AB CDEF

3. Charter

3.1 Mission Statement

We help Example Ltd. and its suppliers with incidents.

3.2 Constituency

All staff of Example Ltd. Networks: 192.0.2.0/24, 198.51.100.0/24

4. Policies

4.2 Co-operation, Interaction and Disclosure of Information

We honour TLP 2.0.

5. Services

5.1 Incident Response

Triage and coordination.

6. Incident Reporting Forms

None.

7. Disclaimers

None.

8. Our Coffee Machine

It stands beside the door. Fax: +48 22 765 43 99
"""
FINGERPRINT = "89ABCDEF0123456789ABCDEF0123456789ABCDEF"

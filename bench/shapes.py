"""Invented documents of any size, each of a shape that could make a reader slow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

KILOBYTE = 1024

#: An invented team's document, as teams write theirs: numbers with a dot, a blank line, text at column 0.
DOCUMENT = """RFC 2350 description of CERT Heath

1. Document Information

This document describes CERT Heath, the computer security incident response team of the Heath Institute, as
RFC 2350 asks for. It is reviewed once a year and after every change in the team.

1.1. Date of Last Update

Version 1.4, published on 2024-03-05.

1.2. Distribution List for Notifications

Changes to this document are not distributed by a mailing list.

1.3. Locations where this Document May Be Found

https://heath.example/rfc2350.txt

2. Contact Information

2.1. Name of the Team

CERT Heath: Computer Emergency Response Team of the Heath Institute

2.2. Address

Heath Institute
3 rue de la Lande
75999 Example
France

2.3. Time Zone

Central European Time (GMT+0100, and GMT+0200 from April to October)

2.4. Telephone Number

+33 1 99 00 00 00

2.5. Facsimile Number

Not available.

2.7. Electronic Mail Address

cert@heath.example

2.8. Public Keys and Encryption Information

Key ID: 0x89ABCDEF01234567
Fingerprint: 0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567

2.11. Points of Customer Contact

The preferred way to reach the team is e-mail. Its hours of operation are Monday to Friday, 09:00 to 17:00.

3. Charter

3.1. Mission Statement

CERT Heath protects the networks of the institute and of those who work there:

1. it watches for signs of attacks,
2. it warns those who are concerned,
3. it helps them to recover.

3.2. Constituency

Everyone who uses the networks of the institute (192.0.2.0/24, 2001:db8::/32, AS64496).

3.3. Sponsorship and/or Affiliation

The institute pays for the team.

3.4. Authority

The team advises; it may take a host off the network where others are in danger.

4. Policies

4.1. Types of Incidents and Level of Support

All types of incidents are handled. How much support is given depends on the kind and the severity of the
incident, on who is concerned and on the resources of the team at that time.

4.2. Co-operation, Interaction and Disclosure of Information

The team honours the Traffic Light Protocol, version 2.0. What it is told is passed on only with consent.

4.3. Communication and Authentication

Telephone and plain e-mail are safe enough for what is not sensitive; all else is encrypted with OpenPGP.

5. Services

5.1. Incident Response

The team helps system administrators with the technical and the organisational side of incidents.

5.2. Proactive Activities

The team gives courses and publishes advice.

6. Incident Reporting Forms

There is no form. Write what happened, when and where, and how to reach you.

7. Disclaimers

While every precaution is taken in the preparation of information, the team assumes no responsibility for
errors or omissions, or for damage that results from the use of what it has said.
"""
_ONE_LINE = " ".join(DOCUMENT.split()) + " "


def _over_and_over(piece: str) -> Callable[[int], str]:
    """Texts of any size, which the piece fills."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _in_one_document(piece: str) -> Callable[[int], str]:
    """Documents of any size: an ordinary one whose disclaimer goes on for as long as it takes."""
    fill = _over_and_over(piece)
    return lambda size: (DOCUMENT + fill(max(0, size - len(DOCUMENT))))[:size]


#: What a shape is called on the page, and how to make one of so many characters.
SHAPES: Mapping[str, Callable[[int], str]] = {
    "one document with much text": _in_one_document(
        "The team watches the heath and tells of all it sees there.\n\n"
    ),
    "many sections": _over_and_over(DOCUMENT + "\n"),
    "many sections on one long line": _over_and_over(_ONE_LINE),
    "one long line without headings": _over_and_over("The team watches the heath and tells of it. "),
    "nothing but newlines": _over_and_over("\n"),
    "lines of one letter": _over_and_over("a\n"),
    "lines of telephone numbers": _over_and_over("+33 1 99 00 00 00\n"),
    "lines of a table": _over_and_over("| a | b |\n"),
    "`((((`": _over_and_over("("),
    "`a@a@a@`": _over_and_over("a@"),
    "spaces": _over_and_over(" "),
    "`- - -`": _over_and_over("- "),
}

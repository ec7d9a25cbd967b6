"""An invented document in the project's own layout, with every kind of block in it."""

from __future__ import annotations

TEXT = """RFC 2350 CERT-Example

1. Document Information

   This document describes CERT-Example, a team of the Example Institute that
   helps its constituents and is written about here at some length.

1.1 Date of Last Update

   Version 1.0, 2026-03-01

2. Contact Information

2.1 Name of the Team

   CERT-Example

2.2 Address

   Example Street 1
   1010 Example
   Austria

2.8 Public Keys and Encryption Information

   -----BEGIN PGP PUBLIC KEY BLOCK-----

   mDMEZxyzFhYJKwYBBAHaRw8BAQdAexampleexampleexampleexampleexampleexa
   =abcd
   -----END PGP PUBLIC KEY BLOCK-----

3. Charter

3.1 Mission Statement

   - to help
   - to warn

   Red    for the team
   Green  for its community
"""


def words(*texts: str) -> list[str]:
    return " ".join(texts).split()

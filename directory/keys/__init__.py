"""A team's keys at the desk: taken in, told in sentences, compared with what the document says, fetched.

Keys are read by `openpgp` and become public by `publishing`; here is what stands between the two. Whatever cannot be
taken is `openpgp.Refused`, whose sentence is for the person; nothing is kept then, and nothing that was sent is said.
"""

from .fetching import fetch
from .taking import Taken, certificate_of, fetched, remove, set_purpose, take_fetched, take_in
from .telling import Told, told
from .text import disagreements, printed

__all__ = [
    "Taken",
    "Told",
    "certificate_of",
    "disagreements",
    "fetch",
    "fetched",
    "printed",
    "remove",
    "set_purpose",
    "take_fetched",
    "take_in",
    "told",
]

"""The desk: a team's fields and sections as one document, and a document as a team's fields and sections.

Both sides of every comparison are values of the same kind, `rfc2350.Document`: what the fields say, and what
the text says. So a disagreement is a difference of two sets, and settling it is writing one of them down.
"""

from .adopting import adopt, lay_out, slug_for
from .conflicts import Conflict, Draft, draft, use_field, use_text
from .facts import assemble, facts
from .profile import profile
from .snapshot import differences, snapshot
from .table import FACTS

__all__ = [
    "FACTS",
    "Conflict",
    "Draft",
    "adopt",
    "assemble",
    "differences",
    "draft",
    "facts",
    "lay_out",
    "profile",
    "slug_for",
    "snapshot",
    "use_field",
    "use_text",
]

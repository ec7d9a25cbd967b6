"""The desk: a team's fields and sections as one document, and a document as a team's fields and sections.

Both sides of every comparison are values of the same kind, `rfc2350.Document`: what the fields say, and what
the text says. So a disagreement is a difference of two sets, and settling it is writing one of them down.
"""

from .adopting import adopt, lay_out, slug_for
from .conflicts import Conflict, Draft, draft, draft_of, use_field, use_text
from .facts import assemble, facts
from .profile import profile
from .restoring import pictured, restore, restored
from .snapshot import ROWS, differences, snapshot
from .table import FACTS
from .telling import Told, difference, told

__all__ = [
    "FACTS",
    "ROWS",
    "Conflict",
    "Draft",
    "Told",
    "adopt",
    "assemble",
    "difference",
    "differences",
    "draft",
    "draft_of",
    "facts",
    "lay_out",
    "pictured",
    "profile",
    "restore",
    "restored",
    "slug_for",
    "snapshot",
    "told",
    "use_field",
    "use_text",
]

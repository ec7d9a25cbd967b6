"""One concept a file. The desk: team and what hangs on it. The reading room: revision, notice, listing."""

from .appearance import Appearance
from .claim import Claim, Delegation, LookupState, Origin
from .constituency import ASN, Domain, Prefix, ServedCountry, ServedSector
from .contact import Contact, Opening
from .key import Key
from .listing import Identifier, Listing
from .maintainer import Maintainer
from .membership import Membership
from .notice import Notice, NoticeContent
from .rendering import Rendering
from .revision import Head, Revision, RevisionContent
from .search_word import SearchWord
from .section import Section
from .service import Service
from .source import Source
from .team import Team
from .user import User

__all__ = [
    "ASN",
    "Appearance",
    "Claim",
    "Contact",
    "Delegation",
    "Domain",
    "Head",
    "Identifier",
    "Key",
    "Listing",
    "LookupState",
    "Maintainer",
    "Membership",
    "Notice",
    "NoticeContent",
    "Opening",
    "Origin",
    "Prefix",
    "Rendering",
    "Revision",
    "RevisionContent",
    "SearchWord",
    "Section",
    "ServedCountry",
    "ServedSector",
    "Service",
    "Source",
    "Team",
    "User",
]

"""One concept a file. The desk: team and what hangs on it. The reading room: revision, notice, listing."""

from .appearance import Appearance
from .claim import Claim, Delegation, LookupState, Origin
from .constituency import ASN, Domain, Prefix, ServedCountry, ServedSector
from .contact import Contact, Opening
from .key import Key
from .listing import Identifier, Listing
from .mail import Mail
from .maintainer import Maintainer
from .membership import Membership
from .notice import Notice, NoticeContent
from .published_key import DocumentSignature, KeyName, PublishedKey
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
    "DocumentSignature",
    "Domain",
    "Head",
    "Identifier",
    "Key",
    "KeyName",
    "Listing",
    "LookupState",
    "Mail",
    "Maintainer",
    "Membership",
    "Notice",
    "NoticeContent",
    "Opening",
    "Origin",
    "Prefix",
    "PublishedKey",
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

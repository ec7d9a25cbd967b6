"""One concept a file. The desk: team and what hangs on it. The reading room: revision, notice, listing."""

from .appearance import Appearance
from .audit import AuditContent, AuditEntry
from .claim import Claim, Delegation, LookupState, Origin
from .constituency import ASN, Domain, Prefix, ServedCountry, ServedSector
from .contact import Contact, Opening
from .key import Key
from .listing import FormerAddress, Identifier, Kinship, Listing
from .mail import Mail
from .maintainer import Invitation, Maintainer, Proof, Registration
from .member import Member
from .membership import Membership
from .notice import Notice, NoticeContent
from .proposal import Proposal
from .published_key import DocumentSignature, KeyName, PublishedKey
from .registry_id import RegistryId
from .rendering import Rendering
from .revision import Head, Revision, RevisionContent
from .rules import Rules
from .search_word import SearchWord
from .section import Section
from .service import Service
from .source import Source
from .team import Team
from .user import User

__all__ = [
    "ASN",
    "Appearance",
    "AuditContent",
    "AuditEntry",
    "Claim",
    "Contact",
    "Delegation",
    "DocumentSignature",
    "Domain",
    "FormerAddress",
    "Head",
    "Identifier",
    "Invitation",
    "Key",
    "KeyName",
    "Kinship",
    "Listing",
    "LookupState",
    "Mail",
    "Maintainer",
    "Member",
    "Membership",
    "Notice",
    "NoticeContent",
    "Opening",
    "Origin",
    "Prefix",
    "Proof",
    "Proposal",
    "PublishedKey",
    "Registration",
    "RegistryId",
    "Rendering",
    "Revision",
    "RevisionContent",
    "Rules",
    "SearchWord",
    "Section",
    "ServedCountry",
    "ServedSector",
    "Service",
    "Source",
    "Team",
    "User",
]

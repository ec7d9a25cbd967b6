"""RFC 2350 documents as values: read, check, write. Pure: no Django, no database, no clock."""

"""The public side. Every view reads the reading room (revisions, notices, listings) and never the desk."""

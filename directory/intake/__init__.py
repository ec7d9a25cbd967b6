"""A document on its way to the desk: what came out of it, how sure that is, and what of it shall be taken.

`payload` carries a file from a preview to its confirmation, so that a preview stores nothing. `placing` gives text
without a section one. `standing` says where each fact stands and how far to believe it. `difference` puts the document
beside the team's draft, and `taking` writes what was chosen, and nothing else.
"""

"""The draft of a mail to a team about what was found in its constituency. The page's script fills in the same text.

It is in English whatever the language of the page: that is what teams all over the world write to each other in."""

ENTRY, ENTRIES = "1 entry", "{count} entries"
SUBJECT = "{count} in your constituency"
BODY = """Dear {team},

in a list that we are working on we found {count} of your constituency, by the directory at {site}:

{lines}

Please tell us whom to write to if these are not yours.
"""
MOST_LINES = 2_000
REST = "(and {count} more, in the file beside this mail)"


def draft(team: str, site: str, targets: list[str]) -> str:
    """Subject and body. More than MOST_LINES targets are cut with a sentence that says where all of them are."""
    count = ENTRY if len(targets) == 1 else ENTRIES.format(count=f"{len(targets):,}")
    lines = "\n".join(targets[:MOST_LINES])
    if len(targets) > MOST_LINES:
        lines += "\n" + REST.format(count=f"{len(targets) - MOST_LINES:,}")
    body = BODY.format(team=team, count=count, site=site, lines=lines)
    return f"Subject: {SUBJECT.format(count=count)}\n\n{body}"

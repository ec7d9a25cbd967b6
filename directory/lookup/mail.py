"""The draft of a mail to a team about what was found in its constituency. The page's script fills in the same text."""

SUBJECT = "{count} in your constituency"
BODY = """Dear {team},

in a list that we are working on we found {count} of your constituency, by the directory at {site}:

{lines}

Please tell us whom to write to if these are not yours.
"""
MOST_LINES = 2_000


def draft(team: str, site: str, targets: list[str]) -> str:
    """Subject and body. More than MOST_LINES targets are cut with a sentence that says where all of them are."""
    count = f"{len(targets):,} " + ("entry" if len(targets) == 1 else "entries")
    lines = "\n".join(targets[:MOST_LINES])
    if len(targets) > MOST_LINES:
        lines += f"\n(and {len(targets) - MOST_LINES:,} more, in the file beside this mail)"
    body = BODY.format(team=team, count=count, site=site, lines=lines)
    return f"Subject: {SUBJECT.format(count=count)}\n\n{body}"

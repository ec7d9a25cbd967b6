"""The teams of the site that the browser visits. Some have names that a page must show as what they are, and that
no spreadsheet must run."""

from tests import people

MARKUP = "<img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "צוות חירום"
FORMULA = "=HYPERLINK(1)"

TEAMS = {
    "example-cert": ("EXAMPLE-CERT", ["192.0.2.0/24", "2001:db8:1::/48"]),
    "markup": (MARKUP, ["198.51.100.0/24"]),
    "right-to-left": (RIGHT_TO_LEFT, ["203.0.113.0/25"]),
    "formula": (FORMULA, ["203.0.113.128/25"]),
}


def publish() -> None:
    for slug, (name, networks) in TEAMS.items():
        team = people.with_key(people.example_cert(name, slug))
        team.prefixes.all().delete()
        team.asns.all().delete()
        for network in networks:
            team.prefixes.create(network=network)
        people.published(team)

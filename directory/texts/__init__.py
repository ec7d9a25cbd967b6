"""The texts that a site has before its operator writes own ones: what is true of this software wherever it runs.

A file is a text in one language, in Markdown; `{name}` stands for the site's name, `{ask}` for whom to ask and
`{days}` for how long network addresses stay in the audit trail.
"""

from pathlib import Path

from directory import prose

LANGUAGES = ("en", "fr")
NAMES = ("privacy", "terms")

_ASK = {
    "en": ("Write to {contact}.", "Ask whoever runs {name}; an address is not given here yet."),
    "fr": (
        "Écrivez à {contact}.",
        "Adressez-vous à ceux qui exploitent {name} ; leur adresse ne figure pas encore ici.",
    ),
}
_TEXTS = {
    (name, language): (Path(__file__).parent / f"{name}.{language}.md").read_text(encoding="utf-8")
    for name in NAMES
    for language in LANGUAGES
}


def default(name: str, language: str, *, site_name: str, contact: str, address_days: int) -> str:
    """The text of a name (`NAMES`) in a language (`LANGUAGES`), as Markdown. `contact` is an e-mail address or ""."""
    known, unknown = _ASK[language]
    site = prose.escaped(site_name)
    ask = (known if contact else unknown).format(contact=f"<{contact}>", name=site)
    return _TEXTS[name, language].format(name=site, ask=ask, days=address_days)

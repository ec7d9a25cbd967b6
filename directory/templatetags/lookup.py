"""What the page "Look up many" says, with its script (static/js/many.js) and without."""

from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import phrases
from directory.lookup.groups import Groups

register = template.Library()


def _entries(n: int) -> str:
    return ngettext("{n} entry", "{n} entries", n)


def _teams(n: int) -> str:
    return ngettext("{n} team", "{n} teams", n)


def _nobody(n: int) -> str:
    return ngettext("nobody listed for {n}", "nobody listed for {n}", n)


def _unread(n: int) -> str:
    return ngettext("{n} not understood", "{n} not understood", n)


@register.filter
def summary(groups: Groups) -> str:
    """How much was asked and what became of it: "4 entries: 2 teams, nobody listed for 1."."""
    counted = ((len(groups.nobody), _nobody), (len(groups.unread), _unread))
    parts = [_counted(len(groups.teams), _teams), *(_counted(n, words) for n, words in counted if n)]
    return _("{entries}: {parts}.").format(entries=_counted(groups.count, _entries), parts=", ".join(parts))


def _counted(n: int, words: Any) -> str:
    return words(n).format(n=intcomma(n))


@register.simple_tag
def many_words() -> dict[str, Any]:
    """The sentences of the script. What stands in braces is put in there; those with a number have a form for each
    plural that Intl.PluralRules tells apart in our languages. `said` are the sentences of the API, which speaks
    English, each with what it is on this page."""
    return {
        "entries": _both(_entries),
        "teams": _both(_teams),
        "nobody": _both(_nobody),
        "unread": _both(_unread),
        "total": _("{entries}: {parts}."),
        "empty": _("Paste a list or choose a file; there is nothing to look up yet."),
        "column": _("Say which column holds what you look up."),
        "lines": _("{n} of {all} lines"),
        "answered": _("{n} of {all} lines are answered"),
        "stopped": _("Stopped: {answered}."),
        "broken": _("{why} {answered}; the rest is not."),
        "unreachable": _("The directory cannot be reached."),
        "unanswered": _("The directory did not answer ({status})."),
        "asCsv": _("As CSV"),
        "asJson": _("As JSON"),
        "nobodyFor": _("Nobody listed for {n}"),
        "notUnderstood": _("Not understood: {n}"),
        "which": _("Which"),
        "more": _("More teams: {n}"),
        "send": _("Send {n} to {team}"),
        "claimed": _("Claim not reviewed by this directory."),
        "draft": _("Draft of a mail"),
        "file": _("These as a file, a line each"),
        "said": phrases.translations(),
    }


def _both(words: Any) -> dict[str, str]:
    return {"one": words(1), "other": words(2)}

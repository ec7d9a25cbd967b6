"""Two revisions of a team side by side: what changed in its facts, and in the text of its document."""

import re
from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from directory import comparing
from directory.models import Listing, Revision
from directory.rfc2350.compare import SectionChange
from directory.rfc2350.compare import compare as compare_documents
from directory.rfc2350.document import Document

from .pages import revalidated

_NUMBER = re.compile("[1-9][0-9]{0,8}", re.ASCII)
SHOWN = 40  # characters of what was asked for, where it is no number


class NotComparable(Exception):
    """There is nothing to compare, and the sentence says why; `status` is that of the page."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@require_safe
@revalidated
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """`?from=1&to=3`; without them, the last two revisions that are not redacted."""
    listing = get_object_or_404(Listing, slug=slug)
    revisions = list(Revision.objects.of(listing.pk).with_title())
    ctx = {"listing": listing, "revisions": revisions}
    try:
        before, after = _asked(request, revisions)
        ctx |= {"before": before, "after": after}
        ctx |= _comparison(listing, before, after)
    except NotComparable as error:
        ctx["sentence"] = str(error)
        return render(request, "documents/compare.html", ctx, status=error.status)
    return render(request, "documents/compare.html", ctx)


def _asked(request: HttpRequest, revisions: Sequence[Revision]) -> tuple[Revision, Revision]:
    """The two revisions that are to be compared, as the list has them. Raises NotComparable."""
    standing = [revision for revision in revisions if not revision.redacted]
    after = _named(request.GET.get("to", ""), revisions) or (standing or revisions)[0]
    earlier = [revision for revision in standing if revision.number < after.number]
    before = _named(request.GET.get("from", ""), revisions) or next(iter(earlier), None)
    if before is None:
        sentence = _("There is no earlier revision to compare revision %(number)s with.")
        raise NotComparable(sentence % {"number": after.number}, status=200)
    if before == after:
        sentence = _("Both are revision %(number)s. Choose two that are different.")
        raise NotComparable(sentence % {"number": after.number}, status=200)
    return before, after


def _named(given: str, revisions: Sequence[Revision]) -> Revision | None:
    """The revision of a number that was asked for; None where none was. Raises NotComparable."""
    given = given.strip()
    if not given:
        return None
    if not _NUMBER.fullmatch(given):
        shown = given if len(given) <= SHOWN else f"{given[:SHOWN]}…"
        raise NotComparable(_("“%(given)s” is not the number of a revision.") % {"given": shown})
    found = next((revision for revision in revisions if revision.number == int(given)), None)
    if found is None:
        raise NotComparable(_("This team has no revision %(number)s.") % {"number": given})
    return found


def _comparison(listing: Listing, before: Revision, after: Revision) -> dict[str, object]:
    """What the page says of the two. Raises NotComparable."""
    numbers = [before.number, after.number]
    whole = {r.number: r for r in Revision.objects.of(listing.pk).with_content().filter(number__in=numbers)}
    for number in numbers:
        if whole[number].redacted:
            sentence = _("Revision %(number)s was redacted: nothing of it is left to compare.")
            raise NotComparable(sentence % {"number": number}, status=410)
    old, new = (whole[number].content for number in numbers)
    fields = comparing.compare(old.profile, new.profile)
    document = Document.from_dict(new.document)
    sections = compare_documents(Document.from_dict(old.document), document)
    return {
        "text_language": document.language,
        "counts": _counts(len(fields), sections),
        "fields": fields,
        "changes": [change for change in sections if not change.untouched],
        "same": [change for change in sections if change.untouched],
    }


def _counts(fields: int, sections: Sequence[SectionChange]) -> list[str]:
    """How much is different, in a few words each."""
    told = Counter("heading" if s.what == "same" and not s.untouched else s.what for s in sections)
    said = [
        (fields, ngettext("%(n)s field changed", "%(n)s fields changed", fields)),
        (told["changed"], ngettext("%(n)s section changed", "%(n)s sections changed", told["changed"])),
        (told["added"], ngettext("%(n)s section is new", "%(n)s sections are new", told["added"])),
        (
            told["removed"],
            ngettext("%(n)s section was removed", "%(n)s sections were removed", told["removed"]),
        ),
        (
            told["heading"],
            ngettext(
                "%(n)s section has another heading or place",
                "%(n)s sections have another heading or place",
                told["heading"],
            ),
        ),
    ]
    return [sentence % {"n": n} for n, sentence in said if n] or [_("The two say the same")]

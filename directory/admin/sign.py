"""Signing at the desk: the exact bytes of a revision, how they are signed, and the signature that comes back."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directory import publishing, reviewing, signing
from directory.models import DocumentSignature, Listing, Revision, Team
from directory.openpgp import Refused
from directory.openpgp.words import day, groups

from .rights import of_team
from .uploads import given, kept_in_memory

#: A clear-signed text is a little longer than the document.
MAX_BYTES = 2 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@kept_in_memory(MAX_BYTES)
@of_team()
def sign_team(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    revisions = [r for r in Revision.objects.of(team.pk).with_title() if not r.redacted]
    asked = request.POST.get("revision") or request.GET.get("revision", "")
    revision = _chosen(revisions, asked)
    if request.method == "POST":
        return _keep(request, revision)
    listing = Listing.objects.filter(pk=team.pk).first()
    ring = [found.key for found in signing.keys_that_sign(team)]
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Sign the document of {team}",
        "opts": Team._meta,
        "team": team,
        "revisions": revisions,
        "revision": revision,
        "keys": [key for key in ring if not key.revoked],
        "signer": next((key for key in ring if key.can_sign(timezone.now())), None),
    }
    if listing and revision:
        ctx |= {
            "address": reverse("revision_file", args=[listing.slug, revision.number, "txt"]),
            "file_name": f"{listing.slug}-rfc2350-{revision.number}.txt",
            "signatures": [
                (groups(found.fingerprint), day(found.made_at))
                for found in DocumentSignature.objects.of(revision)
            ],
        }
    return TemplateResponse(request, "admin/directory/team/sign.html", ctx)


def _chosen(revisions: list[Revision], asked: str) -> Revision | None:
    """The revision of a number, the newest where none is asked for; None where the team has none."""
    if not asked:
        return revisions[0] if revisions else None
    found = next((revision for revision in revisions if str(revision.number) == asked), None)
    if found is None:
        raise Http404("The team has no such revision.")
    return found


def _keep(request: HttpRequest, revision: Revision | None) -> HttpResponse:
    if revision is None:
        raise Http404("The team is not published, so there is nothing to sign.")
    try:
        verified = signing.verified(revision, given(request))
    except Refused as refusal:
        messages.error(request, f"Not kept: {refusal.sentence}")
        return _back(revision)
    if DocumentSignature.objects.of(revision).filter(armor=verified.armor).exists():
        messages.info(request, "This signature is here already.")
        return _back(revision)
    publishing.sign(
        revision,
        fingerprint=verified.fingerprint,
        made_at=verified.made_at,
        armor=verified.armor,
        by=reviewing.voice(request.user, revision.team),
    )
    messages.success(
        request,
        f"Revision {revision.number} is signed: the signature was made on {day(verified.made_at)} by "
        f"{groups(verified.fingerprint)}, a key of this team. It is public at once.",
    )
    return _back(revision)


def _back(revision: Revision) -> HttpResponse:
    return redirect(f"{reverse('admin:sign_team', args=[revision.team_id])}?revision={revision.number}")


PAGES = [("<int:pk>/sign/", sign_team, "sign_team")]

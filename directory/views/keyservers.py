"""Keys for the programs that ask for them: HKP as gpg speaks it, the look-ups of VKS, and WKD for this site's own
domains. What they ask and how it is answered is `openpgp.hkp` and `openpgp.wkd`; here is only what HTTP adds.

Published keys of listed teams are all there is to find; a key that a team has left behind is found by its own name
alone. Whoever asks by an address tells whom they write to, so no cache keeps that.
"""

from collections.abc import Iterable
from dataclasses import replace
from email.utils import parseaddr
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import edition, own_key
from directory.models import KeyName, PublishedKey
from directory.models.published_key import PublishedKeyQuerySet, foremost
from directory.openpgp import PublicKey, Refused, armor, wkd
from directory.openpgp import hkp as protocol
from directory.search.query import words

from .pages import View, kept_nowhere, revalidated

MOST_GIVEN = 50  # certificates at once
MOST_LISTED = 200  # keys in a list
PLAIN = "text/plain; charset=utf-8"
NOT_FOUND = "Not found: no published key of a listed team answers to this."
#: What is asked for names a key and nobody's address, so that caches may keep the answer.
BY_NAME = {"fingerprint", "key-id"}

#: What each look-up of VKS is by.
KINDS = {
    "fingerprint": "a fingerprint of 40 or 64 digits",
    "key-id": "a key ID of 16 digits",
    "email": "an e-mail address",
}


def for_programs(view: View) -> View:
    """Reads only; answers to every web page, for there is nothing but public keys; refuses in a line of text."""

    @require_safe
    @revalidated
    @wraps(view)
    def wrapped(request: HttpRequest, **named: str) -> HttpResponseBase:
        try:
            response = view(request, **named)
        except Refused as error:
            unknown = error.code == "unknown-operation"
            status = HTTPStatus.NOT_IMPLEMENTED if unknown else HTTPStatus.BAD_REQUEST
            response = kept_nowhere(_plain(error.sentence, status))
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapped


@for_programs
def hkp(request: HttpRequest) -> HttpResponse:
    """/pks/lookup, with op=get, index or vindex (draft-ietf-openpgp-hkp)."""
    asked = protocol.parse(request.GET.dict())
    answer = _certificates(asked) if asked.operation == "get" else _list(asked)
    return answer if asked.kind in BY_NAME else kept_nowhere(answer)


@for_programs
def vks(request: HttpRequest, kind: str, sought: str) -> HttpResponse:
    """/vks/v1/by-fingerprint/…, by-keyid/… and by-email/…, as keys.openpgp.org answers them."""
    try:
        asked = protocol.parse({"op": "get", "search": sought if kind == "email" else f"0x{sought}"})
    except Refused:
        asked = None
    if asked is None or asked.kind != kind:
        raise Refused("other-kind", f"This is not {KINDS[kind]}.")
    answer = _certificates(asked)
    return answer if kind in BY_NAME else kept_nowhere(answer)


def _certificates(asked: protocol.Lookup) -> HttpResponse:
    """All that answer to it, as one armor. Copies of a certificate are told apart by what they hold: who takes them
    in joins them, and so knows all user ids and any revocation."""
    if asked.kind == "words":
        raise Refused(
            "words", "Words find a list (op=index). A key is given for its fingerprint or an address."
        )
    octets = _joined(_found(asked).with_copies().newest_first()[:MOST_GIVEN])
    if not octets:
        return _not_found()
    return HttpResponse(armor.armored(octets), content_type=protocol.KEYS_TYPE)


def _list(asked: protocol.Lookup) -> HttpResponse:
    """For programs a line each key and user id; for people a page."""
    if not asked.machine:
        return _page(asked)
    rows = list(_found(asked).with_copies().newest_first().defer("certificate")[: MOST_LISTED + 1])
    if not rows:
        return _not_found()
    if len(rows) > MOST_LISTED:
        raise Refused("too-many", f"More than {MOST_LISTED} keys answer to this: say more of the name.")
    copies: dict[str, list[PublishedKey]] = {}
    for row in rows:
        copies.setdefault(row.fingerprint, []).append(row)
    lines = protocol.index(map(_as_one, copies.values()), edition.quarter(timezone.now()))
    return HttpResponse(lines, content_type=protocol.INDEX_TYPE)


def _as_one(copies: list[PublishedKey]) -> PublicKey:
    """A key as the copy of it tells that speaks, with the user ids of all of them."""
    speaks = foremost(copies)
    named = {user_id.text: user_id for copy in [*copies, speaks] for user_id in copy.key.user_ids}
    return replace(speaks.key, user_ids=tuple(named.values()))


def _page(asked: protocol.Lookup) -> HttpResponse:
    """The key's own page where it is one key that is asked for, and else the list of teams."""
    if asked.kind in BY_NAME:
        primaries = _found(asked).order_by().values_list("fingerprint", flat=True).distinct()[:2]
        if not primaries:
            return _not_found()
        if len(primaries) == 1:
            return redirect("key", primaries[0])
    return redirect(f"{reverse('team_list')}?{urlencode({'q': asked.sought})}")


def _found(asked: protocol.Lookup) -> PublishedKeyQuerySet:
    if asked.kind in BY_NAME:
        return PublishedKey.objects.named(asked.kind, asked.sought)
    keys = PublishedKey.objects.current()
    if asked.kind == "email":
        return keys.named("email", asked.sought)
    if asked.exact:
        return keys.of_a_team_named(asked.sought)
    return keys.of_teams_called(words(" ".join(asked.words)))


@for_programs
def wkd_key(request: HttpRequest, hash: str, domain: str = "") -> HttpResponse:
    """The keys of an address in one of the site's own domains, by the hash of its local part
    (draft-koch-openpgp-webkey-service, 3.1). Without a domain it is that of the site's address."""
    domain = domain.lower() or _host()
    octets = _of_the_hidden(hash, domain) if domain in _own_domains() and wkd.is_hash(hash) else b""
    answer = HttpResponse(octets, content_type=wkd.KEY_TYPE) if octets else _not_found()
    return kept_nowhere(answer)


@for_programs
def wkd_policy(request: HttpRequest, domain: str = "") -> HttpResponse:
    """Says that there is a directory of keys for the domain, and nothing more (4.5)."""
    if (domain.lower() or _host()) not in _own_domains():
        return _not_found()
    return HttpResponse(wkd.POLICY, content_type=PLAIN)


def _of_the_hidden(hash: str, domain: str) -> bytes:
    """The certificates of whose address in the domain has this hash: the directory's own, then those of teams."""
    names = KeyName.objects.addresses_in(domain)
    meant = [name.key_id for name in names if wkd.local_hash(name.value.rpartition("@")[0]) == hash]
    teams = _joined(PublishedKey.objects.filter(pk__in=meant).with_copies().newest_first())
    own = own_key.certificate()
    if own and any(wkd.local_hash(local) == hash for local, at in _own_addresses() if at == domain):
        return own.binary + teams
    return teams


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _own_addresses() -> list[tuple[str, str]]:
    """Local part and domain of the addresses that the directory's own key names."""
    own = own_key.certificate()
    emails = [user_id.email for user_id in own.key.user_ids if not user_id.revoked] if own else []
    return [(local, domain) for local, at, domain in (email.rpartition("@") for email in emails) if at]


def _own_domains() -> set[str]:
    """The domains that the directory's own mail may be of: its site's, its sender's, its key's."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return {_host(), sender.rpartition("@")[2].lower(), *(domain for _local, domain in _own_addresses())}


def _joined(keys: Iterable[PublishedKey]) -> bytes:
    return b"".join(dict.fromkeys(bytes(key.certificate) for key in keys))


def _not_found() -> HttpResponse:
    return _plain(NOT_FOUND, HTTPStatus.NOT_FOUND)


def _plain(sentence: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type=PLAIN)

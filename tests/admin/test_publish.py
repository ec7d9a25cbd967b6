"""Publishing at the desk: see what readers will see and what changes for them, settle what stands in the way, publish."""

import hashlib
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import AuditContent, AuditEntry, Proposal, Revision, Rules
from tests import people

pytestmark = pytest.mark.django_db

NOTHING_REVIEWED: list[str] = []


@pytest.fixture
def desk_client(client, bob):
    """Bob, an operator."""
    people.sign_in(client, bob)
    return client


@pytest.fixture
def alice_client(alice, example_cert):
    """Alice, who maintains EXAMPLE-CERT."""
    client = Client()
    people.maintained_by(alice, example_cert)
    people.sign_in(client, alice)
    return client


@pytest.fixture
def with_table(published):
    """EXAMPLE-CERT with a table of changes in its document, public as revision 2."""
    table = (
        "Last update: 2026-03-01\n\n"
        "Date        Version  Author        Comment\n"
        "2026-02-01  1.0      EXAMPLE-CERT  First text\n"
        "2026-03-01  1.1      EXAMPLE-CERT  Second text"
    )
    people.write(published.team, "1.1", table)
    revision = people.published(published.team)
    assert revision.content.document["document"]["revisions"]
    return revision


def step(team) -> str:
    return reverse("admin:publish_team", args=[team.pk])


def text_of(team) -> str:
    return reverse("admin:publish_text", args=[team.pk])


def page_of(client, team, **query: str) -> str:
    return client.get(step(team), query).content.decode()


def post(client, team, action: str = "publish", **fields: str) -> str:
    """The page that it leads to."""
    return client.post(step(team), {"action": action, **fields}, follow=True).content.decode()


def plain(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# What is seen ------------------------------------------------------------------------------------


def test_the_step_shows_the_document_as_a_page_and_as_text_and_writes_nothing(desk_client, example_cert):
    page = page_of(desk_client, example_cert)
    assert "Publish as revision 1" in page
    assert page.count("EXAMPLE-CERT helps Example Ltd. with incidents") == 2
    assert not Revision.objects.exists()


def test_the_step_shows_what_changed_by_section_and_by_field(desk_client, published):
    people.write(published.team, "3.1", "A new mission.")
    published.team.contacts.filter(kind="voice").update(value="+48221234568")
    page = page_of(desk_client, published.team)
    said = plain(page)
    assert "1 field and 3 sections, against revision 1" in said
    assert "Telephone Removed: +48 22 123 45 67 Added: +48 22 123 45 68" in said
    assert "Removed: EXAMPLE-CERT helps Example Ltd. with incidents; it does digital forensics." in said
    assert "Added: A new mission." in said


def test_what_a_reviewer_looks_at_is_marked(desk_client, published):
    published.team.prefixes.create(network="198.51.100.0/24")
    page = page_of(desk_client, published.team)
    assert re.search(r'class="marked">\s*<th scope="row">Networks<br><mark class="looked-at">Looked at', page)


def test_problems_come_with_what_to_do_about_them(desk_client, example_cert):
    said = plain(page_of(desk_client, example_cert))
    assert "Warning in line 11 of the text: No address of the document itself can be found." in said
    assert "Give the full address (https://…) of the current edition in section 1.3." in said


def test_reading_the_step_never_publishes(desk_client, example_cert):
    desk_client.get(step(example_cert), {"action": "publish"})
    assert not Revision.objects.exists()


# Publishing --------------------------------------------------------------------------------------


def test_publishing_names_the_directory_for_an_operator_and_the_history_names_who_it_was(
    desk_client, example_cert
):
    assert "is public as revision 1" in post(desk_client, example_cert, comment="We begin.")
    content = Revision.objects.get().content
    assert (content.author, content.comment) == ("CSIRT Directory", "We begin.")
    entry = AuditEntry.objects.filter(act=AuditEntry.Act.PUBLISHED).get()
    assert entry.content.by == "bob"


def test_publishing_names_the_team_for_its_maintainer(alice_client, example_cert):
    people.published(example_cert)
    example_cert.refresh_from_db()
    people.write(example_cert, "3.1", "A new mission.")
    assert "is public as revision 2" in post(alice_client, example_cert, comment="Our mission.")
    newest = Revision.objects.of(example_cert.pk).first()
    assert newest.content.author == "EXAMPLE-CERT"
    assert "alice" not in str(newest.content.document) + newest.content.author


def test_where_nothing_changed_nothing_is_offered_or_made(desk_client, published):
    assert "There is nothing to publish" in page_of(desk_client, published.team)
    post(desk_client, published.team)
    assert Revision.objects.count() == 1


def test_a_withdrawn_team_can_be_listed_again_without_a_change(desk_client, published):
    from directory import publishing

    publishing.withdraw(published.team, reason="A pause.")
    assert "The team is listed again" in page_of(desk_client, published.team)
    assert "is public as revision 2" in post(desk_client, published.team, comment="We are back.")


def test_a_disagreement_is_shown_and_settled_with_one_click_and_written_down(desk_client, example_cert):
    people.write(example_cert, "2.4", "+48 22 765 43 21")
    page = page_of(desk_client, example_cert)
    assert "Nothing is published with two truths" in page
    assert 'value="publish"' not in page
    assert "Not published" in post(desk_client, example_cert)
    assert not Revision.objects.exists()
    post(desk_client, example_cert, "use-text:phones")
    assert AuditEntry.objects.get(act=AuditEntry.Act.EDITED).content.told == "Settled for the text: phones."
    post(desk_client, example_cert)
    assert Revision.objects.get().content.document["team"]["phones"][0]["number"] == "+48227654321"


@pytest.mark.parametrize("action", ["", "nonsense", "use-text:nothing", "use-field:__class__", "use-text"])
def test_an_unknown_action_does_nothing(desk_client, example_cert, action):
    assert desk_client.post(step(example_cert), {"action": action}).status_code == 302
    assert not Revision.objects.exists()
    assert not AuditEntry.objects.exists()


# The comment and the version ---------------------------------------------------------------------


def test_a_comment_that_is_too_long_is_told_and_stays(desk_client, example_cert):
    page = post(desk_client, example_cert, comment="x" * 501)
    assert "at most 500 characters" in page
    assert "x" * 501 in page
    assert not Revision.objects.exists()


def test_a_comment_is_one_line_without_what_hides(desk_client, example_cert):
    post(desk_client, example_cert, comment="We\r\nbegin\u202e now. ")
    assert Revision.objects.get().content.comment == "We begin now."


def test_from_the_second_revision_on_a_comment_is_asked_for(desk_client, published):
    people.write(published.team, "3.1", "A new mission.")
    page = post(desk_client, published.team)
    assert "Say in a few words what changed" in page
    assert Revision.objects.count() == 1
    post(desk_client, published.team, comment="Our mission.")
    assert Revision.objects.count() == 2


def test_the_row_of_the_change_table_is_shown_before_and_written_with_publishing(desk_client, with_table):
    people.write(with_table.team, "3.1", "A new mission.")
    page = plain(page_of(desk_client, with_table.team, comment="Our mission."))
    today = timezone.now().date().isoformat()
    assert f"{today} 1.2 CSIRT Directory Our mission." in page
    post(desk_client, with_table.team, comment="Our mission.")
    newest = Revision.objects.of(with_table.team_id).first().content
    assert f"{today}  1.2      CSIRT Directory" in bytes(newest.text).decode()
    assert "Our mission." in bytes(newest.text).decode()
    assert len(newest.document["document"]["revisions"]) == 3


def test_what_was_typed_is_shown_in_the_document_and_nothing_is_written(desk_client, with_error):
    wish = {"version": "2.0", "comment": "We begin.", "override": people.SECRET}
    answer = desk_client.post(step(with_error), {"action": "show", **wish})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("This is version 2.0") == 2
    assert all(said in page for said in wish.values())
    assert not Revision.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_higher_version_can_be_given(desk_client, published):
    people.write(published.team, "3.1", "A new mission.")
    assert "version 2.0" in page_of(desk_client, published.team, version="2.0", comment="")
    post(desk_client, published.team, version="2.0", comment="Our mission.")
    assert Revision.objects.of(published.team_id).first().content.document["document"]["version"] == "2.0"


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("1.0", "Version 1.0 is published already"),
        ("1", "Version 1.0 is published already"),
        ("0.9", "Version 1.0 is published already"),
        ("two", "Write a version as numbers with dots"),
        ("2.0; DROP", "Write a version as numbers with dots"),
        ("٢.٠", "Write a version as numbers with dots"),
        ("9" * 41, "at most 40 characters"),
    ],
)
def test_another_version_is_refused_with_a_sentence_and_stays_typed(
    desk_client, published, version, sentence
):
    people.write(published.team, "3.1", "A new mission.")
    page = post(desk_client, published.team, version=version, comment="Our mission.")
    assert sentence in page
    assert f'value="{version}"' in page
    assert 'value="Our mission."' in page
    assert sentence in page_of(desk_client, published.team, version=version, comment="")
    assert Revision.objects.count() == 1


def test_a_version_that_the_text_says_itself_is_left_to_it(desk_client, published):
    people.write(published.team, "1.1", "This is version 3.0, published 1 March 2026.")
    page = page_of(desk_client, published.team)
    assert "The text says its version itself: 3.0" in page
    assert 'name="version"' not in page
    assert "change it there" in post(desk_client, published.team, version="4.0", comment="Ours.")
    post(desk_client, published.team, comment="Ours.")
    assert Revision.objects.of(published.team_id).first().content.document["document"]["version"] == "3.0"


def test_a_draft_that_changed_while_somebody_looked_is_not_published(desk_client, example_cert):
    seen = re.search(r'name="seen" value="(\w{64})"', page_of(desk_client, example_cert))[1]
    people.write(example_cert, "3.1", "Somebody else was here.")
    assert "The draft has changed since you looked at it" in post(desk_client, example_cert, seen=seen)
    assert not Revision.objects.exists()
    again = re.search(r'name="seen" value="(\w{64})"', page_of(desk_client, example_cert))[1]
    post(desk_client, example_cert, seen=again)
    assert Revision.objects.count() == 1


# Errors ------------------------------------------------------------------------------------------


@pytest.fixture
def with_error(example_cert):
    """Nobody can write to it."""
    example_cert.contacts.filter(kind="email").delete()
    return example_cert


def test_errors_must_be_corrected_or_explained_and_the_reason_is_kept(desk_client, with_error):
    page = page_of(desk_client, with_error)
    assert "The document has 1 error, named below" in page
    refused = post(desk_client, with_error, comment="We begin.")
    assert "say why it is right as it is" in refused
    assert 'value="We begin."' in refused
    assert not Revision.objects.exists()
    post(desk_client, with_error, override="We are called.")
    told = AuditEntry.objects.get(act=AuditEntry.Act.PUBLISHED).content.told
    assert told == "Published as revision 1. With 1 error, for this reason: We are called."


def test_the_reason_is_not_public(desk_client, client, with_error):
    post(desk_client, with_error, override=people.SECRET)
    content = Revision.objects.get().content
    assert people.SECRET not in bytes(content.text).decode() + str(content.profile) + content.comment


# The exact bytes ---------------------------------------------------------------------------------


def test_the_bytes_that_are_downloaded_are_those_that_are_published(desk_client, with_table):
    people.write(with_table.team, "3.1", "A new mission.")
    asked = {"version": "2.0", "comment": "Our mission & more."}
    response = desk_client.get(text_of(with_table.team), asked)
    post(desk_client, with_table.team, **asked)
    newest = Revision.objects.of(with_table.team_id).first()
    assert hashlib.sha256(response.content).hexdigest() == newest.content.sha256


def test_the_link_on_the_page_leads_to_the_bytes_that_the_page_shows(desk_client, with_table):
    people.write(with_table.team, "3.1", "A new mission.")
    page = page_of(desk_client, with_table.team, version="2.0", comment="Ours & more")
    link = re.search(r'href="([^"]+/publish/text[^"]*)"', page)[1].replace("&amp;", "&")
    shown = re.search(r'<pre class="preview"[^>]*>(.*?)</pre>', page, re.DOTALL)[1]
    assert desk_client.get(link).content.decode() == shown.replace("&amp;", "&").replace("&#x27;", "'")
    assert "Ours &amp; more" in shown


def test_security_48_the_bytes_come_as_a_text_to_keep(desk_client, example_cert):
    response = desk_client.get(text_of(example_cert))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="example-cert-rfc2350-1.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert not Revision.objects.exists()


def test_bytes_that_could_not_be_published_are_not_given(desk_client, published):
    people.write(published.team, "3.1", "A new mission.")
    answer = desk_client.get(text_of(published.team), {"version": "0.1"}, follow=True)
    assert "Version 1.0 is published already" in answer.content.decode()
    people.write(published.team, "2.4", "+48 22 765 43 21")
    assert "The text gives the" in desk_client.get(text_of(published.team), follow=True).content.decode()


# Who may -----------------------------------------------------------------------------------------


def test_only_those_who_may_change_a_team_see_the_step(client, alice, charlie, dora, example_cert):
    for person, status in ((people.elsewhere(alice), 403), (charlie, 302), (dora, 403)):
        people.sign_in(client, person)
        for method in (client.get, client.post):
            assert method(step(example_cert), {"action": "publish"}).status_code == status
        assert client.get(text_of(example_cert)).status_code == status
    assert not Revision.objects.exists()


def test_security_17_a_maintainer_publishes_nothing_that_somebody_else_looks_at_first(
    alice_client, client, example_cert
):
    page = page_of(alice_client, example_cert)
    assert "Ask for review" in page
    assert 'value="publish"' not in page
    assert "Somebody else looks at this first" in post(alice_client, example_cert)
    assert not Revision.objects.exists()
    assert client.get("/teams/example-cert/").status_code == 404


def test_a_maintainer_asks_sees_that_it_waits_and_takes_it_back(alice_client, example_cert):
    assert "A reviewer is asked" in post(alice_client, example_cert, "ask", comment="We begin.")
    page = page_of(alice_client, example_cert)
    assert "alice asked on" in page
    assert 'value="ask"' not in page
    assert "Taken back" in post(alice_client, example_cert, "take-back")
    assert Proposal.objects.get().state == Proposal.State.TAKEN_BACK
    assert 'value="ask"' in page_of(alice_client, example_cert)
    assert "Nothing waits for review" in post(alice_client, example_cert, "take-back")


def test_what_was_edited_after_asking_is_asked_for_anew(alice_client, example_cert):
    post(alice_client, example_cert, "ask")
    people.write(example_cert, "3.1", "A new mission.")
    page = page_of(alice_client, example_cert)
    assert "The draft was changed since" in page
    assert "Ask again" in page
    post(alice_client, example_cert, "ask")
    assert [p.state for p in Proposal.objects.all()] == ["pending", "taken-back"]


def test_a_maintainer_publishes_alone_what_nobody_looks_at(alice_client, example_cert):
    people.published(example_cert)
    Rules.objects.create(reviewed=NOTHING_REVIEWED)
    example_cert.asns.create(number=64501)
    assert "is public as revision 2" in post(alice_client, example_cert, comment="Another AS.")


def test_security_49_nothing_is_published_by_a_link_without_the_token_or_from_another_site(bob, example_cert):
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, bob)
    address = step(example_cert)
    strict.get(address + "?action=publish")
    token = strict.cookies["csrf"].value
    signed = {"action": "publish", "csrfmiddlewaretoken": token}
    refused = [
        strict.post(address, {"action": "publish"}),
        strict.post(address, signed, headers={"origin": "https://evil.example"}),
    ]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert not Revision.objects.exists()
    strict.post(address, signed)
    assert Revision.objects.count() == 1


def test_markup_in_what_is_typed_stays_text(alice_client, example_cert):
    mark = "<script>alert(1)</script>"
    post(alice_client, example_cert, "ask", comment=mark, override=mark)
    page = page_of(alice_client, example_cert, comment=mark)
    assert mark not in page
    assert AuditContent.objects.exists()

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory import samples
from directory.models import Listing, Revision, Source, Team

pytestmark = pytest.mark.django_db

LETTER = samples.FOLDER / "csirt-vallee-du-lys.txt"


def run(*arguments, **options) -> str:
    out = io.StringIO()
    call_command("import_rfc2350", *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def broken(tmp_path) -> Path:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    return path


def test_a_document_becomes_a_team_on_the_desk_and_nothing_more():
    run(LETTER)
    team = Team.objects.get()
    assert (team.name, team.slug, team.country) == ("CSIRT Vallée-du-Lys", "csirt-vallee-du-lys", "FR")
    assert [c.value for c in team.contacts.filter(kind="voice")] == ["+33353014700"]
    assert team.keys.get().fingerprint == "2E7B90C4D15A68F3B7024C8DE91603FA7D58A1B9"
    assert team.language == "fr"
    assert not Revision.objects.exists()


def test_its_bytes_are_kept_with_their_sum():
    run(LETTER)
    source = Source.objects.get()
    assert bytes(source.content) == LETTER.read_bytes()
    assert (source.name, source.format) == (LETTER.name, "text")


def test_publish_makes_it_public_with_the_team_s_own_date_and_version():
    run(LETTER, "--publish")
    document = Listing.objects.get().revision.content.document
    assert document["document"]["date"] == "2026-09-14"
    assert document["document"]["version"] == "1.2"


def test_the_same_file_twice_is_one_team_and_one_revision():
    run(LETTER, "--publish")
    assert "imported before, public already, unchanged" in run(LETTER, "--publish")
    assert (Team.objects.count(), Revision.objects.count(), Source.objects.count()) == (1, 1, 1)


def test_another_document_of_the_same_team_is_refused_and_nothing_is_overwritten(tmp_path):
    run(LETTER)
    newer = tmp_path / "newer.txt"
    newer.write_text(LETTER.read_text().replace("1.2, 14", "1.3, 15"))
    with pytest.raises(CommandError):
        run(newer)
    assert Team.objects.count() == 1


def test_replace_puts_a_newer_document_in_place_of_the_draft(tmp_path):
    run(LETTER, "--publish")
    newer = tmp_path / "newer.txt"
    newer.write_text(LETTER.read_text().replace("1.2, 14", "1.3, 15").replace("47 00", "47 01"))
    run(newer, "--replace", "csirt-vallee-du-lys", "--publish")
    team = Team.objects.get()
    assert [c.value for c in team.contacts.filter(kind="voice")] == ["+33353014701"]
    assert Revision.objects.of(team.pk).first().content.document["document"]["version"] == "1.3"


def test_dry_run_writes_nothing():
    run(LETTER, "--dry-run")
    assert not Team.objects.exists()
    assert not Source.objects.exists()


def test_json_prints_one_line_a_document_in_order_even_for_what_cannot_be_read(broken, tmp_path):
    out = io.StringIO()
    files = [LETTER, tmp_path / "missing.txt", broken, LETTER]
    with pytest.raises(CommandError, match="2 of 4"):
        call_command("import_rfc2350", *map(str, files), "--dry-run", "--json", stdout=out)
    documents = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [d["team"]["name"] for d in documents] == [
        "CSIRT Vallée-du-Lys",
        None,
        None,
        "CSIRT Vallée-du-Lys",
    ]
    assert [d["problems"][0]["code"] for d in documents[1:3]] == ["unreadable", "unreadable"]
    assert {d["schema"] for d in documents} == {"rfc2350/1"}


def test_one_file_that_fails_does_not_stop_the_others(broken):
    with pytest.raises(CommandError, match="1 of 2"):
        run(broken, LETTER)
    assert Team.objects.count() == 1


def test_what_is_no_rfc_2350_document_becomes_no_team(tmp_path):
    poem = tmp_path / "poem.txt"
    poem.write_text("The rose is red,\nthe violet's blue,\nthe honey's sweet,\nand so are you.\n")
    with pytest.raises(CommandError):
        run(poem)
    assert not Team.objects.exists()


def test_a_team_to_replace_must_be_there():
    with pytest.raises(CommandError, match="no team at /teams/nobody/"):
        run(LETTER, "--replace", "nobody")

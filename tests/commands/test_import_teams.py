import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory import importing, publishing, samples
from directory.models import Listing, Notice, Revision, Section, Source, Team
from tests import people
from tests.conftest import CORPUS
from tests.tables import FJELL, GONE, plain, ti_2012

pytestmark = pytest.mark.django_db

TEAMS = CORPUS.parent / "datasets" / "ti-2012" / "teams.csv"


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path


def run(folder: Path, data: bytes, *arguments: str, **options) -> str:
    """What the command prints for a table of these bytes."""
    path = folder / "teams.csv"
    path.write_bytes(data)
    out = io.StringIO()
    call_command("import_teams", str(path), *arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refused(folder: Path, data: bytes, *arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        run(folder, data, *arguments)
    return str(error.value)


# Onto the desk


def test_a_row_becomes_a_team_on_the_desk_and_nothing_more(folder):
    run(folder, ti_2012(FJELL))
    team = Team.objects.get()
    assert (team.name, team.slug, team.country, team.type) == ("FJELL-CERT", "fjell-cert", "NO", "csirt")
    assert str(team.established) == "2003-01-01"
    assert [prefix.network for prefix in team.prefixes.all()] == ["192.0.2.0/24"]
    assert [asn.number for asn in team.asns.all()] == [64500]
    assert [domain.name for domain in team.domains.all()] == ["fjell.example"]
    assert [served.country for served in team.served_countries.all()] == ["NO", "SE"]
    assert [key.key_id for key in team.keys.all()] == ["1A2B3C4D"]
    assert [(o.days, o.opens, o.closes) for o in team.openings.all()] == [
        ("mo,tu,we,th,fr", "08:00", "16:00")
    ]
    assert not Revision.objects.exists()


def test_the_row_s_bytes_are_kept_with_their_sum_and_place(folder):
    data = ti_2012(FJELL)
    run(folder, data)
    source = Source.objects.get()
    assert bytes(source.content) == data.partition(b"\r\n")[2]
    assert (source.name, source.format, source.encoding) == ("teams.csv", "csv", "utf-8")
    assert source.address == "https://directory.example/teams/fjell-cert.html"


def test_the_document_says_in_plain_sentences_what_the_source_knows(folder):
    run(folder, ti_2012(FJELL))
    text = dict(Team.objects.get().sections.values_list("canonical", "text"))
    assert text["3.2"].startswith("Type of constituency: Research & Education (Internal).")
    assert "192.0.2.0/24" in text["3.2"]
    assert text["3.3"] == "Trusted Introducer: accredited; FIRST: full member (as of 2012-03-04)."
    assert text["3.1"] == "None available."


def test_a_plain_table_comes_in_as_well(folder):
    run(
        folder,
        plain({"name": "A-CERT", "country": "FR", "constituency": "AS64500, *.a.example"}),
        "--publish",
    )
    assert Listing.objects.get().name == "A-CERT"


def test_each_team_is_a_line_with_its_counts_and_the_end_sums_up(folder):
    said = run(folder, ti_2012(FJELL, GONE))
    assert "FJELL-CERT (/teams/fjell-cert/): 1 network, 1 AS number, 1 domain, 1 piece unread; new" in said
    assert "OLD-CERT (/teams/old-cert/): 1 network, 0 AS numbers" in said
    assert "no longer works: Listed as outdated by the source." in said
    assert "FJELL-CERT: “and a few others”. These words name no network" in said
    assert (
        "Teams: 2 new, 0 skipped, 0 failed, 0 withdrawn. Pieces of their constituencies: 5 of 6 recognised (83.3 %)."
    ) in said


def test_problems_are_told_to_those_who_ask(folder):
    assert "cut off" not in run(folder, ti_2012(GONE))
    Team.objects.all().delete()
    assert "Email: “cert@old.example/1269537227”" in run(folder, ti_2012(GONE), verbosity=2)


def test_nothing_in_a_file_moves_the_reader_s_terminal(folder):
    assert "\x1b" not in run(folder, plain({"name": "A\x1b[31mCERT", "email": "\x1b]0;x"}), verbosity=2)


# Onto the public side


def test_publish_makes_a_team_public(folder):
    said = run(folder, ti_2012(FJELL), "--publish")
    assert "new, published" in said
    profile = Listing.objects.get().revision.content.profile
    assert profile["constituency"]["prefixes"] == ["192.0.2.0/24"]
    assert Revision.objects.get().content.comment == "Imported"


def test_a_team_that_is_gone_is_published_and_withdrawn_at_once(folder):
    said = run(folder, ti_2012(FJELL, GONE), "--publish")
    assert "new, published, withdrawn: Listed as outdated by the source." in said
    assert [listing.name for listing in Listing.objects.listed()] == ["FJELL-CERT"]
    notice = Notice.objects.get()
    assert (notice.kind, notice.team.name) == ("withdrawn", "OLD-CERT")
    assert notice.content.payload == {"reason": "Listed as outdated by the source."}


def test_what_was_imported_as_a_draft_is_published_by_a_second_run(folder):
    run(folder, ti_2012(FJELL, GONE))
    said = run(folder, ti_2012(FJELL, GONE), "--publish")
    assert "skipped: This row was imported before, published" in said
    assert (Team.objects.count(), Revision.objects.count(), Notice.objects.count()) == (2, 2, 1)


def test_words_that_print_a_fact_of_no_column_give_way_to_the_fields(folder):
    hours = "09:00 to 17:00 Monday to Friday. - Call +47 22 85 09 99. - Timezone GMT: +01"
    said = run(folder, ti_2012({**FJELL, "-Business Hours": hours}), "--publish", verbosity=2)
    assert "The words for section 2.11 were left out: The text gives the telephone number +4722850999" in said
    assert Team.objects.get().sections.get(canonical="2.11").mode == Section.Mode.GENERATED
    assert Listing.objects.listed().exists()


@pytest.mark.parametrize("name", ["Abuse Fjell S. A.", "CERT-FU (NO)", "CERT Fjell, Ltd. Office, Ministry"])
def test_names_that_documents_read_otherwise_are_published_as_they_are(folder, name):
    run(folder, ti_2012({**FJELL, "name": name, "Official Team Name": "A, B. C, D (E)"}), "--publish")
    assert Listing.objects.get().name == name


def test_a_country_that_the_address_alone_gives_is_taken_from_it(folder):
    said = run(folder, ti_2012({**FJELL, "Country": "EU"}), "--publish", verbosity=2)
    assert "The text decides: The text gives the country NO; the field says nothing." in said
    assert Listing.objects.get().country == "NO"


# Again, and beside what is here


def test_the_same_file_twice_is_one_team_and_one_revision(folder):
    run(folder, ti_2012(FJELL, GONE), "--publish")
    said = run(folder, ti_2012(FJELL, GONE), "--publish")
    assert "Teams: 0 new, 2 skipped, 0 failed, 0 withdrawn." in said
    assert (Team.objects.count(), Revision.objects.count(), Notice.objects.count()) == (2, 2, 1)


def test_a_team_s_own_data_always_wins(folder):
    people.example_cert(name="Fjell-Cert", slug="fjell")
    said = run(folder, ti_2012(FJELL), "--publish")
    assert "skipped: A team called Fjell-Cert is here already, at /teams/fjell/." in said
    assert Team.objects.get().domains.get().name == "fjell.example"
    assert Team.objects.get().country == "PL"
    assert not Revision.objects.exists()


def test_names_are_compared_without_case_in_every_script(folder):
    people.example_cert(name="ÅS-CERT", slug="as-cert")
    assert "1 skipped" in run(folder, plain({"name": "ås-cert", "country": "NO"}))


def test_a_team_that_was_changed_since_is_not_touched(folder):
    run(folder, ti_2012(FJELL), "--publish")
    Team.objects.update(host_organisation="Fjell University")
    run(folder, ti_2012(FJELL), "--publish")
    assert Team.objects.get().host_organisation == "Fjell University"
    assert Revision.objects.count() == 1


def test_a_second_team_of_a_name_in_one_file_is_skipped(folder):
    said = run(folder, plain({"name": "A-CERT", "country": "FR"}, {"name": "a-cert", "country": "BE"}))
    assert "Teams: 1 new, 1 skipped" in said
    assert Team.objects.get().country == "FR"


def test_what_documents_brought_in_stays(folder):
    letter = samples.FOLDER / "csirt-vallee-du-lys.txt"
    team = importing.bring_in(letter.read_bytes(), letter.name).team
    assert "1 skipped" in run(folder, plain({"name": team.name.upper(), "country": "BE"}))


# Dry run


def test_dry_run_writes_nothing_and_says_what_would_be_done(folder):
    people.example_cert(name="OTHER-CERT", slug="other-cert")
    data = ti_2012(FJELL, GONE, {**FJELL, "name": "Other-CERT"}, {**GONE, "name": "Fjell-CERT"})
    said = run(folder, data, "--dry-run", "--publish")
    assert "Teams: 2 new, 2 skipped, 0 failed, 1 withdrawn." in said
    assert "Nothing was written." in said
    assert "would be new, published\n" in said
    assert "would be new, published, withdrawn: Listed as outdated by the source." in said
    assert "Email: “cert@old.example/1269537227”" in said
    assert "The file has another team of this name before it." in said
    assert (Team.objects.count(), Source.objects.count(), Revision.objects.count()) == (1, 0, 0)


def test_dry_run_tells_which_drafts_would_be_published(folder):
    run(folder, ti_2012(FJELL))
    said = run(folder, ti_2012(FJELL), "--dry-run", "--publish")
    assert "skipped: This row was imported before, published" in said
    assert not Revision.objects.exists()


def test_dry_run_fails_as_the_run_would(folder):
    assert refused(folder, plain({"name": "", "country": "FR"}), "--dry-run") == (
        "1 of 1 teams could not be brought in."
    )


# What goes wrong


def test_a_row_that_fails_leaves_nothing_and_the_others_go_on(folder):
    rows = (
        {"name": "A-CERT", "country": "FR"},
        {"name": "\u200b", "country": "BE"},
        {"name": "C-CERT", "country": "DE"},
    )
    assert refused(folder, plain(*rows)) == "1 of 3 teams could not be brought in."
    assert sorted(Team.objects.values_list("name", flat=True)) == ["A-CERT", "C-CERT"]
    assert Source.objects.count() == 2


def test_a_draft_that_cannot_be_published_stays_a_draft_and_is_told(folder, monkeypatch):
    def refuse(team, **options):
        raise publishing.Unpublishable(())

    monkeypatch.setattr(publishing, "publish", refuse)
    assert refused(folder, ti_2012(FJELL), "--publish") == "1 of 1 teams could not be brought in."
    assert Team.objects.count() == 1


def test_a_file_that_is_not_there_is_a_sentence(folder):
    with pytest.raises(CommandError, match="cannot be opened: No such file or directory"):
        call_command("import_teams", str(folder / "missing.csv"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfe\xfa\x80", "No single mapping fits"),
        (b"name,country\nA-CERT,FR,x\n", "The row in line 2 has 3 cells and the header 2"),
        (b"", "The file is empty."),
    ],
)
def test_a_table_that_cannot_be_read_is_a_sentence_and_brings_nothing_in(folder, data, sentence):
    assert sentence in refused(folder, data)
    assert not Team.objects.exists()


def test_a_mapping_may_be_named(folder):
    data = plain({"name": "A-CERT", "country": "FR", "colour": "red"})
    assert "name one with --mapping: ti-2012, plain" in refused(folder, data)
    assert "stands in a column that is not known" in run(folder, data, "--mapping", "plain", verbosity=2)


# The real table


@pytest.mark.long
def test_the_real_teams_come_in_and_those_that_are_gone_claim_nothing(folder):
    if not TEAMS.is_file():
        pytest.skip(f"there is no table of real teams at {TEAMS}")
    said = run(folder, TEAMS.read_bytes(), "--publish")
    assert "Teams: 208 new, 0 skipped, 0 failed, 49 withdrawn." in said
    listed = {
        listing.name: listing.revision.content.profile["constituency"]
        for listing in Listing.objects.listed().select_related("revision__content")
    }
    assert len(listed) == 159
    assert "129.240.0.0/16" in listed["UiO-CERT"]["prefixes"]
    assert "129.240.0.0/15" in listed["UNINETT CERT"]["prefixes"]
    assert "2001:718:801::/48" in listed["CSIRT-MU"]["prefixes"]
    assert listed["OxCERT"]["domains"] == ["ox.ac.uk"]
    assert listed["JANET CSIRT"]["domains"] == ["ac.uk"]
    assert 1853 in listed["ACOnet-CERT"]["asns"]
    assert "141.52.0.0/16" in listed["KIT-CERT"]["prefixes"]
    assert not {"JANET-CERT", "SURFnet-CERT", "mtCERT"} & listed.keys()

"""The directory's own key: made by one command, the only one that signs, and nothing falls when it is away."""

import io
import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from directory import files, openpgp, own_key, publishing
from directory.exports import folder
from directory.lookup import bundle
from directory.models import Revision
from directory.openpgp import process
from tests import keyholders, own_keys, people

pytestmark = pytest.mark.django_db

SIGNED = b"The words that are signed.\n"
NOBODY = "0" * 40


def run(*arguments) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A DATA_DIR with a key, made once."""
    place = tmp_path_factory.mktemp("made")
    with override_settings(DATA_DIR=place, SIGNING_KEY=""):
        own_key.make(own_keys.NAME, own_keys.EMAIL)
    return place


@pytest.fixture
def data(settings, tmp_path) -> Path:
    """The DATA_DIR of a site without a key."""
    settings.DATA_DIR, settings.SIGNING_KEY = tmp_path, ""
    return tmp_path


@pytest.fixture
def with_key(data, made) -> Path:
    return own_keys.copied(made, data)


@pytest.fixture
def reader():
    with own_keys.reader() as reader:
        yield reader


def contents(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


# Making it


def test_the_command_makes_a_key_for_its_owner_alone_and_prints_the_whole_fingerprint(data, settings):
    settings.DEFAULT_FROM_EMAIL = f"Directory <{own_keys.EMAIL}>"
    said = run("make_signing_key", "--name", own_keys.NAME)
    made = own_key.fingerprint()
    assert len(made) == 40
    assert made in said.splitlines()
    assert (data / "gnupg").stat().st_mode & 0o777 == 0o700
    owner = own_key.certificate().key.user_ids[0]
    assert (owner.name, owner.email) == (own_keys.NAME, own_keys.EMAIL)


def test_a_second_key_is_made_only_to_replace_the_first(with_key):
    first = own_key.fingerprint()
    with pytest.raises(CommandError, match=f"There is a signing key already: {first}"):
        run("make_signing_key", "--email", own_keys.EMAIL)
    assert own_key.fingerprint() == first
    run("make_signing_key", "--email", own_keys.EMAIL, "--replace")
    second = own_key.fingerprint()
    assert second != first
    assert own_key.certificate().key.fingerprint == second
    assert openpgp.verify(own_key.sign(SIGNED), SIGNED, own_key.certificate()).fingerprint == second


def test_no_key_is_made_beside_the_one_that_the_setting_names(with_key, settings):
    settings.SIGNING_KEY = NOBODY
    with pytest.raises(CommandError, match="The setting SIGNING_KEY names the key"):
        run("make_signing_key", "--email", own_keys.EMAIL, "--replace")


@pytest.mark.parametrize("name", ["", "x", "Mallory <m@example.org>", "two\nlines", "-a", "--yes"])
def test_a_name_that_is_none_makes_no_key(data, name):
    with pytest.raises(CommandError, match="plain name"):
        call_command("make_signing_key", name=name or " ", email=own_keys.EMAIL)
    assert own_key.fingerprint() is None


# Who signs


def test_security_61_of_two_secret_keys_the_configured_one_signs(with_key, settings):
    first = own_key.fingerprint()
    second = own_key.make("Another", own_keys.EMAIL, replace=True)
    for configured in (first, second, first):
        settings.SIGNING_KEY = configured
        signature = own_key.sign(SIGNED)
        assert own_key.certificate().key.fingerprint == configured
        assert openpgp.verify(signature, SIGNED, own_key.certificate()).fingerprint == configured


def test_security_61_what_is_not_a_whole_fingerprint_names_no_key(with_key):
    whole = own_key.fingerprint()
    for named in (whole[-16:], whole[-8:], own_keys.EMAIL, "x;id", "", f"{whole}\n{whole}", f"0x{whole}"):
        (with_key / "gnupg" / "fingerprint").write_text(named, encoding="utf-8")
        with pytest.raises(own_key.NotSigned, match="does not name the key by its 40 hexadecimal digits"):
            own_key.sign(SIGNED)
        assert own_key.certificate() is None


def test_security_60_where_the_key_is_missing_no_other_one_signs_and_nothing_is_published(
    published, with_key, settings
):
    former = run("lookup_bundle"), run("export_teams")
    assert all("signed" not in said for said in former)
    before = contents(with_key / "bundle"), contents(with_key / "export")
    settings.SIGNING_KEY = NOBODY
    for command in ("lookup_bundle", "export_teams"):
        with pytest.raises(CommandError, match=r"Signature not available: .* stands as it was"):
            run(command)
    assert (contents(with_key / "bundle"), contents(with_key / "export")) == before
    shutil.rmtree(with_key / "bundle")
    with pytest.raises(CommandError):
        run("lookup_bundle")
    assert contents(with_key / "bundle") == {}


def test_security_74_24_signatures_at_once_are_all_good_and_leave_nothing_behind(with_key, monkeypatch):
    with keyholders.short_home() as homes:
        monkeypatch.setattr(process, "HOMES", str(homes))
        with ThreadPoolExecutor(24) as pool:
            signatures = list(pool.map(lambda n: own_key.sign(b"%d" % n), range(24)))
        own = own_key.certificate()
        assert all(openpgp.verify(s, b"%d" % n, own).valid for n, s in enumerate(signatures))
        assert list(homes.iterdir()) == []


# The public key


def test_the_public_key_stands_at_its_address_and_serving_it_runs_nothing(
    client, with_key, reader, monkeypatch
):
    def refuse(*arguments, **options):
        raise AssertionError("no process may be started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    answer = client.get("/keys/directory.asc")
    monkeypatch.undo()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pgp-keys")
    reader.takes(answer.content)
    listed = reader.gpg("--with-colons", "--list-keys").stdout.decode()
    assert (
        f"fpr:::::::::{json.loads((with_key / 'gnupg/public.json').read_bytes())['facts']['fingerprint']}:"
        in listed
    )
    assert b"PRIVATE" not in answer.content


def test_without_a_key_its_address_says_so(client, data):
    answer = client.get("/keys/directory.asc")
    assert answer.status_code == 404
    assert "no key of its own yet" in answer.content.decode()


# When it is away


def lose_the_secret(home: Path, monkeypatch) -> None:
    shutil.rmtree(home / "private-keys-v1.d")


def lose_the_ring(home: Path, monkeypatch) -> None:
    (home / "pubring.kbx").unlink()


def lose_everything(home: Path, monkeypatch) -> None:
    shutil.rmtree(home)


def lock_the_ring(home: Path, monkeypatch) -> None:
    """Neither the ring nor the secret can be read, as where they are another user's."""
    monkeypatch.setattr("directory.openpgp.signing.shutil.copyfile", deny)


def fill_the_disk(home: Path, monkeypatch) -> None:
    monkeypatch.setattr(process.tempfile, "mkdtemp", deny)


def deny(*arguments, **options):
    raise OSError("not now")


@pytest.mark.parametrize(
    "harm", [lose_the_secret, lose_the_ring, lose_everything, lock_the_ring, fill_the_disk]
)
def test_security_75_the_site_serves_on_and_exports_say_that_there_is_no_signature(
    client, published, with_key, monkeypatch, harm
):
    run("lookup_bundle", "--unsigned")
    harm(with_key / "gnupg", monkeypatch)
    for address in ("/", "/teams/", "/teams/example-cert/", "/teams.csv", "/.well-known/security.txt"):
        assert client.get(address).status_code in {200, 404}
    page = client.get("/lookup/offline/")
    assert page.status_code == 200
    assert "Signature not available" in page.content.decode()
    assert client.get("/keys/directory.asc").status_code == (404 if harm is lose_everything else 200)
    for command in ("lookup_bundle", "export_teams"):
        if harm is lose_everything:  # it is as if there had never been one
            assert "Signature not available" in run(command)
        else:
            with pytest.raises(CommandError, match="Signature not available"):
                run(command)
        assert "It is not signed." in run(command, "--unsigned")


def test_security_75_a_ring_that_can_only_be_read_signs(with_key, monkeypatch):
    """Whoever signs works on a copy; only what is kept beside the ring could not be renewed."""
    monkeypatch.setattr(files, "put", deny)
    assert openpgp.verify(own_key.sign(SIGNED), SIGNED, own_key.certificate()).valid


def test_a_damaged_public_part_is_none_until_a_command_makes_it_again(client, with_key):
    (with_key / "gnupg" / "public.json").write_text("{", encoding="utf-8")
    assert client.get("/keys/directory.asc").status_code == 404
    own_key.sign(SIGNED)
    assert client.get("/keys/directory.asc").status_code == 200


# The bundle


def test_the_bundle_is_signed_and_its_page_says_how_to_check_it(client, published, with_key, reader):
    run("lookup_bundle")
    page = client.get("/lookup/offline/").content.decode()
    for words in (bundle.SIGNATURE, own_key.certificate().key.groups, "gpg --verify"):
        assert words in page
    for name in (bundle.SUM, bundle.SIGNATURE):
        (with_key / name).write_bytes(client.get(f"/lookup/offline/{name}").getvalue())
    reader.takes(client.get("/keys/directory.asc").content)
    pair = with_key / bundle.SIGNATURE, with_key / bundle.SUM
    assert reader.verifies(*pair) == own_key.fingerprint()
    pair[1].write_bytes(pair[1].read_bytes().replace(b"sqlite3", b"sqlite4"))
    assert reader.verifies(*pair) == ""


def test_a_bundle_that_is_not_signed_takes_the_signature_of_the_former_one_away(published, with_key):
    run("lookup_bundle")
    assert bundle.SIGNATURE in bundle.files()
    run("lookup_bundle", "--unsigned")
    assert sorted(bundle.files()) == sorted(bundle.NAMES)


# The export


@pytest.fixture(scope="session")
def certificates():
    with keyholders.ring_of_the_cast() as ring:
        read = {name: openpgp.read(ring.public(name)) for name in ring.fingerprints}
        yield read, ring


@pytest.fixture
def signed_cast(certificates, with_key):
    """The cast with their keys; EXAMPLE-CERT has signed its document."""
    read, ring = certificates
    teams = keyholders.publish_the_cast(read)
    team = teams["example-cert"]
    text = published_text(team)
    armor = ring.sign("example-cert", text)
    verdict = openpgp.verify(armor, text, read["example-cert"])
    publishing.sign(newest(team), fingerprint=verdict.fingerprint, made_at=verdict.made, armor=armor.decode())
    return teams


def newest(team):
    return Revision.objects.of(team.pk).with_content().first()


def published_text(team) -> bytes:
    return bytes(newest(team).content.text)


def test_the_export_holds_the_lists_the_keys_and_the_documents_of_listed_teams_and_nothing_else(
    signed_cast, with_key, client
):
    assert "teams: 2, keys: 2." in run("export_teams")
    found = contents(with_key / "export")
    documents = {"example-cert.txt", "example-cert.txt.asc", "house-cert.txt"}
    lists = {"teams.csv", "teams.json", "teams.txt", "keys.asc", "keys.gpg"}
    assert set(found) == {f"documents/{name}" for name in documents} | lists | {
        "SHA256SUMS",
        "SHA256SUMS.asc",
    }
    assert found["documents/example-cert.txt"] == published_text(signed_cast["example-cert"])
    assert found["teams.csv"] == client.get("/teams.csv").getvalue()
    everything = b"".join(found.values()).lower()
    assert b"gone-cert" not in everything
    assert b"draft-cert" not in everything


def test_security_73_the_export_verifies_with_plain_gpg_and_one_changed_byte_fails(
    signed_cast, with_key, client, reader
):
    run("export_teams")
    place = with_key / "export"
    reader.takes(client.get("/keys/directory.asc").content)
    sums = place / folder.SIGNATURE, place / folder.SUMS
    assert reader.verifies(*sums) == own_key.fingerprint()
    check = ["sha256sum", "--check", "--strict", folder.SUMS]
    assert subprocess.run(check, cwd=place, capture_output=True, check=False).returncode == 0
    with (place / "teams.csv").open("ab") as file:
        file.write(b" ")
    assert subprocess.run(check, cwd=place, capture_output=True, check=False).returncode == 1
    sums[1].write_bytes(sums[1].read_bytes().replace(b"0", b"1", 1))
    assert reader.verifies(*sums) == ""


def test_security_73_a_document_and_its_signature_verify_with_the_published_key_alone(
    signed_cast, with_key, reader
):
    run("export_teams")
    place = with_key / "export"
    reader.takes((place / "keys.asc").read_bytes())
    pair = place / "documents/example-cert.txt.asc", place / "documents/example-cert.txt"
    assert reader.verifies(*pair) == signed_cast["example-cert"].keys.get(purpose="team").fingerprint
    pair[1].write_bytes(pair[1].read_bytes().replace(b"a", b"b", 1))
    assert reader.verifies(*pair) == ""


def test_security_73_data_that_have_not_changed_are_exported_as_the_same_bytes(signed_cast, with_key):
    run("export_teams")
    first = contents(with_key / "export")
    run("export_teams")
    assert contents(with_key / "export") == first
    people.write(signed_cast["house-cert"], "3.1", "Another mission.")
    people.published(signed_cast["house-cert"])
    run("export_teams")
    assert contents(with_key / "export")["SHA256SUMS.asc"] != first["SHA256SUMS.asc"]


def test_a_former_signature_by_another_key_is_not_kept(signed_cast, with_key, reader):
    run("export_teams")
    own_key.make("Another", own_keys.EMAIL, replace=True)
    run("export_teams")
    reader.takes(own_key.certificate().binary)
    place = with_key / "export"
    assert reader.verifies(place / folder.SIGNATURE, place / folder.SUMS) == own_key.fingerprint()


@pytest.mark.parametrize("step", [1, 2])
def test_security_107_an_export_that_is_cut_off_leaves_the_former_one_whole(
    signed_cast, with_key, monkeypatch, step
):
    run("export_teams")
    former = contents(with_key / "export")
    people.write(signed_cast["house-cert"], "3.1", "Another mission.")
    people.published(signed_cast["house-cert"])
    renames = []
    replace = Path.replace

    def stop(path, target):
        if path.is_dir():
            renames.append(path)
            if len(renames) == step:
                raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            run("export_teams")
    assert contents(with_key / "export") == former
    assert sorted(path.name for path in with_key.iterdir()) == ["export", "gnupg"]


def test_security_107_what_a_killed_process_left_is_put_right_by_the_next(signed_cast, with_key):
    run("export_teams")
    former = contents(with_key / "export")
    (with_key / "export").replace(with_key / ".export.former")  # killed between the two renames
    (with_key / ".export.new").mkdir()
    run("export_teams")
    assert contents(with_key / "export") == former
    assert sorted(path.name for path in with_key.iterdir()) == ["export", "gnupg"]


def test_a_folder_of_something_else_is_never_taken_for_an_export(published, with_key, tmp_path_factory):
    place = tmp_path_factory.mktemp("mine")
    (place / "letter.txt").write_text("Dear Alice", encoding="utf-8")
    with pytest.raises(CommandError, match="holds something else than an export"):
        run("export_teams", "--to", str(place))
    assert list(contents(place)) == ["letter.txt"]


def test_where_nothing_can_be_written_the_command_says_why(published, with_key):
    (with_key / "file").touch()
    with pytest.raises(CommandError, match="Nothing was exported to"):
        run("export_teams", "--to", str(with_key / "file" / "below"))


def test_a_directory_without_teams_has_an_export_too(with_key):
    assert "teams: 0, keys: 0." in run("export_teams")
    json.loads((with_key / "export" / "teams.json").read_text(encoding="utf-8"))

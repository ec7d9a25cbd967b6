"""Keys of the site's own domains, by the hash of an address (SECURITY 76)."""

import subprocess
from pathlib import Path

import pytest

from directory import own_key
from directory.openpgp.wkd import local_hash
from tests import keyholders, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]

JOE_DOE = "iy9q119eutrkn8s1mk4r39qejnbu3n5q"  # draft-koch-openpgp-webkey-service, 3.1
OWN = keyholders.OWN_DOMAIN
NOT_FOUND = b"Not found: no published key of a listed team answers to this.\n"
PLACES = ["/.well-known/openpgpkey/hu/{}", f"/.well-known/openpgpkey/{OWN}/hu/{{}}"]


@pytest.mark.parametrize("place", PLACES)
def test_security_76_wkd_gives_the_key_of_a_published_address_of_the_site_s_own_domain(
    client, cast, certificates, place
):
    answer = client.get(place.format(JOE_DOE), {"l": "Joe.Doe"})
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.content == certificates["house-cert"].binary


@pytest.mark.parametrize("place", PLACES)
def test_security_76_wkd_knows_no_other_address(client, cast, certificates, place):
    draft = keyholders.draft("hidden-cert")
    draft.contacts.filter(kind="email").update(value=f"hidden@{OWN}")
    keyholders.give(draft, certificates["example-cert"])
    for local in ("nobody", "hidden", "cert"):
        answer = client.get(place.format(local_hash(local)), {"l": local})
        assert (answer.status_code, answer.content) == (404, NOT_FOUND)


def test_security_76_wkd_knows_no_draft_s_change_and_no_former_key(client, cast):
    team = cast["house-cert"]
    team.keys.update(purpose="former")
    assert client.get(PLACES[0].format(JOE_DOE)).status_code == 200
    people.published(team)
    assert client.get(PLACES[0].format(JOE_DOE)).status_code == 404


def test_wkd_is_for_the_site_s_own_domains_alone(client, cast):
    for domain in ("example-cert.example", "example", f"www.{OWN}", f"{OWN}.example", "%"):
        for rest in ("policy", f"hu/{local_hash('cert')}", f"hu/{JOE_DOE}"):
            assert client.get(f"/.well-known/openpgpkey/{domain}/{rest}").content == NOT_FOUND


def test_the_domain_of_the_sender_is_the_site_s_own(client, cast, settings):
    settings.SITE_URL = f"https://teams.{OWN}"
    assert client.get(f"/.well-known/openpgpkey/{OWN}/hu/{JOE_DOE}").status_code == 200
    assert client.get(f"/.well-known/openpgpkey/{OWN.upper()}/policy").status_code == 200
    assert client.get(f"/.well-known/openpgpkey/hu/{JOE_DOE}").status_code == 404  # that is another host's


def test_wkd_gives_the_directory_s_own_key_for_its_address(client, cast, certificates, monkeypatch):
    monkeypatch.setattr(own_key, "certificate", lambda: certificates["own"])
    for place in PLACES:
        answer = client.get(place.format(local_hash("directory")), {"l": "directory"})
        assert answer.content == certificates["own"].binary
    assert client.get(PLACES[0].format(local_hash("director"))).status_code == 404


def test_a_policy_says_that_there_is_a_directory_of_keys(client):
    answer = client.get("/.well-known/openpgpkey/policy")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.startswith(b"#")


@pytest.mark.parametrize("local", ["Joe.Doe", "cert", "directory", "x+y", "ÄÖ.example"])
def test_security_76_the_hash_agrees_with_gpg_wks_client(local):
    found = subprocess.run(["gpgconf", "--list-dirs", "libexecdir"], capture_output=True, text=True)
    tool = Path(found.stdout.strip()) / "gpg-wks-client"
    if not tool.is_file():
        pytest.skip("gpg-wks-client is not installed")
    asked = [str(tool), "--print-wkd-hash", f"{local}@{OWN}"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert told.split()[0] == local_hash(local)

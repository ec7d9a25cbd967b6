"""The site's appearance at the desk: one row, checked in sentences, for operators."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from directory import pictures, prose
from directory.models import Appearance
from tests import people
from tests.pictures import drawn, picture

pytestmark = pytest.mark.django_db

ADD = "/admin/directory/appearance/add/"
CHANGE = "/admin/directory/appearance/1/change/"
FIELDS = {
    "name": "", "tagline_en": "", "tagline_fr": "", "contact": "", "logo_text": "", "accent_light": "", "accent_dark": "",
    "footer_en": "", "footer_fr": "", "privacy_en": "", "privacy_fr": "", "terms_en": "", "terms_fr": "",
}  # fmt: skip


@pytest.fixture
def desk(client, bob):
    people.sign_in(client, bob)
    return client


def save(client, **fields):
    """Sends the form as a browser does, for the first time or again."""
    address = CHANGE if Appearance.objects.exists() else ADD
    return client.post(address, {**FIELDS, **fields})


def upload(content: bytes, name: str = "logo.png", media_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, media_type)


def problems(response) -> str:
    """What the page says is wrong, as text."""
    assert response.status_code == 200
    found = LexborHTMLParser(response.content.decode()).css(".errorlist")
    assert found
    return " ".join(node.text() for node in found)


# One row


def test_there_is_one_row_and_the_list_leads_to_it(desk):
    assert desk.get("/admin/directory/appearance/").url == ADD
    assert save(desk, name="Nordic Register").status_code == 302
    assert desk.get("/admin/directory/appearance/").url == CHANGE
    assert desk.get(ADD).status_code == 403
    assert desk.get("/admin/directory/appearance/1/delete/").status_code == 403
    assert "Save and add another" not in desk.get(CHANGE).content.decode()


def test_the_database_holds_one_row_at_most():
    Appearance().save()
    Appearance(name="Another").save()
    assert Appearance.objects.get().name == "Another"
    with pytest.raises(IntegrityError), transaction.atomic():
        Appearance.objects.bulk_create([Appearance(pk=2)])


def test_every_save_makes_another_version(desk):
    for version in (1, 2, 3):
        save(desk, name="Nordic Register")
        assert Appearance.objects.get().version == version
    row = Appearance.objects.get()
    row.name = "Again"
    row.save(update_fields=["name"])
    assert Appearance.objects.get().version == 4


def test_operators_alone_may_set_it_whatever_a_permission_says(client, alice):
    people.sign_in(client, people.elsewhere(alice))
    assert client.get("/admin/directory/appearance/").status_code == 403
    assert save(client, name="Mine").status_code == 403
    alice.user_permissions.set(
        Permission.objects.filter(codename__in=["add_appearance", "change_appearance", "view_appearance"])
    )
    assert save(client, name="Ours").status_code == 403
    assert not Appearance.objects.exists()


# Colours


@pytest.mark.parametrize(
    ("field", "colour", "said"),
    [
        ("accent_light", "#c9a0dc", "On the paper (#fbfaf6) it has a contrast of 2.1 to 1; at least 4.5 to 1 is asked"),
        ("accent_light", "#757575", "On the paper (#fbfaf6) it has a contrast of 4.4 to 1"),
        ("accent_light", "#ffffff", "Take a darker one."),
        ("accent_dark", "#0b5a54", "On cards (#1e201d) it has a contrast of 2.0 to 1; at least 4.5 to 1 is asked"),
        ("accent_dark", "#161715", "Take a lighter one."),
        ("accent_light", "red", "“red” is not a colour such as #0b5a54."),
        ("accent_dark", "#fff;}", "“#fff;}” is not a colour such as #0b5a54."),
    ],
)  # fmt: skip
def test_a_colour_that_cannot_be_read_is_refused_with_its_ratio(desk, field, colour, said):
    assert said in problems(save(desk, **{field: colour}))
    assert not Appearance.objects.exists()


def test_colours_are_kept_in_one_spelling(desk):
    save(desk, accent_light="#7A1F5C", accent_dark="fac")
    row = Appearance.objects.get()
    assert (row.accent_light, row.accent_dark) == ("#7a1f5c", "#ffaacc")


def test_a_colour_is_refused_wherever_it_comes_from():
    for colour in ("#c9a0dc", "nothing"):
        with pytest.raises(ValidationError):
            Appearance(accent_light=colour).full_clean()


def test_the_preview_shows_the_colours_without_inline_style(desk):
    save(desk, accent_light="#7a1f5c")
    page = LexborHTMLParser(desk.get(CHANGE).content.decode())
    fills = {node.attributes["fill"] for node in page.css(".accents .accent")}
    assert fills == {"#7a1f5c", "#6fc7bb"}
    assert "9.2 to 1" in page.css_first(".accents figcaption").text().replace("contrast ", "")
    assert not page.css(".accents [style], .accents [onload]")


# The logo


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_taken_for_what_it_is(desk, form):
    save(desk, logo_file=upload(picture(form), "x.html", "text/html"))
    row = Appearance.objects.get()
    assert (row.logo_type, row.logo_width, row.logo_height) == (f"image/{form.lower()}", 80, 40)
    assert drawn(bytes(row.logo)) == drawn(picture(form))
    assert f'src="/logo-{row.version}"' in desk.get(CHANGE).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "SVG is not taken, for it can hold programs",
        ),
        (b"<html><script>alert(1)</script>", "This is not a PNG, JPEG or WebP file."),
        (b"GIF89a" + b"\x00" * 40, "This is not a PNG, JPEG or WebP file."),
        (picture() + b"<script>alert(1)</script>", "The file goes on after the picture"),
        (picture()[:-20], "The file is damaged"),
        (picture() + b"\x00" * pictures.MAX_BYTES, "at most 100,000 are taken"),
        (picture("JPEG", (2001, 20), quality=1), "The picture measures 2,001 × 20 pixels"),
    ],
)
def test_security_48_what_is_no_safe_logo_is_refused_whatever_it_is_called(desk, content, said):
    assert said in problems(save(desk, logo_file=upload(content)))
    assert not Appearance.objects.exists()


def test_a_logo_stays_until_it_is_taken_away(desk):
    save(desk, logo_file=upload(picture()))
    save(desk, name="Nordic Register")
    assert Appearance.objects.get().logo_type == "image/png"
    save(desk, no_logo="on")
    row = Appearance.objects.get()
    assert (bytes(row.logo), row.logo_type, row.logo_width) == (b"", "", 0)


def test_a_new_logo_takes_the_place_of_the_old(desk):
    save(desk, logo_file=upload(picture()))
    save(desk, logo_file=upload(picture("WEBP")), no_logo="on")
    assert Appearance.objects.get().logo_type == "image/webp"


def test_the_database_knows_no_other_kind_of_logo():
    Appearance().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appearance.objects.update(logo_type="image/svg+xml")


# Texts


def test_a_contact_that_is_no_address_is_refused(desk):
    for contact in ("nobody", "a@b.example,c@d.example", "javascript:alert(1)"):
        assert "Enter a valid email address" in problems(save(desk, contact=contact))


def test_texts_have_a_greatest_size(desk):
    assert f"at most {prose.MAX_BYTES} are taken" in problems(save(desk, privacy_en="é" * 40_000))
    assert "at most 1000 characters" in problems(save(desk, footer_en="x" * 1001))


def test_texts_lose_what_hides_in_them(desk):
    save(desk, name="Nordic \u202eRegister", privacy_en="# Ours\r\n\r\nA\u200b line\x00".replace("\x00", ""))
    row = Appearance.objects.get()
    assert (row.name, row.privacy_en) == ("Nordic Register", "# Ours\n\nA line")


def test_the_usual_texts_can_be_read_where_own_ones_are_written(desk):
    page = desk.get(ADD).content.decode()
    assert "Nothing that you look up is stored or logged" in page
    assert "Rien de ce que vous recherchez" in page


def test_the_index_of_the_desk_leads_there(desk):
    assert reverse("admin:directory_appearance_changelist") in desk.get("/admin/").content.decode()

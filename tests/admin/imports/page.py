"""The import page as a test uses it: what is given, and the form as a browser would send it back."""

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory.models import Team
from tests.admin.test_team import sent_by
from tests.rfc2350_texts import DOCUMENT

NEW = "/admin/directory/team/import/"


def into(team: Team) -> str:
    return reverse("admin:import_into_team", args=[team.pk])


def give_file(client, address: str, data: bytes | str = DOCUMENT, name: str = "rfc2350.txt"):
    content = data.encode() if isinstance(data, str) else data
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def form(answer) -> dict:
    assert answer.status_code == 200, answer.content.decode()
    return sent_by(answer.content.decode(), "import_form")


def confirm(client, address: str, sent: dict, **more):
    return client.post(address, {**sent, "action": "confirm", **more})


def refusal(answer) -> str:
    """The sentence with which the page refuses what was given, "" where it does not."""
    return answer.content.decode().partition("Not imported.</strong> ")[2].partition("</p>")[0]


def everything() -> dict[str, list]:
    """All that is stored about anything."""
    return {
        model.__name__: sorted(map(repr, model.objects.values()))
        for model in apps.get_app_config("directory").get_models()
    }

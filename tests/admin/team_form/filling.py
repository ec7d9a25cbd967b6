"""How the tests fill the form in, and what comes back."""

from tests.admin.test_team import form_of


def saved(client, address, **changes):
    """Sends the form with these changes; it must be taken."""
    response = client.post(address, form_of(client, address) | changes)
    assert response.status_code == 302, response.context["mistakes"]
    return response


def refused(client, here, **changes):
    """Sends the form with these changes; it must come back."""
    response = client.post(here, form_of(client, here) | changes)
    assert response.status_code == 200
    return response


def told(response):
    return [mistake.message for mistake in response.context["mistakes"]]


def empty_row(form, kind):
    """The name of the empty row of contacts that stands ready for a kind."""
    names = [
        name.removesuffix("-kind") for name, value in form.items() if value == kind and name.endswith("-kind")
    ]
    return next(name for name in names if name.startswith("contacts-") and not form.get(f"{name}-id"))

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings

from tests import people
from tests.finished import django, site  # noqa: F401  fixtures: the site behind its finished pages
from tests.team_keys import renewed, revocation, team_ring  # noqa: F401  fixtures, for whoever needs keys

CORPUS = Path(os.environ.get("CSIRT_CORPUS", Path(__file__).parent.parent / ".." / "shared" / "corpus"))


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages name their files by hash, in the tests as on the site; compressing them would only take time."""
    hashed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": hashed}
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_cache(settings) -> None:
    """What one test counts, such as wrong passwords, is not counted in the next."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(autouse=True)
def editions_at_once(settings) -> None:
    """What one test has published must not be believed in the next."""
    settings.EDITION_SECONDS = 0


@pytest.fixture
def corpus() -> Path:
    """The documents of real teams; they are not part of the project."""
    if not CORPUS.is_dir():
        pytest.skip(f"there is no corpus at {CORPUS}; CSIRT_CORPUS names the place")
    return CORPUS


@pytest.fixture
def alice(db):
    return people.alice()


@pytest.fixture
def bob(db):
    return people.bob()


@pytest.fixture
def charlie(db):
    return people.charlie()


@pytest.fixture
def dora(db):
    return people.dora()


@pytest.fixture
def example_cert(db):
    return people.with_key(people.example_cert())


@pytest.fixture
def published(example_cert):
    """EXAMPLE-CERT, public as revision 1."""
    return people.published(example_cert)

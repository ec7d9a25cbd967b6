"""The language of a page is in its address: bare in English, below /fr/ in French. So nothing that is stored, here or in
a cache, varies on what a browser would like."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path


class LanguageMiddleware:
    """Speaks the language that the address names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


def address_in(language: str, path: str) -> str:
    """The address of the same page in another language. `path` may have a query string."""
    here = get_language_from_path(path)
    bare = path.removeprefix(f"/{here}") if here else path
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def languages(request: HttpRequest) -> dict[str, object]:
    """For every page: its own language, and the page in the other ones; of what stands in none, the home page."""
    here = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    path = request.get_full_path() if _is_page(here, request.path_info) else reverse("home")
    others = others_than(here, path)
    return {"language": here, "other_languages": others, "own_address": address_in(here, request.path)}


def _is_page(here: str, path: str) -> bool:
    """Whether the address stands in other languages too: that of a file, which may say an error as a page, does not."""
    other = next(code for code, _name in settings.LANGUAGES if code != here)
    with translation.override(other):
        return bool(is_valid_path(address_in(other, path)))


def others_than(here: str, path: str) -> list[tuple[str, str, str]]:
    """The other languages of the interface by code and own name, each with the address of that page in it."""
    return [(code, name, address_in(code, path)) for code, name in settings.LANGUAGES if code != here]

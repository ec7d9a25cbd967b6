"""The language of a page is in its address: bare in English, below /fr/ in French. So nothing that is stored, here or in
a cache, varies on what a browser would like."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
    """For every page: its own language, and the page in the other ones."""
    here = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    path = request.get_full_path()
    others = [(code, name, address_in(code, path)) for code, name in settings.LANGUAGES if code != here]
    return {"language": here, "other_languages": others, "own_address": address_in(here, request.path)}

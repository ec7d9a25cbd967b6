"""What is sent to the desk about keys: kept in memory alone, never in a file, and shown in no report of an error."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from directory.openpgp import Refused

View = Callable[..., HttpResponse]


class InMemory(FileUploadHandler):
    """Keeps so many bytes of a file, and of a longer one a byte more, by which it is seen to be too long."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most, self.kept = most, bytearray()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept += raw_data[: self.most + 1 - len(self.kept)]

    def file_complete(self, file_size: int) -> UploadedFile:
        file = io.BytesIO(bytes(self.kept))
        return InMemoryUploadedFile(
            file, self.field_name, self.file_name or "", self.content_type, len(self.kept), self.charset
        )


def kept_in_memory(most: int) -> Callable[[View], View]:
    """A view whose uploads are read by `InMemory`. That must be settled before the form is read, and Django's check of
    the form's token reads it: so the check comes after."""

    def decorate(view: View) -> View:
        checked = csrf_protect(sensitive_post_parameters()(view))

        @csrf_exempt
        @wraps(view)
        def settled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [InMemory(request, most)]
            return checked(request, *args, **kwargs)

        return settled

    return decorate


def given(request: HttpRequest) -> bytes:
    """What was sent as the file "file", or else typed into the field "text". Raises Refused where it is both or none."""
    file = request.FILES.get("file")
    text = request.POST.get("text", "")
    if file is not None and text.strip():
        raise Refused("both", "You have pasted a text and chosen a file: give one of them.")
    if file is None and not text.strip():
        raise Refused("empty", "There is nothing in it: paste a text or choose a file.")
    return file.read() if file is not None else text.encode("utf-8", "replace")

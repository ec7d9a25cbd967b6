"""Lists of teams as files. A new format is one file here and one row of the table."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import Listing

from . import as_csv, as_json, as_mail_list


@dataclass(frozen=True)
class Format:
    """`write` gives the file piece by piece."""

    name: str | Promise
    suffix: str
    media_type: str
    write: Callable[[Iterable[Listing]], Iterator[str]]


FORMATS = {
    row.suffix: row
    for row in (
        Format("CSV", "csv", "text/csv; charset=utf-8", as_csv.write),
        Format("JSON", "json", "application/json", as_json.write),
        Format(_("Mail list"), "txt", "text/plain; charset=utf-8", as_mail_list.write),
    )
}

"""What visitors send, checked: a sentence for what is wrong, never an error of ours."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.importers import encoding
from directory.lookup import bulk
from directory.phrases import said

OUTPUTS = (("table", _("a table, by team")), ("csv", "CSV"), ("json", _("JSON, a line each")))
READINGS = (
    ("plain", _("one address, network, AS, domain or e-mail a line")),
    ("csv", _("a table (CSV): one column of it")),
    ("log", _("a log or any text: every IP address in it")),
)


class BulkForm(forms.Form):
    """A list to look up. `clean` gives `text`: what was pasted, then what is in the file."""

    lines = forms.CharField(
        label=_("Paste a list"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(label=_("or choose a file"), required=False, allow_empty_file=True)
    reading = forms.ChoiceField(label=_("It is"), choices=READINGS, widget=forms.RadioSelect, initial="plain")
    column = forms.CharField(
        label=_("Column of the table"),
        required=False,
        max_length=100,
        help_text=_("Its name in the first line, or its number: 1 is the first."),
    )
    output = forms.ChoiceField(
        label=_("Answer as"), choices=OUTPUTS, widget=forms.RadioSelect, initial="table"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        file = given.get("file")
        parts = [given.get("lines") or "", encoding.decode(file.read()).text if file else ""]
        given["text"] = "\n".join(part for part in parts if part.strip())
        if not given["text"]:
            raise forms.ValidationError(
                gettext("Paste a list or choose a file; there is nothing to look up yet.")
            )
        if given.get("reading") == "csv":
            if not given.get("column"):
                self.add_error("column", gettext("Say which column holds what you look up."))
            else:
                self._check_column(given["text"], given["column"])
        return given

    def _check_column(self, text: str, column: str) -> None:
        try:
            next(bulk.picked(text.splitlines()[:2], "csv", column), None)
        except bulk.NoSuchColumn as error:
            self.add_error("column", said(error))

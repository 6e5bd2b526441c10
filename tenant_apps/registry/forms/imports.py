"""Forms of inviting a list."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from tenants.scope import current_key

_LIFETIME = 3600


class UploadListForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        help_text=_("At most 200 people. Nobody is invited before you have seen the list."),
        error_messages={"required": _("Choose the file with the list.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )


class SendListForm(forms.Form):
    """The list as it was looked at, signed for this LGO."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=300_000)

    def clean_rows(self) -> Any:
        """The rows, unchanged."""
        try:
            return signing.loads(self.cleaned_data["rows"], salt=_salt(), max_age=_LIFETIME)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("The list has run out. Choose the file once more.")) from error


def signed(rows: list[dict[str, str]]) -> str:
    """The rows for `SendListForm`."""
    return signing.dumps(rows, salt=_salt(), compress=True)


def _salt() -> str:
    return f"registry.import:{current_key()}"

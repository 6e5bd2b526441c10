"""Ready texts, under settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField, CleanTextField
from tenant_apps.complaints.models import Category
from tenant_apps.complaints.replies import has_link, unknown_in
from tenant_apps.complaints.selectors import categories
from tenant_apps.complaints.workflow import ACTS, MAX_NOTE

_WRITES = ("ask", "resolve", "file_in_error", "reopen", "forward")


class ReplyForm(forms.Form):
    """A name, what it is for, and the words."""

    name = CleanCharField(
        label=_("Name"),
        max_length=100,
        error_messages={
            "required": _("Write a name for this text."),
            "max_length": _("Write the name with at most 100 characters."),
        },
    )
    act = forms.ChoiceField(label=_("Used for"), required=False)
    category: "forms.ModelChoiceField[Category]" = forms.ModelChoiceField(
        label=_("Category"), queryset=None, required=False, empty_label=_("All")
    )
    text = CleanTextField(
        label=_("Text"),
        help_text=_("{number}, {category}, {place}, {division}, {officer}, {due} and {today} are filled in."),
        max_length=MAX_NOTE,
        error_messages={
            "required": _("Write the text."),
            "max_length": _("Write at most 4,000 characters."),
        },
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["act"].choices = [("", _("All")), *((act, ACTS[act].label) for act in _WRITES)]
        fields["category"].queryset = categories(active_only=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if has_link(text):
            raise forms.ValidationError(_("Take the web address out: citizens are sent no links."))
        unknown = unknown_in(text)
        if unknown:
            raise forms.ValidationError(_("{%(name)s} is not known. See the list below."), params={"name": unknown[0]})
        return text

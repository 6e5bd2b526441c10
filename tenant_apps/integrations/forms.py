"""Making and changing a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField
from tenant_apps.integrations.events import all_events


class WebhookForm(forms.Form):
    """Name, address and events."""

    name = CleanCharField(
        label=_("Name"),
        help_text=_("Such as the name of the system that is told"),
        max_length=100,
        error_messages={
            "required": _("Write a name."),
            "max_length": _("Write the name with at most 100 characters."),
        },
    )
    url = CleanCharField(
        label=_("Address that is told"),
        help_text=_("Begins with https:// and can be reached from the internet"),
        max_length=500,
        error_messages={
            "required": _("Write the address that is told."),
            "max_length": _("Write the address with at most 500 characters."),
        },
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What is it told of?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one event."),
            "invalid_choice": _("Choose events from the list."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["events"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (event.code, event.label) for event in all_events()
        ]

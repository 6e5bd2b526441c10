"""What an officer fills in while somebody tells: one dense page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField, CleanTextField, MapPinField, PhotoField
from tenant_apps.complaints.forms.citizens import MAX_DESCRIPTION, subject_field
from tenant_apps.complaints.forms.officers import thumbnail_url
from tenant_apps.complaints.forms.person import PersonForm
from tenant_apps.complaints.models import MAX_PHOTOS, Category, Kind, Source
from tenant_apps.complaints.selectors import categories
from tenant_apps.complaints.selectors.desk import sources
from tenant_apps.complaints.services import Filing
from tenant_apps.site.selectors import site_settings

_OF_THE_PERSON = {
    "phone": _("Phone of the person"),
    "name": _("Name of the person"),
    "email": _("E-mail of the person"),
}


class IntakeForm(PersonForm):
    """Who, by which way, what and where."""

    source: "forms.ModelChoiceField[Source]" = forms.ModelChoiceField(
        label=_("Way in"),
        queryset=None,
        empty_label=None,
        error_messages={"required": _("Choose how the case came in."), "invalid_choice": _("Choose from the list.")},
    )
    reference = CleanCharField(
        label=_("Number there"),
        help_text=_("Of the letter, of 1567 or of Traffy"),
        required=False,
        max_length=60,
        error_messages={"max_length": _("Write at most 60 characters.")},
    )
    kind = forms.ChoiceField(label=_("Kind of case"), choices=Kind.choices, initial=Kind.COMPLAINT)
    category: "forms.ModelChoiceField[Category]" = forms.ModelChoiceField(
        label=_("Category"),
        queryset=None,
        to_field_name="code",
        empty_label=_("Choose a category"),
        error_messages={"required": _("Choose a category."), "invalid_choice": _("Choose from the list.")},
    )
    title = subject_field()
    description = CleanTextField(
        label=_("Details"),
        max_length=MAX_DESCRIPTION,
        error_messages={
            "required": _("Write what the person told you."),
            "max_length": _("Write the details with at most 4,000 characters."),
        },
    )
    place = CleanCharField(
        label=_("Landmark or address"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Write the place with at most 300 characters.")},
    )
    pin = MapPinField(label=_("Pin on the map"), required=False)
    photos = PhotoField(label=_("Photos"), maximum=MAX_PHOTOS, required=False)

    field_order = ("source", "reference", "phone", "name", "email")

    def __init__(self, *args: Any, upload_url: str, alike_url: str, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["source"].queryset = sources()
        fields["category"].queryset = categories()
        fields["photos"].widget.upload_url = upload_url
        fields["photos"].widget.thumbnail_url = thumbnail_url
        for name, label in _OF_THE_PERSON.items():
            fields[name].label = label
            fields[name].widget.attrs["autocomplete"] = "off"  # the officer's own browser must not offer the officer
        fields["phone"].widget.attrs["autofocus"] = True
        fields["title"].widget.attrs |= {
            "hx-get": alike_url,
            "hx-trigger": "keyup changed delay:400ms",
            "hx-target": "#alike",
            "hx-include": "[name=category]",
        }
        settings = site_settings()
        if settings.latitude is not None and settings.longitude is not None:
            fields["pin"].widget.centre = (float(settings.latitude), float(settings.longitude))
            fields["pin"].widget.zoom = 13

    def filing(self) -> Filing:
        """What is filed."""
        found = self.cleaned_data
        pin = found["pin"]
        return Filing(
            category=found["category"],
            kind=found["kind"],
            title=found["title"],
            description=found["description"],
            place=found["place"],
            latitude=pin.latitude if pin else None,
            longitude=pin.longitude if pin else None,
            name=found["name"],
            phone=found["phone"],
            email=found["email"].lower(),
            is_taken_down=True,
        )

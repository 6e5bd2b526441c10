"""What citizens fill in, one topic a page."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shared_apps.notifications.services import can_send_sms
from shared_apps.ui.fields import CleanCharField, CleanTextField, MapPinField, PhotoField, ThaiPhoneField
from tenant_apps.complaints.models import MAX_PHOTOS, Category, Kind
from tenant_apps.complaints.selectors import categories, needs_place
from tenant_apps.complaints.workflow import MAX_NOTE, MIN_NOTE
from tenant_apps.site.selectors import site_settings

MIN_DESCRIPTION = 10
MAX_DESCRIPTION = 4000
_ZOOM_ON_LGO = 13


def thumbnail_url(file_id: str) -> str:
    """Where a stored photo is seen small."""
    return reverse("file_thumbnail", args=[file_id])


class CleanEmailField(CleanCharField, forms.EmailField):
    """An e-mail address in one spelling."""


class TopicForm(forms.Form):
    """What it is, and what it is about."""

    kind = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=Kind.choices,
        initial=Kind.COMPLAINT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you would like to do.")},
    )
    category: "forms.ModelChoiceField[Category]" = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=None,
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose what it is about from the list."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].queryset = categories()  # type: ignore[attr-defined]  # a ModelChoiceField

    def answers(self) -> dict[str, str]:
        """What the draft keeps."""
        return {"kind": self.cleaned_data["kind"], "category": self.cleaned_data["category"].code}


class DetailsForm(forms.Form):
    """What happened, with photos."""

    title = CleanCharField(
        label=_("Subject"),
        help_text=_("In a few words, such as: the street light in front of the school is out"),
        min_length=3,
        max_length=150,
        error_messages={
            "required": _("Write the subject in a few words."),
            "min_length": _("Write the subject with at least 3 characters."),
            "max_length": _("Write the subject with at most 150 characters, and the rest under details."),
        },
    )
    description = CleanTextField(
        label=_("Details"),
        help_text=_("What happened, since when? No ID card number is needed."),
        min_length=MIN_DESCRIPTION,
        max_length=MAX_DESCRIPTION,
        error_messages={
            "required": _("Write the details with at least 10 characters."),
            "min_length": _("Write the details with at least 10 characters."),
            "max_length": _("Write the details with at most 4,000 characters."),
        },
    )
    photos = PhotoField(
        label=_("Photos"),
        help_text=_("Up to 5 photos, 10 MB each. Where a photo was taken is removed from it."),
        maximum=MAX_PHOTOS,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widget: Any = self.fields["photos"].widget
        widget.thumbnail_url = thumbnail_url
        widget.upload_url = reverse("complaint_photo")

    def answers(self) -> dict[str, str]:
        """What the draft keeps; photos are kept with it by their own verbs."""
        return {"title": self.cleaned_data["title"], "description": self.cleaned_data["description"]}


class PlaceForm(forms.Form):
    """Where it is: words, a pin, or both."""

    place = CleanCharField(
        label=_("Landmark or address"),
        help_text=_("Such as: Soi Suk Jai 4, in front of the blue house"),
        max_length=300,
        required=False,
        error_messages={"max_length": _("Write the place with at most 300 characters.")},
    )
    pin = MapPinField(label=_("Pin on the map"), required=False)

    def __init__(self, *args: Any, category: Category | None, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.needs_place = needs_place(category, kind)
        settings, widget = site_settings(), self.fields["pin"].widget
        if settings.latitude is not None and settings.longitude is not None:
            centre: Any = widget
            centre.centre, centre.zoom = (float(settings.latitude), float(settings.longitude)), _ZOOM_ON_LGO

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.needs_place and not (self.errors or cleaned.get("place") or cleaned.get("pin")):
            self.add_error(
                "place", _("Write a landmark or put the pin on the map, so that the officer finds the place.")
            )
        return cleaned

    def answers(self) -> dict[str, str]:
        """What the draft keeps."""
        pin = self.cleaned_data["pin"]
        latitude, longitude = (f"{pin.latitude:f}", f"{pin.longitude:f}") if pin else ("", "")
        return {"place": self.cleaned_data["place"], "latitude": latitude, "longitude": longitude}


class ContactForm(forms.Form):
    """Who files, as far as that is to be known."""

    name = CleanCharField(
        label=_("Name"),
        required=False,
        max_length=150,
        error_messages={"max_length": _("Write the name with at most 150 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = ThaiPhoneField(
        label=_("Mobile phone"),
        help_text=_("If you give no e-mail address, we send an SMS when something happens."),
        required=False,
        max_length=100,
        error_messages={"max_length": _("The telephone number is too long.")},
    )
    email = CleanEmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Write the e-mail address like this: name@example.com"),
            "max_length": _("The e-mail address is too long."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    anonymous = forms.BooleanField(
        label=_("File without saying who I am"),
        help_text=_("Nothing about you is kept with the case, and we cannot send you messages."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_send_sms():
            self.fields["phone"].help_text = _("An officer may call you. Give an e-mail address to hear of progress.")

    def answers(self) -> dict[str, str]:
        """What the draft keeps: nothing of the person when that was wished."""
        if self.cleaned_data["anonymous"]:
            return {"name": "", "phone": "", "email": "", "anonymous": "yes"}
        kept = {name: self.cleaned_data[name] for name in ("name", "phone", "email")}
        return {**kept, "email": kept["email"].lower(), "anonymous": ""}


class TrackForm(forms.Form):
    """Number or tracking code, and PIN."""

    reference = CleanCharField(
        label=_("Case number or tracking code"),
        help_text=_("Such as RQ-2569-000123"),
        max_length=60,
        error_messages={
            "required": _("Write the case number or the tracking code."),
            "max_length": _("This is too long for a case number or tracking code."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    pin = CleanCharField(
        label=_("PIN"),
        help_text=_("The 6 digits you were given when you filed the case"),
        max_length=60,
        error_messages={"required": _("Write the 6-digit PIN."), "max_length": _("The PIN has 6 digits.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "class": "one-time-code", "spellcheck": "false"}
        ),
    )


class CitizenNoteForm(forms.Form):
    """An answer to the officer, or why it is not solved."""

    note = CleanTextField(
        label=_("Your answer"),
        min_length=MIN_NOTE,
        max_length=MAX_NOTE,
        error_messages={
            "required": _("Write at least 5 characters."),
            "min_length": _("Write at least 5 characters."),
            "max_length": _("Write at most 4,000 characters."),
        },
    )


class ReopenForm(CitizenNoteForm):
    """Why it is not solved."""

    prefix = "reopen"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].label = _("What is not solved yet?")


class RatingForm(forms.Form):
    """How satisfied the citizen is."""

    SCORES = (
        (5, _("Very satisfied")),
        (4, _("Satisfied")),
        (3, _("Neither")),
        (2, _("Not satisfied")),
        (1, _("Not satisfied at all")),
    )
    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the service?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how satisfied you are."),
            "invalid_choice": _("Choose how satisfied you are."),
        },
    )
    comment = CleanTextField(
        label=_("Anything you would like to say"),
        required=False,
        max_length=1000,
        error_messages={"max_length": _("Write at most 1,000 characters.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MyCasesForm(forms.Form):
    """Search among one's own cases."""

    CHOICES = (("", _("All")), ("open", _("Not finished")), ("done", _("Finished")))
    q = CleanCharField(
        label=_("Search"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Search with at most 100 characters.")},
    )
    show = forms.ChoiceField(label=_("Status"), choices=CHOICES, required=False)

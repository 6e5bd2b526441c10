"""What citizens fill in, one topic a page."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shared_apps.notifications.services import can_send_sms
from shared_apps.ui.fields import CleanCharField, CleanTextField, MapPinField, PhotoField, ThaiPhoneField
from tenant_apps.complaints.forms.person import PersonForm
from tenant_apps.complaints.models import MAX_PHOTOS, Category, Kind, OnBehalf
from tenant_apps.complaints.selectors import categories, needs_place, number_example
from tenant_apps.complaints.workflow import MAX_NOTE, MIN_NOTE
from tenant_apps.site.selectors import site_settings
from tenant_apps.surveys.models import Reason
from tenant_apps.surveys.services import BOTH

MIN_DESCRIPTION = 10
MAX_DESCRIPTION = 4000
_ZOOM_ON_LGO = 13


def thumbnail_url(file_id: str) -> str:
    """Where a stored photo is seen small."""
    return reverse("file_thumbnail", args=[file_id])


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

    whose = forms.ChoiceField(
        label=_("Whose matter is it?"),
        choices=(("self", _("My own or everybody's")), ("other", _("I file for somebody else"))),
        initial="self",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].queryset = categories()  # type: ignore[attr-defined]  # a ModelChoiceField

    def answers(self) -> dict[str, str]:
        """What the draft keeps; who files for himself leaves nothing about another."""
        chosen = self.cleaned_data
        answers = {"kind": chosen["kind"], "category": chosen["category"].code, "whose": chosen["whose"] or "self"}
        nobody = (
            {} if answers["whose"] == "other" else dict.fromkeys(("behalf_name", "behalf_relation", "behalf_phone"), "")
        )
        return answers | nobody


_WORDS_BY_KIND: dict[str, dict[str, tuple[Any, Any]]] = {
    Kind.ADVICE: {
        "title": (_("What would you like to know?"), _("In a few words, such as: land tax of an inherited house")),
        "description": (
            _("Tell us more"),
            _("What have you done so far, and what is not clear?"),
        ),
        "photos": (
            _("Photos of documents or the place"),
            _("Up to 5 photos. Cover ID card numbers first."),
        ),
    },
    Kind.SUGGESTION: {
        "title": (_("What do you suggest?"), _("In a few words, such as: a crossing in front of the market")),
        "description": (_("Why, and how?"), _("What would be better with it, and for whom.")),
    },
}


def subject_field(**options: Any) -> CleanCharField:
    """What a case is about, in a few words: as citizens and as officers write it."""
    return CleanCharField(
        label=_("Subject"),
        min_length=3,
        max_length=150,
        error_messages={
            "required": _("Write the subject in a few words."),
            "min_length": _("Write the subject with at least 3 characters."),
            "max_length": _("Write the subject with at most 150 characters, and the rest under details."),
        },
        **options,
    )


class DetailsForm(forms.Form):
    """What happened, with photos."""

    title = subject_field(help_text=_("In a few words, such as: the street light in front of the school is out"))
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
        help_text=_("Up to 5 photos, 15 MB each. Where a photo was taken is removed from it."),
        maximum=MAX_PHOTOS,
        required=False,
    )
    hidden = forms.BooleanField(
        label=_("Do not show the subject to others"),
        help_text=_("Neighbours see the subject, to follow instead of reporting again. Write no names in it."),
        required=False,
    )

    def __init__(self, *args: Any, kind: str = "", is_restricted: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_restricted = is_restricted
        widget: Any = self.fields["photos"].widget
        widget.thumbnail_url = thumbnail_url
        widget.upload_url = reverse("complaint_photo")
        widget.captioned = True
        self.fields["title"].widget.attrs |= {
            "hx-get": reverse("complaint_alike"),
            "hx-trigger": "change, keyup changed delay:900ms",
            "hx-target": "#alike",
        }
        if is_restricted:
            del self.fields["hidden"]
        for name, words in _WORDS_BY_KIND.get(kind, {}).items():
            field = self.fields[name]
            field.label, field.help_text = words

    def answers(self) -> dict[str, str]:
        """What the draft keeps; photos are kept with it by their own verbs."""
        is_shown = not self.is_restricted and not self.cleaned_data["hidden"]
        return {
            "title": self.cleaned_data["title"],
            "description": self.cleaned_data["description"],
            "shown": "yes" if is_shown else "no",
        }


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
        fields: Any = self.fields.values()
        for field in fields:  # either is enough, so that neither is called optional
            field.is_one_of_several = self.needs_place
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


class ContactForm(PersonForm):
    """Who files, as far as that is to be known; and for whom, when it is for somebody else."""

    behalf_name = CleanCharField(
        label=_("Name of the person for whom you file"),
        max_length=150,
        error_messages={
            "required": _("Write the name of the person for whom you file."),
            "max_length": _("Write the name with at most 150 characters."),
        },
    )
    behalf_relation = forms.ChoiceField(
        label=_("Who is this person to you?"),
        choices=OnBehalf.Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this person is to you.")},
    )
    behalf_phone = ThaiPhoneField(
        label=_("Telephone of this person"),
        help_text=_("So that this person hears of it too, and can get a new PIN."),
        required=False,
        max_length=100,
        error_messages={"max_length": _("The telephone number is too long.")},
    )
    anonymous = forms.BooleanField(
        label=_("File without saying who I am"),
        help_text=_("Nothing about you is kept with the case, and we cannot send you messages."),
        required=False,
    )

    field_order = ("behalf_name", "behalf_relation", "behalf_phone", "name", "phone", "email", "anonymous")

    def __init__(self, *args: Any, for_other: bool = False, allows_anonymous: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_other, self.allows_anonymous = for_other, allows_anonymous
        self.fields["phone"].help_text = (
            _("If you give no e-mail address, we send an SMS when something happens.")
            if can_send_sms()
            else _("An officer may call you. Give an e-mail address to hear of progress.")
        )
        if for_other:
            self.fields["name"].label = _("Your own name")
        else:
            for name in ("behalf_name", "behalf_relation", "behalf_phone"):
                del self.fields[name]
        if for_other or not allows_anonymous:
            self.fields["name"].required = True
            del self.fields["anonymous"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_reachable = cleaned.get("phone") or cleaned.get("email")
        if not self.allows_anonymous and not (self.errors or is_reachable):
            self.add_error("phone", _("Write a telephone number or an e-mail address for the answer."))
        return cleaned

    def answers(self) -> dict[str, str]:
        """What the draft keeps: nothing of the person when that was wished."""
        if self.cleaned_data.get("anonymous"):
            return {"name": "", "phone": "", "email": "", "anonymous": "yes"}
        names = [name for name in self.fields if name != "anonymous"]
        kept = {name: self.cleaned_data[name] for name in names}
        return {**kept, "email": kept["email"].lower(), "anonymous": ""}


class TrackForm(forms.Form):
    """Number or tracking code, and PIN."""

    reference = CleanCharField(
        label=_("Case number or tracking code"),
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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reference"].help_text = _("Such as %(number)s") % {"number": number_example()}


class ReplyForm(forms.Form):
    """Words and photos to the office about a case."""

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

    photos = PhotoField(
        label=_("Photos"),
        help_text=_("Up to 5 photos, 15 MB each. Where a photo was taken is removed from it."),
        maximum=MAX_PHOTOS,
        required=False,
    )

    def __init__(self, *args: Any, upload_url: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        widget: Any = self.fields["photos"].widget
        widget.thumbnail_url, widget.upload_url, widget.captioned = thumbnail_url, upload_url, True


class CitizenNoteForm(ReplyForm):
    """An answer to the officer."""


class ReopenForm(ReplyForm):
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
    good = forms.MultipleChoiceField(
        label=_("What was good?"), choices=Reason.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    bad = forms.MultipleChoiceField(
        label=_("What was not good?"), choices=Reason.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = CleanTextField(
        label=_("Anything you would like to say"),
        required=False,
        max_length=1000,
        error_messages={"max_length": _("Write at most 1,000 characters.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A thing is good or not."""
        values = super().clean() or {}
        if set(values.get("good", ())) & set(values.get("bad", ())):
            self.add_error("bad", BOTH)
        return values

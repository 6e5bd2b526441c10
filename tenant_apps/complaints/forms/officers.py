"""What officers fill in on a case page: one form a move."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MinLengthValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField, CleanTextField, PhotoField, ThaiDateField
from tenant_apps.complaints.models import MAX_PHOTOS, Complaint
from tenant_apps.complaints.selectors import number_example, officers_case
from tenant_apps.complaints.workflow import ACTS, MAX_NOTE, MIN_NOTE, NoteNeed
from tenant_apps.registry.models import Division, Officer
from tenant_apps.registry.selectors import divisions, officers

_LABELS = {
    "ask": _("Question to the citizen"),
    "resolve": _("Result, as the citizen will read it"),
    "file_in_error": _("Reason, as the citizen will read it"),
    "reopen": _("Reason, as the citizen will read it"),
    "extend": _("Reason, as the citizen will read it"),
    "delay": _("Reason, as the citizen will read it"),
    "note": _("Internal note"),
    "forward": _("Reason"),
}
_TOO_SHORT = _("Write at least 5 characters.")


class MoveForm(forms.Form):
    """A note, and the version of the page on which the officer decided."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    note = CleanTextField(
        label=_("Internal note"),
        help_text=_("Only officers see it."),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _TOO_SHORT,
            "min_length": _TOO_SHORT,
            "max_length": _("Write at most 4,000 characters."),
        },
    )

    def __init__(self, *args: Any, action: str, complaint: Complaint, actor: Any = None, **options: Any) -> None:
        options.setdefault("auto_id", f"id_{action}_%s")
        super().__init__(*args, **options)
        self.action, self.actor = action, actor
        self.fields["version"].initial = complaint.version
        if action == "note" or ACTS[action].note in {NoteNeed.REQUIRED, NoteNeed.REASON}:
            self._require_note(action)

    def _require_note(self, action: str) -> None:
        note: Any = self.fields["note"]
        note.required, note.label = True, _LABELS[action]
        is_inside = action in {"note", "forward"}
        note.help_text = _("Only officers see it.") if is_inside else _("The citizen is told.")
        if action == "note":
            note.help_text = _("Only officers see it. Write @ and a name to tell a colleague.")
        note.min_length = MIN_NOTE
        note.validators.append(MinLengthValidator(MIN_NOTE))

    def values(self) -> dict[str, Any]:
        """What the verb is given besides case, version, actor and time."""
        return {"note": self.cleaned_data["note"]}


class AssignForm(MoveForm):
    """Who is to be responsible."""

    officer: "forms.ModelChoiceField[Officer]" = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=None,
        empty_label=_("Choose an officer"),
        error_messages={"required": _("Choose an officer."), "invalid_choice": _("Choose an officer from the list.")},
    )
    field_order = ("officer", "note")

    def __init__(self, *args: Any, complaint: Complaint, **options: Any) -> None:
        super().__init__(*args, complaint=complaint, **options)
        field: Any = self.fields["officer"]
        field.queryset = officers()
        field.label_from_instance = _officer_label

    def values(self) -> dict[str, Any]:
        return {**super().values(), "officer": self.cleaned_data["officer"]}


def _officer_label(officer: Any) -> str:
    parts = [str(officer.user), officer.division.name if officer.division else ""]
    return " – ".join(part for part in parts if part)


class ForwardForm(MoveForm):
    """Which division, or which officer, is to answer, and why."""

    division: "forms.ModelChoiceField[Division]" = forms.ModelChoiceField(
        label=_("Division"),
        queryset=None,
        required=False,
        empty_label=_("Choose a division"),
        error_messages={"invalid_choice": _("Choose a division from the list.")},
    )
    officer: "forms.ModelChoiceField[Officer]" = forms.ModelChoiceField(
        label=_("Or one officer"),
        queryset=None,
        required=False,
        empty_label=_("Whoever the division chooses"),
        error_messages={"invalid_choice": _("Choose an officer from the list.")},
    )
    field_order = ("division", "officer", "note")

    def __init__(self, *args: Any, complaint: Complaint, **options: Any) -> None:
        super().__init__(*args, complaint=complaint, **options)
        fields: Any = self.fields
        fields["division"].queryset = divisions().exclude(pk=complaint.division_id or 0)
        fields["officer"].queryset = officers()
        fields["officer"].label_from_instance = _officer_label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (self.errors or cleaned.get("division") or cleaned.get("officer")):
            self.add_error("division", _("Choose a division or an officer."))
        return cleaned

    def values(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data[name] for name in ("division", "officer")}
        return {**super().values(), **chosen}


class MergeForm(MoveForm):
    """The number of the case that goes on."""

    parent = CleanCharField(
        label=_("Number of the case that goes on"),
        help_text=_("This case becomes a duplicate of it. Both reporters are told of the steps."),
        max_length=60,
        error_messages={
            "required": _("Write the number of the other case."),
            "max_length": _("This is too long for a case number."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("parent", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].widget.attrs["placeholder"] = number_example()

    def clean_parent(self) -> Complaint:
        found = officers_case(self.actor, self.cleaned_data["parent"]) if self.actor else None
        if found is None:
            raise forms.ValidationError(_("There is no case of this number, or you may not see it."))
        return found

    def values(self) -> dict[str, Any]:
        return {**super().values(), "parent": self.cleaned_data["parent"]}


class ResolveForm(MoveForm):
    """The result, with photos of what was done; each is sent by itself, so that a refused form loses none."""

    photos = PhotoField(
        label=_("Photos after the work"),
        help_text=_("Up to 5 photos, 15 MB each. The citizen sees them."),
        maximum=MAX_PHOTOS,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widget: Any = self.fields["photos"].widget
        widget.upload_url = reverse("desk_photo")
        widget.thumbnail_url = thumbnail_url

    def values(self) -> dict[str, Any]:
        photos = self.cleaned_data["photos"]
        return {**super().values(), "photos": photos.files, "kept": photos.kept}


def thumbnail_url(file_id: str) -> str:
    """Where a photo that was sent is seen small."""
    try:
        return reverse("file_thumbnail", args=[UUID(file_id)])
    except ValueError:
        return ""


class ExtendForm(MoveForm):
    """The new due day, with the reason."""

    due = ThaiDateField(label=_("New due day"), help_text=_("A working day."))
    field_order = ("due", "note")

    def values(self) -> dict[str, Any]:
        return {**super().values(), "due": self.cleaned_data["due"]}


_FORMS: dict[str, type[MoveForm]] = {
    "assign": AssignForm,
    "reassign": AssignForm,
    "forward": ForwardForm,
    "merge": MergeForm,
    "resolve": ResolveForm,
    "extend": ExtendForm,
}


def form_of(action: str, complaint: Complaint, *args: Any, **options: Any) -> MoveForm:
    """The form of a move."""
    return _FORMS.get(action, MoveForm)(*args, action=action, complaint=complaint, **options)

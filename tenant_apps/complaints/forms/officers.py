"""What officers fill in on a case page: one form a move."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanTextField, PhotoField, ThaiDateField
from tenant_apps.complaints.models import MAX_PHOTOS, Complaint
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

    def __init__(self, *args: Any, action: str, complaint: Complaint, **options: Any) -> None:
        options.setdefault("auto_id", f"id_{action}_%s")
        super().__init__(*args, **options)
        self.action = action
        self.fields["version"].initial = complaint.version
        if action == "note" or ACTS[action].note == NoteNeed.REQUIRED:
            self._require_note(action)

    def _require_note(self, action: str) -> None:
        note: Any = self.fields["note"]
        note.required, note.label = True, _LABELS[action]
        note.help_text = _("Only officers see it.") if action == "note" else _("The citizen is told.")
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
    """Which division is to answer."""

    division: "forms.ModelChoiceField[Division]" = forms.ModelChoiceField(
        label=_("Division"),
        queryset=None,
        empty_label=_("Choose a division"),
        error_messages={"required": _("Choose a division."), "invalid_choice": _("Choose a division from the list.")},
    )
    field_order = ("division", "note")

    def __init__(self, *args: Any, complaint: Complaint, **options: Any) -> None:
        super().__init__(*args, complaint=complaint, **options)
        field: Any = self.fields["division"]
        field.queryset = divisions().exclude(pk=complaint.division_id or 0)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "division": self.cleaned_data["division"]}


class ResolveForm(MoveForm):
    """The result, with photos of what was done."""

    photos = PhotoField(
        label=_("Photos after the work"),
        help_text=_("Up to 5 photos, 10 MB each. The citizen sees them."),
        maximum=MAX_PHOTOS,
        required=False,
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "photos": self.cleaned_data["photos"].files}


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
    "resolve": ResolveForm,
    "extend": ExtendForm,
}


def form_of(action: str, complaint: Complaint, *args: Any, **options: Any) -> MoveForm:
    """The form of a move."""
    return _FORMS.get(action, MoveForm)(*args, action=action, complaint=complaint, **options)

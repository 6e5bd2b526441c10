"""Forms of the console."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provisioning.models import Duty
from shared_apps.ui.fields import CleanTextField

_ACTIONS = ("approve", "decline", "retry", "roll_back")


class ReasonForm(forms.Form):
    """A decision about a tenant, and why."""

    action = forms.ChoiceField(
        choices=[(action, action) for action in _ACTIONS],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )
    reason = CleanTextField(
        label=_("Reason"),
        help_text=_("Needed to decline or undo. It is kept in the log."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(forms.Form):
    """A decision about what somebody else asked for."""

    decision = forms.ChoiceField(
        choices=[(one, one) for one in ("approve", "decline", "withdraw")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )
    note = CleanTextField(
        label=_("Note"),
        help_text=_("Needed to decline. Who asked reads it, and it is kept in the log."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DutiesForm(forms.Form):
    """What a member of the staff may do."""

    duties = forms.MultipleChoiceField(
        label=_("Duties"),
        choices=lambda: Duty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is staff may look around. An administrator may do everything."),
    )

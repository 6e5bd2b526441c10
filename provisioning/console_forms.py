"""Forms of the console."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provisioning.models import Duty
from shared_apps.ui.fields import CleanCharField, CleanTextField

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


class _Duties(forms.Form):
    duties = forms.MultipleChoiceField(
        label=_("Duties"),
        choices=lambda: Duty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is staff may look around. An administrator may do everything."),
    )
    reason = CleanTextField(
        label=_("Reason"),
        help_text=_("Who decides reads it, and it is kept in the log."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason. It is kept in the log.")},
    )


class DutiesForm(_Duties):
    """What a member of the staff may do."""


class InviteForm(_Duties):
    """Somebody who shall join the staff."""

    display_name = CleanCharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name of the person.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={
            "required": _("Write the e-mail at work."),
            "invalid": _("This is no e-mail address. Write it like name@example.or.th."),
        },
    )
    field_order = ("display_name", "email", "duties", "reason")

    def clean_email(self) -> str:
        """In small letters, as it is kept."""
        return str(self.cleaned_data["email"]).lower()


class CloseAccountForm(forms.Form):
    """Why somebody's account is closed."""

    reason = CleanTextField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason. It is kept in the log.")},
    )


class VisitForm(forms.Form):
    """A visit to an LGO: why, for how long, and whether something has to be changed."""

    reason = CleanTextField(
        label=_("Reason"),
        help_text=_("The local government reads it before it lets you in. Name the case or the call."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason. The local government reads it.")},
    )
    minutes = forms.ChoiceField(
        label=_("For how long"),
        choices=[("30", _("30 minutes")), ("60", _("1 hour")), ("120", _("2 hours")), ("480", _("8 hours"))],
        initial="60",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long."), "invalid_choice": _("Choose for how long.")},
    )
    may_write = forms.BooleanField(
        label=_("I have to change something, not only look"),
        help_text=_("The local government is told so. People, rights, exports and approvals stay closed."),
        required=False,
    )
    without_asking = forms.BooleanField(
        label=_("Emergency: go in at once without asking, to look only"),
        help_text=_("All administrators of the local government and of the platform are told at once."),
        required=False,
    )

"""Forms about divisions and positions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField
from tenant_apps.registry.models import Division, Level
from tenant_apps.registry.selectors import divisions, roles


class DivisionForm(forms.Form):
    """What a division is called."""

    name = CleanCharField(label=_("Name of the division"), max_length=100)
    short_name = CleanCharField(
        label=_("Short name"),
        max_length=30,
        required=False,
        help_text=_("For narrow columns and for letters. For example: Works"),
    )


class MergeForm(forms.Form):
    """Into which division another one goes."""

    def __init__(self, *args: Any, source: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = forms.ModelChoiceField(
            label=_("Merge into"),
            queryset=divisions().exclude(pk=source.pk),
            empty_label=_("Choose a division"),
            error_messages={"required": _("Choose the division that takes everything over.")},
        )
        self.fields["sure"] = forms.BooleanField(
            label=_("I understand that this cannot be undone by one press"),
            error_messages={"required": _("Tick the box when you are sure.")},
        )


class SignInRulesForm(forms.Form):
    """How officers sign in."""

    second_factor_for_all = forms.BooleanField(
        label=_("Every officer needs a second step at sign-in"),
        required=False,
        help_text=_("A code from an app, or a passkey. Administrators always need one."),
    )


class PositionForm(forms.Form):
    """What a position is called, and where it stands."""

    name = CleanCharField(label=_("Position"), max_length=100)
    level = forms.TypedChoiceField(
        label=_("Level in the signing chain"),
        choices=Level.choices,
        coerce=int,
        initial=Level.OFFICER,
        help_text=_("Papers go up this chain: officer, section head, director, permanent secretary, chief executive."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ModelChoiceField(
            label=_("Usual role"),
            queryset=roles(),
            required=False,
            empty_label=_("The role of new officers"),
            help_text=_("Who is invited to this position gets it, and who acts in it while it is vacant."),
        )

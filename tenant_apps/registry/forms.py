"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User
from shared_apps.ui.fields import CleanCharField
from tenant_apps.registry.selectors import divisions, officer_of


class _PostForm(forms.Form):
    """Where somebody works, and what they may do."""

    display_name = CleanCharField(
        label=_("Name and surname"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    position = CleanCharField(
        label=_("Position"), max_length=100, required=False, help_text=_("For example: Civil works technician")
    )
    is_administrator = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("May invite and remove people and change settings. Signs in with a second factor."),
    )

    field_order = ("email", "display_name", "position", "division", "is_administrator")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"] = forms.ModelChoiceField(
            label=_("Division"), queryset=divisions(), required=False, empty_label=_("Not in a division")
        )
        self.order_fields(self.field_order)


class InviteForm(_PostForm):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The invitation goes to this address. It becomes the name to sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )


class PersonForm(_PostForm):
    """What an officer is called and does."""

    @classmethod
    def of(cls, user: User, data: Any = None) -> "PersonForm":
        """The form as `user` is now."""
        officer = officer_of(user)
        return cls(
            data,
            initial={
                "display_name": user.display_name,
                "position": officer.position if officer else "",
                "division": officer.division_id if officer else None,
                "is_administrator": user.is_administrator,
            },
        )


class ProfileForm(forms.Form):
    """What officers say about themselves."""

    display_name = CleanCharField(
        label=_("Name and surname"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    position = CleanCharField(label=_("Position"), max_length=100, required=False)

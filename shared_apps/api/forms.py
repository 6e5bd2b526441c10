"""Making a token."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shared_apps.accounts.models import User
from shared_apps.api import scopes
from shared_apps.api.models import TokenKind
from shared_apps.ui.fields import CleanCharField

DAYS = (30, 90, 365)


class TokenForm(forms.Form):
    """What it is for, what it may do, and for how long."""

    name = CleanCharField(
        label=_("What is the token for?"),
        help_text=_("Such as: report to the ERP system. You will know it by this name."),
        max_length=100,
        error_messages={
            "required": _("Write what the token is for."),
            "max_length": _("Write the name with at most 100 characters."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=TokenKind.choices,
        initial=TokenKind.PERSONAL,
        widget=forms.RadioSelect,
        help_text=_("An application's token may ask more often. Both act in your name."),
        error_messages={"required": _("Choose the type of the token.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Choose only what is needed. It never does more than you may do yourself."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one thing that the token may do."),
            "invalid_choice": _("Choose from the list what the token may do."),
        },
    )
    days = forms.TypedChoiceField(
        label=_("How long is it valid?"),
        coerce=int,
        choices=[(days, ngettext_lazy("%(days)s day", "%(days)s days", days) % {"days": days}) for days in DAYS],
        initial=90,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long the token is valid.")},
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (scope.code, scope.label) for scope in scopes.open_to(user)
        ]
        if not user.may("api", "settings"):
            del self.fields["kind"]

    def values(self, at: datetime) -> dict[str, Any]:
        """What the service takes."""
        return {
            "name": self.cleaned_data["name"],
            "kind": self.cleaned_data.get("kind", TokenKind.PERSONAL),
            "scopes": self.cleaned_data["scopes"],
            "expires_at": at + timedelta(days=self.cleaned_data["days"]),
        }

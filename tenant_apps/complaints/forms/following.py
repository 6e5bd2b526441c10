"""What those fill in who follow a case of somebody else, or who have lost a PIN."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.forms import AddressField
from shared_apps.notifications.services import can_send_sms
from shared_apps.ui.fields import CleanCharField, OneTimeCodeField
from tenant_apps.complaints.models import Category
from tenant_apps.complaints.selectors import SHOWN_STATES, categories


class ContactAddressForm(forms.Form):
    """Where to send a code."""

    address = AddressField(max_length=254)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["address"]
        field.widget.attrs |= {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        field.label = _("E-mail or mobile number") if can_send_sms() else _("E-mail")
        field.error_messages["required"] = _("Write your e-mail address or mobile number.")

    def contact(self) -> dict[str, str]:
        """The address as `email` or `phone`."""
        kind, value = self.cleaned_data["address"]
        return {kind: value.lower() if kind == "email" else value}


class LostPinForm(ContactAddressForm):
    """Which case, and where to send the code."""

    reference = CleanCharField(
        label=_("Case number or tracking code"),
        max_length=60,
        error_messages={
            "required": _("Write the case number or the tracking code."),
            "max_length": _("This is too long for a case number or tracking code."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("reference", "address")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["address"].help_text = _("The one you gave when you filed the case. We send a code there.")


class ContactCodeForm(forms.Form):
    """The code that came."""

    code = OneTimeCodeField(label=_("6-digit code"), error_messages={"required": _("Write the code we sent you.")})


class PublicListForm(forms.Form):
    """Which public cases to show."""

    category: "forms.ModelChoiceField[Category]" = forms.ModelChoiceField(
        label=_("Category"), queryset=None, to_field_name="code", required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.queryset = categories().filter(restricted=False)
        states: Any = self.fields["state"]
        states.choices = [("", _("Not finished")), ("all", _("All")), *((one.value, one.label) for one in SHOWN_STATES)]

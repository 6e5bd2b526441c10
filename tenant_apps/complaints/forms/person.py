"""The fields about a person, as citizens and officers fill them in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField, ThaiPhoneField


class CleanEmailField(CleanCharField, forms.EmailField):
    """An e-mail address in one spelling."""


class PersonForm(forms.Form):
    """Name, telephone and e-mail address; none is needed."""

    name = CleanCharField(
        label=_("Name"),
        required=False,
        max_length=150,
        error_messages={
            "required": _("Write your own name: the office may have to ask you."),
            "max_length": _("Write the name with at most 150 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = ThaiPhoneField(
        label=_("Mobile phone"),
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

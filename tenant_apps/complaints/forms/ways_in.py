"""What the settings page of a way in asks for."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField


class SourceForm(forms.Form):
    """How cases reach the office."""

    name_th = CleanCharField(label=_("Name in Thai"), max_length=100)
    name_en = CleanCharField(label=_("Name in English"), max_length=100)
    order = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("Smaller numbers come first."),
        initial=100,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

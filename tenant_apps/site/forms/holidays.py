"""Forms about holidays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField, ThaiDateField
from tenant_apps.site.models import Holiday


class HolidayForm(forms.Form):
    """A day on which the office is closed."""

    day = ThaiDateField(label=_("Day"))
    name = CleanCharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=Holiday.Kind.choices, initial=Holiday.Kind.LOCAL)

    @classmethod
    def of(cls, holiday: Holiday, data: Any = None) -> "HolidayForm":
        """The form as the holiday is."""
        return cls(data, initial={"day": holiday.day, "name": holiday.name, "kind": holiday.kind})


class RemovalForm(forms.Form):
    """Why the office works on a holiday."""

    reason = CleanCharField(
        label=_("Why does the office work on this day?"),
        max_length=300,
        help_text=_("For example: Cabinet resolution of 3 November 2569, ordered work."),
    )


class ImportForm(forms.Form):
    """Which days of a year to add."""

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"] = forms.MultipleChoiceField(
            label=_("Days to add"),
            choices=choices,
            initial=[value for value, _label in choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one day.")},
        )

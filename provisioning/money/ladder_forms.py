"""The form of the days of the ladder."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from billing.services.ladder_rules import LONGEST, NO_REMINDER, NOT_RISING, LadderValues
from kit.errors import DomainError
from kit.thai import to_ascii_digits
from provisioning.money.forms import ReasonForm
from shared_apps.ui.fields import CleanCharField, ThaiDateField, validation_error

LADDER_LABELS = {
    "grace": _("Everything works for (days after the end)"),
    "read_only": _("Read only until (days after the end)"),
    "export_only": _("Closed but for export and payment until (days after the end)"),
    "order": _("A purchase order stops the clock for at most (days)"),
    "renewal_days": _("Renewal offered (days before the end)"),
    "trial_days": _("Reminder of a trial or contract that ends (days before the end)"),
    "warning_days": _("Warning before the next stage (days)"),
    "overdue_days": _("Reminder of an unpaid invoice (days after its due day)"),
}
"""By the field of `billing.models.LadderRules`."""
MOST = 8
_HINT = _("Whole numbers with commas between them, such as 90, 60, 30")


class DaysField(CleanCharField):
    """Numbers of days in a row, Thai digits too: `90, 60, 30`."""

    default_error_messages = {  # noqa: RUF012  # as Django declares it
        "required": NO_REMINDER,
        "days": _("Write whole numbers of days from 1 to 365 with commas between them, such as 90, 60, 30."),
        "many": _("Write at most 8 numbers."),
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "text", "autocomplete": "off"}
        super().__init__(max_length=60, help_text=_HINT, widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        try:
            text = to_ascii_digits(super().clean(value))
        except DomainError as error:
            raise validation_error(error) from error
        words = [word for word in re.split(r"[\s,]+", text) if word]
        if not all(re.fullmatch(r"\d{1,3}", word) and 1 <= int(word) <= 365 for word in words):
            raise ValidationError(self.error_messages["days"], code="days")
        if not words:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(words) > MOST:
            raise ValidationError(self.error_messages["many"], code="many")
        return [int(word) for word in words]


def _days(name: str, most: int = LONGEST) -> forms.IntegerField:
    return forms.IntegerField(label=LADDER_LABELS[name], min_value=0, max_value=most)


class LadderForm(ReasonForm):
    """A version of the days of the ladder."""

    effective_from = ThaiDateField(
        label=_("Effective from"),
        in_future=True,
        help_text=_("For contracts and trials that end on this day or later; tomorrow at the earliest"),
    )
    grace = _days("grace", 365)
    read_only = _days("read_only")
    export_only = _days("export_only")
    order = _days("order")
    renewal_days = DaysField(label=LADDER_LABELS["renewal_days"])
    trial_days = DaysField(label=LADDER_LABELS["trial_days"])
    warning_days = DaysField(label=LADDER_LABELS["warning_days"])
    overdue_days = DaysField(label=LADDER_LABELS["overdue_days"])
    field_order = ["effective_from", *LADDER_LABELS, "reason"]  # noqa: RUF012  # as Django declares it

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        for before, after in (("grace", "read_only"), ("read_only", "export_only")):
            first, then = given.get(before), given.get(after)
            if first is not None and then is not None and then < first:
                self.add_error(after, NOT_RISING)
        return given

    @property
    def values(self) -> LadderValues:
        """What the version shall say."""
        return LadderValues(**self.cleaned_data)

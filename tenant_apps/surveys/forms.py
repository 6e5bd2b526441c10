"""What the results are narrowed down to, and why words are hidden."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.casework.periods import PeriodForm
from shared_apps.ui.fields import CleanCharField
from tenant_apps.registry.selectors import divisions
from tenant_apps.site.extensions import services


def _services() -> list[tuple[str, Any]]:
    return [("", _("All")), *((one.code, one.label) for one in services())]


class ResultsForm(PeriodForm):
    """Period, service, division."""

    service = forms.ChoiceField(label=_("Service"), choices=_services, required=False)
    words = CleanCharField(label=_("Search the words"), max_length=100, required=False)
    score = forms.ChoiceField(
        label=_("Score of the words"),
        choices=[("", _("All")), *((str(score), str(score)) for score in (5, 4, 3, 2, 1))],
        required=False,
    )
    field_order = ("year", "quarter", "first", "last", "service", "division")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"] = forms.ModelChoiceField(
            label=_("Division"), queryset=divisions(active_only=False), required=False, empty_label=_("All")
        )
        self.order_fields(self.field_order)


class HideForm(forms.Form):
    """Why words are hidden."""

    reason = CleanCharField(
        label=_("Why are these words hidden?"),
        max_length=300,
        min_length=5,
        help_text=_("For example: names a person. The score still counts."),
        error_messages={
            "required": _("Write why the words are hidden, with at least 5 characters."),
            "min_length": _("Write why the words are hidden, with at least 5 characters."),
        },
    )

"""What a report is narrowed down to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.casework.periods import PeriodForm
from shared_apps.ui.fields import CleanCharField, ThaiDateField
from tenant_apps.complaints.models import Kind
from tenant_apps.complaints.selectors import categories, sources
from tenant_apps.registry.selectors import divisions


class ReportForm(PeriodForm):
    """Period, division, category, type, way in."""

    kind = forms.ChoiceField(label=_("Kind of case"), choices=[("", _("All")), *Kind.choices], required=False)
    field_order = ("year", "quarter", "first", "last", "division", "category", "kind", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"] = forms.ModelChoiceField(
            label=_("Division"), queryset=divisions(active_only=False), required=False, empty_label=_("All")
        )
        self.fields["category"] = forms.ModelChoiceField(
            label=_("Category"),
            queryset=categories(active_only=False),
            to_field_name="code",
            required=False,
            empty_label=_("All"),
        )
        ways = [("", _("All")), ("web", _("Filed on the web")), *((one.code, one.name) for one in sources())]
        self.fields["source"] = forms.ChoiceField(label=_("Way in"), choices=ways, required=False)
        self.order_fields(self.field_order)

    def narrowed(self) -> dict[str, Any]:
        """What `selectors.cases` wants besides the period."""
        values = self.cleaned_data if self.is_valid() else {}
        division, category = values.get("division"), values.get("category")
        return {
            "division": division.pk if division else None,
            "category": category.code if category else "",
            "kind": values.get("kind", ""),
            "source": values.get("source", ""),
        }

    def words(self) -> list[str]:
        """The choices as people read them, for paper."""
        values = self.cleaned_data if self.is_valid() else {}
        chosen = [(name, values.get(name)) for name in ("division", "category")]
        choices = [(name, dict(self.fields[name].choices).get(values.get(name))) for name in ("kind", "source")]  # type: ignore[attr-defined]  # both are choice fields
        shown = [*chosen, *((name, text) for name, text in choices if values.get(name))]
        return [f"{self.fields[name].label}: {value}" for name, value in shown if value]


class CopyForm(forms.Form):
    """When a copy was sent, and with which letter; `last` is the newest entry that the page counted."""

    sent_on = ThaiDateField(label=_("Day it was sent"), in_past=True)
    letter = CleanCharField(
        label=_("Number of the letter"), required=False, max_length=60, help_text=_("Such as มค 72301/145.")
    )
    last = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

"""The settings of complaints: rules, categories, ladder of warnings."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField
from tenant_apps.complaints.models import SAMPLE_PREFIX, Category, CitizenOptions, DayUnit, EscalationStep, Policy
from tenant_apps.complaints.selectors import limit_of
from tenant_apps.registry.selectors import divisions

ICONS = {
    "cone-striped": _("Roads"),
    "lightbulb": _("Lights"),
    "lamp": _("Street lights"),
    "droplet": _("Water"),
    "water": _("Drains and floods"),
    "trash": _("Waste"),
    "volume-up": _("Noise and smell"),
    "bug": _("Animals"),
    "tree": _("Trees"),
    "buildings": _("Buildings"),
    "building": _("Office"),
    "fire": _("Disasters"),
    "heart-pulse": _("Health and welfare"),
    "shield-exclamation": _("Misconduct"),
    "sign-stop": _("Traffic"),
    "people": _("Community"),
    "three-dots": _("Other"),
}


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs' class is not generic at run time
    """Windows, extensions, reminders and the number."""

    class Meta:
        model = Policy
        fields: ClassVar = [
            "reopen_days",
            "extension_times",
            "extension_days",
            "late_reason_days",
            "remind_days",
            "remind_times",
            "number_prefix",
            "number_digits",
        ]
        help_texts: ClassVar = {
            "reopen_days": _("After the answer. When the last day is a holiday, until the next working day."),
            "extension_times": _("0: nobody may extend."),
            "late_reason_days": _("0: officers are not asked for reasons."),
            "remind_days": _("0: nobody is reminded."),
            "number_prefix": _("New cases only. Numbers begin again at 1 each year on 1 January."),
        }

    def clean_number_prefix(self) -> str:
        """The letters of samples stay theirs, so that no real case looks like one."""
        prefix: str = self.cleaned_data["number_prefix"]
        if prefix == SAMPLE_PREFIX:
            raise forms.ValidationError(_("Samples have these letters. Choose others."))
        return prefix


class OptionsForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What citizens may do and see."""

    class Meta:
        model = CitizenOptions
        fields: ClassVar = ["allows_anonymous", "shows_cases", "nearby_metres", "keeps_drafts_days"]


class CategoryForm(forms.Form):
    """A category with its division and time limit."""

    name_th = CleanCharField(label=_("Name in Thai"), max_length=100)
    name_en = CleanCharField(label=_("Name in English"), max_length=100)
    hint_th = CleanCharField(label=_("Examples in Thai"), max_length=150, required=False)
    hint_en = CleanCharField(label=_("Examples in English"), max_length=150, required=False)
    icon = forms.ChoiceField(label=_("Icon"), choices=list(ICONS.items()), initial="three-dots")
    days = forms.IntegerField(
        label=_("Time limit"),
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Days to answer. A change counts for cases filed from now on."),
        initial=15,
    )
    unit = forms.ChoiceField(label=_("Counted as"), choices=DayUnit.choices, initial=DayUnit.WORKING)
    needs_place = forms.BooleanField(label=_("A place has to be given"), required=False, initial=True)
    restricted = forms.BooleanField(
        label=_("Restricted"),
        required=False,
        help_text=_("Only administrators, whoever is responsible and named officers see these cases."),
    )
    active = forms.BooleanField(
        label=_("In use"), required=False, initial=True, help_text=_("Citizens can choose it for new cases.")
    )
    field_order = ("name_th", "name_en", "hint_th", "hint_en", "division", "days", "unit", "icon")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"] = forms.ModelChoiceField(
            label=_("Division that answers"),
            queryset=divisions(),
            empty_label=_("Choose a division"),
            error_messages={
                "required": _("Choose a division."),
                "invalid_choice": _("Choose a division from the list."),
            },
        )
        self.order_fields(self.field_order)

    @classmethod
    def of(cls, category: Category, data: Any, *, at: Any) -> "CategoryForm":
        """The form as `category` is now."""
        limit = limit_of(category, filed_at=at)
        unit = DayUnit.WORKING if limit.is_working else DayUnit.CALENDAR
        names = ("name_th", "name_en", "hint_th", "hint_en", "icon", "division", "needs_place", "restricted", "active")
        initial = {name: getattr(category, name) for name in names}
        return cls(data, initial={**initial, "days": limit.days, "unit": unit})

    def values(self) -> dict[str, Any]:
        """What the services want."""
        rest = dict(self.cleaned_data)
        return {"days": rest.pop("days"), "unit": rest.pop("unit"), "values": rest}


class StepForm(forms.Form):
    """One rung of the ladder; left empty it is none."""

    moment = forms.ChoiceField(
        label=_("When to warn"), choices=[("", _("No warning")), *EscalationStep.Moment.choices], required=False
    )
    value = forms.IntegerField(label=_("Number"), required=False, min_value=0, max_value=365)
    to_assignee = forms.BooleanField(label=_("Responsible officer"), required=False)
    to_heads = forms.BooleanField(label=_("Heads of the division"), required=False)
    to_executives = forms.BooleanField(label=_("Permanent secretary and administrators"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("moment"):
            return values
        if values.get("value") is None:
            self.add_error("value", _("Write a number."))
        elif values["moment"] == EscalationStep.Moment.SHARE and not 1 <= values["value"] <= 100:
            self.add_error("value", _("Write a share from 1 to 100."))
        if not any(values.get(name) for name in ("to_assignee", "to_heads", "to_executives")):
            self.add_error("to_assignee", _("Choose at least one person to warn."))
        return values


class _BaseSteps(forms.BaseFormSet):  # type: ignore[type-arg]  # as above
    def clean(self) -> None:
        found = [(step.moment, step.value) for step in steps_of(self)]
        if len(found) != len(set(found)):
            raise forms.ValidationError(_("Two warnings come at the same time. Change or empty one of them."))


def steps_of(formset: Any) -> list[EscalationStep]:
    """The rungs that are filled in."""
    rows = [form.cleaned_data for form in formset.forms if form.is_valid() and form.cleaned_data.get("moment")]
    return [EscalationStep(**row) for row in rows]


StepFormSet = forms.formset_factory(StepForm, formset=_BaseSteps, extra=2, max_num=8, validate_max=True)

"""The form of an acting order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.ui.fields import CleanCharField, ThaiDateField
from tenant_apps.registry.models import Capacity
from tenant_apps.registry.selectors import officers, positions
from tenant_apps.registry.services import Order


class ActingOrderForm(forms.Form):
    """Who acts for whom, by which order, and when."""

    capacity = forms.ChoiceField(label=_("Capacity"), choices=Capacity.choices)
    order_number = CleanCharField(
        label=_("Order number"), max_length=50, help_text=_("As it stands on the order, for example: 125/2569")
    )
    order_date = ThaiDateField(label=_("Date of the order"))
    starts_on = ThaiDateField(label=_("First day"))
    ends_on = ThaiDateField(label=_("Last day"), help_text=_("The rights end by themselves after this day."))
    file = forms.FileField(
        label=_("File of the order (PDF)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
    field_order = (
        "deputy",
        "capacity",
        "principal",
        "position",
        "order_number",
        "order_date",
        "starts_on",
        "ends_on",
        "file",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"] = forms.ModelChoiceField(
            label=_("Who acts"), queryset=officers(), empty_label=_("Choose a person")
        )
        self.fields["principal"] = forms.ModelChoiceField(
            label=_("For whom"),
            queryset=officers(active_only=False),
            required=False,
            empty_label=_("Nobody: the position is vacant"),
        )
        self.fields["position"] = forms.ModelChoiceField(
            label=_("In which vacant position"),
            queryset=positions(),
            required=False,
            empty_label=_("Choose a position"),
            help_text=_("Only when nobody holds it. Otherwise choose above for whom."),
        )
        self.order_fields(self.field_order)
        self.fields["starts_on"].initial = self.fields["order_date"].initial = clock.today()

    def order(self) -> Order:
        """What was written."""
        data = self.cleaned_data
        return Order(
            deputy=data["deputy"],
            principal=data["principal"],
            position=data["position"],
            capacity=Capacity(data["capacity"]),
            order_number=data["order_number"],
            order_date=data["order_date"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )

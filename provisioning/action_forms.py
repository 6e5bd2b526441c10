"""Forms of what is asked for about an LGO, and of notes about it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice
from provisioning import selectors, tenant_kinds
from provisioning.models import FollowUpKind
from shared_apps.ui.fields import CleanCharField, CleanTextField, ConfirmField, ThaiDateField
from shared_apps.ui.templatetags.thai import thainumber
from tenants.models import Tenant


class AmountField(forms.DecimalField):
    """Baht with satang; a comma between the thousands does no harm."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        options.setdefault("error_messages", {"invalid": _("Write the amount in digits, such as 1,500.00")})
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal("0.01"), **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace(",", "").strip())


class AskForm(forms.Form):
    """What every request has: the reason. It comes last."""

    reason = CleanTextField(
        label=_("Reason"),
        help_text=_("Who decides reads it, and so does the local government in its log."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason. It is kept in the log.")},
    )

    def __init__(self, *args: Any, tenant: Tenant, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tenant = tenant
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    @property
    def payload(self) -> dict[str, Any]:
        """What `provisioning.tenant_kinds` reads, as plain JSON."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if name not in {"reason", "sure"}}

    @property
    def subject(self) -> str:
        """What the request is about; of one kind one waits at a time."""
        return f"tenant:{self.tenant.pk}"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


class ExtendTrialForm(AskForm):
    """Until when."""

    until = ThaiDateField(label=_("New last day"), in_future=True)


class RespiteForm(AskForm):
    """Until when everything works although it is not paid for."""

    until = ThaiDateField(
        label=_("Last day of the respite"),
        help_text=_("Until then everything works although it is not paid for. After that the days count as before."),
        in_future=True,
    )


class ChangePlanForm(AskForm):
    """Which package, and by which paper of the LGO."""

    package = forms.ChoiceField(
        label=pgettext_lazy("yearly plan", "New package"),
        choices=lambda: selectors.plan_choices(),
        error_messages={"required": _("Choose a package."), "invalid_choice": _("Choose a package.")},
    )
    order_number = CleanCharField(
        label=_("Number of the local government's order or letter"),
        help_text=_("A larger package is invoiced, so the local government has to have asked for it in writing."),
        max_length=60,
        error_messages={"required": _("Write the number of the order or letter.")},
    )


class WaiveForm(AskForm):
    """Which invoice, and how much of it."""

    invoice = forms.ChoiceField(
        label=_("Invoice"),
        error_messages={"required": _("Choose an invoice."), "invalid_choice": _("Choose an invoice.")},
    )
    amount = AmountField(label=_("Amount with VAT (baht)"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        open_ones: Sequence[Invoice] = selectors.open_invoices_of(self.tenant)
        field = self.fields["invoice"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.pk), _invoice_label(one)) for one in open_ones]

    @property
    def subject(self) -> str:
        return f"invoice:{self.cleaned_data['invoice']}"


def _invoice_label(invoice: Invoice) -> str:
    text = gettext("%(number)s, %(amount)s baht are owed")
    return text % {"number": invoice.number, "amount": thainumber(invoice.balance, 2)}


class CreditForm(AskForm):
    """How much."""

    amount = AmountField(label=_("Amount with VAT (baht)"))


class TerminateForm(AskForm):
    """The LGO's written acceptance."""

    document_number = CleanCharField(
        label=_("Number of the local government's letter of acceptance"),
        max_length=60,
        error_messages={"required": _("Write the number of the letter.")},
    )
    document_date = ThaiDateField(label=_("Date of the letter"), in_past=True)
    accepted_by = CleanCharField(
        label=_("Signed by (name and position)"),
        max_length=150,
        error_messages={"required": _("Write who signed the letter.")},
    )
    sure = ConfirmField(
        label=_("The local government has taken its data away, or has said in writing that it need not.")
    )


FORMS: dict[str, type[AskForm]] = {
    tenant_kinds.EXTEND_TRIAL: ExtendTrialForm,
    tenant_kinds.RESPITE: RespiteForm,
    tenant_kinds.CHANGE_PLAN: ChangePlanForm,
    tenant_kinds.WAIVE: WaiveForm,
    tenant_kinds.CREDIT: CreditForm,
    tenant_kinds.TERMINATE: TerminateForm,
}


_WRITTEN = [choice for choice in FollowUpKind.choices if choice[0] != FollowUpKind.REMINDER]


class FollowUpForm(forms.Form):
    """A note, a call, a promise; with a day when something is still to be done."""

    kind = forms.ChoiceField(label=_("What was it"), choices=lambda: _WRITTEN)
    text = CleanTextField(
        label=_("What was said or done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was said or done.")},
    )
    amount = AmountField(label=_("Amount promised (baht)"), required=False)
    due_on = ThaiDateField(label=_("Next step by"), required=False)

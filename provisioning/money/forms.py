"""Forms of money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from billing.models import Bank, BankAccount
from billing.rules import EARLIEST
from billing.selectors.bank import Owed, bank_accounts
from billing.statements import Columns
from billing.statements.values import parse_amount
from kit.errors import DomainError, Invalid
from kit.thai import to_ascii_digits
from shared_apps.ui.fields import CleanCharField, CleanTextField, ThaiDateField, validation_error

MAX_STATEMENT = 10 * 1024**2
_NOT_POSITIVE = _("Write an amount of more than nothing.")


class MoneyField(CleanCharField):
    """An amount of baht of more than nothing, as people write it: `1,234.50`, Thai digits too."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_amount(text)
        except DomainError as error:
            raise validation_error(error) from error
        if amount is None or amount <= 0:
            raise ValidationError(_NOT_POSITIVE, code="positive")
        return amount


class ReasonForm(forms.Form):
    """A reason that is kept."""

    reason = CleanTextField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason. It is kept in the log.")},
    )


class AmountForm(ReasonForm):
    """An amount to take back or to send back, and why."""

    amount = MoneyField(label=_("Amount (baht)"), error_messages={"required": _("Write the amount.")})
    field_order = ["amount", "reason"]  # noqa: RUF012  # as Django declares it


class ReferenceForm(forms.Form):
    """How a refund by bank transfer went."""

    reference = CleanCharField(
        label=_("Reference of the transfer"),
        max_length=120,
        error_messages={"required": _("Write the bank's reference of the transfer.")},
    )


class AccountForm(forms.Form):
    """One of our bank accounts."""

    bank = forms.ChoiceField(label=_("Which bank"), choices=Bank.choices)
    number = CleanCharField(
        label=_("Account number"),
        max_length=20,
        help_text=_("10 to 15 digits; hyphens are left out."),
        error_messages={"required": _("Write the account number.")},
    )
    name = CleanCharField(
        label=_("Account name"), max_length=150, error_messages={"required": _("Write the account name.")}
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def clean_number(self) -> str:
        """Its digits."""
        try:
            typed = to_ascii_digits(self.cleaned_data["number"] or "")
        except Invalid as error:
            raise validation_error(error) from error
        digits = typed.replace("-", "").replace(" ", "")
        if not digits.isdigit() or not 10 <= len(digits) <= 15:
            raise ValidationError(_("An account number has 10 to 15 digits."), code="digits")
        return digits

    @classmethod
    def of(cls, account: BankAccount | None, data: Any = None) -> "AccountForm":
        """Filled with what the account is now."""
        names = cls.base_fields
        initial = {name: getattr(account, name) for name in names} if account else {}
        return cls(data, initial=initial)


class ImportForm(forms.Form):
    """A file of movements. `kept` is one that was sent already and waits for its columns to be told."""

    account: "forms.ModelChoiceField[BankAccount]" = forms.ModelChoiceField(
        label=_("Account"),
        queryset=None,
        error_messages={"required": _("Choose the account."), "invalid_choice": _("Choose the account.")},
    )
    file = forms.FileField(
        label=_("Statement"),
        required=False,
        help_text=_("CSV in UTF-8 or Thai (TIS-620), or camt.053 as XML; at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xml,text/csv,application/xml"}),
        error_messages={
            "empty": _("This file is empty. Choose another one."),
            "required": _("Choose the file of the statement."),
        },
    )
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("kept")
        field = self.fields["account"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = accounts = bank_accounts(active_only=True)
            field.empty_label = _("Choose the account")
            if len(accounts) == 1:
                field.initial = accounts[0]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file = values.get("file")
        if file is not None and file.size > MAX_STATEMENT:
            self.add_error("file", _("This file is larger than 10 MB. Take a shorter time at your bank."))
        return values


_COLUMNS = {
    "day": _("Date"),
    "deposit": _("Money in"),
    "withdrawal": _("Money out"),
    "amount": _("Amount, when one column has both"),
    "side": _("Debit or credit"),
    "balance": _("Balance"),
    "description": _("Description"),
    "reference": _("Reference 1"),
    "second_reference": _("Reference 2"),
    "payer": _("Payer"),
    "entry_reference": _("The bank's number of the movement"),
}


class ColumnsForm(forms.Form):
    """What each column of a file is; asked for once for each layout."""

    def __init__(self, *args: Any, names: list[str], columns: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "columns", **kwargs})
        choices = [("", _("No such column")), *((str(place), name or "–") for place, name in enumerate(names))]
        known = columns.as_mapping
        self.header = columns.header
        for name, label in _COLUMNS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=str(known.get(name, ""))
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("day"):
            self.add_error("day", _("Choose the column with the date."))
        if not values.get("deposit") and not values.get("amount"):
            self.add_error("deposit", _("Choose the column with the money that came in, or the one with the amount."))
        return values

    @property
    def columns(self) -> Columns:
        """What was chosen."""
        chosen = {name: int(place) for name, place in self.cleaned_data.items() if place}
        return Columns(header=self.header, **chosen)


class MatchForm(forms.Form):
    """Which open invoices of an LGO a movement is for, the tax withheld of each, and how one knows."""

    evidence = CleanTextField(
        label=_("How do you know?"),
        max_length=500,
        help_text=_("Such as a call, a letter or a slip. A slip alone is no proof that money came."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write how you know what this payment is for.")},
    )
    file = forms.FileField(
        label=_("Evidence as PDF"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )

    def __init__(self, *args: Any, owed: list[Owed], chosen: set[int], net: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = owed
        for one in owed:
            pk = one.invoice.pk
            self.fields[f"invoice_{pk}"] = forms.BooleanField(
                label=one.invoice.number, required=False, initial=pk in chosen
            )
            self.fields[f"withheld_{pk}"] = forms.BooleanField(
                label=_("Tax was withheld"), required=False, initial=net and pk in chosen
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The open invoices with their boxes."""
        return [
            {"owed": one, "box": self[f"invoice_{one.invoice.pk}"], "tax": self[f"withheld_{one.invoice.pk}"]}
            for one in self.owed
        ]

    @property
    def chosen(self) -> list[tuple[int, Decimal]]:
        """The invoices that were ticked, and the tax withheld of each."""
        ticked = [one for one in self.owed if self.cleaned_data[f"invoice_{one.invoice.pk}"]]
        return [
            (one.invoice.pk, one.withholding if self.cleaned_data[f"withheld_{one.invoice.pk}"] else Decimal(0))
            for one in ticked
        ]


class CertificateForm(forms.Form):
    """What stands on a certificate of tax withheld."""

    number = CleanCharField(
        label=_("Number of the certificate"),
        max_length=60,
        error_messages={"required": _("Write the number of the certificate.")},
    )
    issued_on = ThaiDateField(label=_("Date of the certificate"), in_past=True, earliest=EARLIEST)
    file = forms.FileField(
        label=_("Certificate as PDF"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )


class DayForm(forms.Form):
    """The day up to which something is reckoned."""

    day = ThaiDateField(label=_("Until the end of"), in_past=True, earliest=EARLIEST)

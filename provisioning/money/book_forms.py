"""Forms of price books."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _

from billing.models import PriceBook
from billing.services.books import BookValues, PackageRow, StorageRow
from provisioning.money.forms import MoneyField
from shared_apps.ui.fields import CleanCharField, ThaiDateField

GIGABYTE = 1024**3
if TYPE_CHECKING:
    _FormSet = BaseFormSet[Any]
else:  # at run time Django's takes no parameter
    _FormSet = BaseFormSet


class BookForm(forms.Form):
    """A price book, without its packages and storage."""

    effective_from = ThaiDateField(label=_("Effective from"), in_future=True)
    vat_percent = forms.DecimalField(label=_("VAT (%)"), max_digits=4, decimal_places=2, min_value=0, max_value=30)
    withholding_percent = forms.DecimalField(
        label=_("Withholding tax (%)"), max_digits=4, decimal_places=2, min_value=0, max_value=30
    )
    installation = MoneyField(label=_("Installation, once (baht)"))
    legal_basis = CleanCharField(label=_("Legal basis"), max_length=300, required=False)


class PackageForm(forms.Form):
    """A package of a price book."""

    code = CleanCharField(label=_("Code"), max_length=10)
    name_th = CleanCharField(label=_("Name in Thai"), max_length=100)
    name_en = CleanCharField(label=_("Name in English"), max_length=100)
    yearly = MoneyField(label=_("A year (baht)"))
    accounts = forms.IntegerField(
        label=_("Accounts"), min_value=1, max_value=100_000, required=False, help_text=_("Empty: unlimited")
    )
    gigabytes = forms.IntegerField(label=_("Storage (GB)"), min_value=1, max_value=100_000)


class StorageForm(forms.Form):
    """More storage of a price book."""

    code = CleanCharField(label=_("Code"), max_length=10)
    monthly = MoneyField(label=_("A month (baht)"))
    gigabytes = forms.IntegerField(label=_("Storage (GB)"), min_value=1, max_value=100_000)


class _Rows(_FormSet):
    """Rows of a price book; their codes differ."""

    def clean(self) -> None:
        codes = [row["code"] for row in self.values]
        if len(set(codes)) < len(codes):
            raise ValidationError(_("Two rows have the same code. Give each its own."), code="codes")

    @property
    def values(self) -> list[dict[str, Any]]:
        """The rows that stay."""
        rows = (form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data"))
        return [row for row in rows if row.get("code") and not row.get("DELETE")]


Packages = forms.formset_factory(PackageForm, formset=_Rows, extra=1, can_delete=True, max_num=12)
Storages = forms.formset_factory(StorageForm, formset=_Rows, extra=1, can_delete=True, max_num=12)


class BookForms:
    """The form of a price book with its rows, filled from another book."""

    def __init__(self, data: Any, source: PriceBook, *, keep_day: bool) -> None:
        initial = {name: getattr(source, name) for name in BookForm.base_fields if name != "effective_from"}
        day = {"effective_from": source.effective_from} if keep_day else {}
        self.book = BookForm(data, initial={**initial, **day})
        packages = [_package(one) for one in source.packages.all()]
        storage = [_storage(one) for one in source.storage.all()]
        self.packages: Any = Packages(data, prefix="packages", initial=packages)
        self.storage: Any = Storages(data, prefix="storage", initial=storage)

    def is_valid(self) -> bool:
        """Whether all of them are."""
        return all([self.book.is_valid(), self.packages.is_valid(), self.storage.is_valid()])

    @property
    def all_forms(self) -> list[Any]:
        """For the summary of errors."""
        return [self.book, *self.packages.forms, *self.storage.forms]

    @property
    def values(self) -> BookValues:
        """What the book shall say."""
        return BookValues(
            **self.book.cleaned_data,
            packages=[
                PackageRow(
                    code=row["code"],
                    name_th=row["name_th"],
                    name_en=row["name_en"],
                    yearly=row["yearly"],
                    accounts=row["accounts"],
                    storage=row["gigabytes"] * GIGABYTE,
                )
                for row in self.packages.values
            ],
            storage=[
                StorageRow(code=row["code"], monthly=row["monthly"], storage=row["gigabytes"] * GIGABYTE)
                for row in self.storage.values
            ],
        )


def _package(one: Any) -> dict[str, Any]:
    names = ("code", "name_th", "name_en", "yearly", "accounts")
    return {**{name: getattr(one, name) for name in names}, "gigabytes": one.storage // GIGABYTE}


def _storage(one: Any) -> dict[str, Any]:
    return {"code": one.code, "monthly": one.monthly, "gigabytes": one.storage // GIGABYTE}

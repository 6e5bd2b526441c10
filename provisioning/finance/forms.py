"""Forms of an LGO's pages of money."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.rules import EARLIEST
from billing.services.certificates import Paper
from billing.services.customers import CustomerValues
from kit import clock
from kit.dates import fiscal_year, fiscal_year_bounds
from kit.errors import DomainError
from kit.identifiers import format_juristic_id, parse_tax_id
from provisioning.finance.offers import Packages
from shared_apps.ui.fields import CleanCharField, CleanTextField, ThaiDateField, ThaiPhoneField, validation_error
from shared_apps.ui.templatetags.thai import is_thai, thaidate

MOST_UNITS = 20
_PAPERS = [FileExtensionValidator(["pdf", "jpg", "jpeg", "png", "webp"])]
_WHAT_FILES = _("PDF or photo, up to 15 MB")


class UnitsForm(forms.Form):
    """How many of each size; read from the address."""

    units = forms.IntegerField(
        label=_("How many of each"),
        min_value=1,
        max_value=MOST_UNITS,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )

    @property
    def chosen(self) -> int:
        """What was asked for, or one."""
        return self.cleaned_data["units"] if self.is_bound and self.is_valid() else 1


class BuyForm(forms.Form):
    """One button: what, how many, and from when."""

    code = forms.CharField(max_length=20)
    begins = forms.CharField(max_length=4)
    units = forms.IntegerField(min_value=1, max_value=MOST_UNITS, required=False)

    def chosen(self) -> dict[str, Any]:
        """What `offers.make_offer` takes."""
        return {**self.cleaned_data, "units": self.cleaned_data.get("units") or 1}


class PackageForm(forms.Form):
    """A package and more storage, of what is on sale."""

    package = forms.ChoiceField(label=_("Package"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sale: Packages, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["package"]
        choice.choices = sale.packages
        self.sizes = [code for code, _label in sale.storage]
        for code, label in sale.storage:
            self.fields[f"storage_{code}"] = forms.IntegerField(
                label=gettext("More storage: %(size)s") % {"size": label},
                min_value=0,
                max_value=MOST_UNITS,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-short"}),
            )

    def chosen(self) -> dict[str, Any]:
        """What `offers.make_offer` takes."""
        units = {code: self.cleaned_data.get(f"storage_{code}") or 0 for code in self.sizes}
        return {**self.cleaned_data, "storage": {code: count for code, count in units.items() if count}}


class NewForm(PackageForm):
    """The first subscription."""

    begins = forms.ChoiceField(label=_("Begins"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sale: Packages, **options: Any) -> None:
        super().__init__(*args, sale=sale, **options)
        choice: Any = self.fields["begins"]
        choice.choices = sale.starts
        choice.initial = sale.starts[-1][0]
        self.order_fields(["package", "begins"])


class BudgetForm(PackageForm):
    """An estimate for the budget of a fiscal year."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, sale: Packages, **options: Any) -> None:
        super().__init__(*args, sale=sale, **options)
        this = fiscal_year(clock.today())
        choice: Any = self.fields["year"]
        choice.choices = [(year, _year_label(year)) for year in (this + 1, this + 2, this)]
        choice.initial = this + 1
        self.order_fields(["year", "package"])


def _year_label(year: int) -> str:
    first, last = fiscal_year_bounds(year)
    shown = year if is_thai() else last.year
    return gettext("%(year)s (%(first)s to %(last)s)") % {
        "year": shown,
        "first": thaidate(first),
        "last": thaidate(last),
    }


class RenewalForm(PackageForm):
    """What the LGO wants from its renewal on."""

    END: ClassVar = "-"
    reason = CleanCharField(
        label=_("Reason, if you do not renew"), max_length=500, required=False, help_text=_("It helps us to do better.")
    )

    def __init__(self, *args: Any, sale: Packages, **options: Any) -> None:
        super().__init__(*args, sale=sale, **options)
        choice: Any = self.fields["package"]
        choice.choices = [*sale.packages, (self.END, gettext("Do not renew"))]
        self.order_fields(["package", *(f"storage_{code}" for code in self.sizes), "reason"])

    @property
    def ends(self) -> bool:
        """Whether there shall be no next term."""
        return bool(self.cleaned_data["package"] == self.END)


class OrderForm(forms.Form):
    """Acceptance by purchase order."""

    order_number = CleanCharField(
        label=_("Number of the purchase order"),
        max_length=60,
        error_messages={"required": _("Write the number of the purchase order or contract.")},
    )
    order_date = ThaiDateField(label=_("Date of the purchase order"), in_past=True, earliest=EARLIEST)
    file = forms.FileField(
        label=_("The signed purchase order"), required=False, validators=_PAPERS, help_text=_WHAT_FILES
    )


class SlipForm(forms.Form):
    """Proof of a transfer."""

    file = forms.FileField(
        label=_("Proof of the transfer"),
        validators=_PAPERS,
        help_text=_WHAT_FILES,
        error_messages={"required": _("Choose the file of the proof.")},
    )
    note = CleanCharField(label=_("Note"), max_length=300, required=False)


class CertificateForm(forms.Form):
    """A certificate of withheld tax (50 ทวิ)."""

    number = CleanCharField(
        label=_("Number of the certificate"),
        max_length=60,
        help_text=_("Book and number, as printed on it."),
        error_messages={"required": _("Write the number of the certificate.")},
    )
    issued_on = ThaiDateField(label=_("Date of the certificate"), in_past=True, earliest=EARLIEST)
    file = forms.FileField(
        label=_("The certificate as PDF"),
        validators=[FileExtensionValidator(["pdf"])],
        error_messages={"required": _("Choose the file of the certificate.")},
    )

    @property
    def paper(self) -> Paper:
        """What stands on it."""
        values = self.cleaned_data
        return Paper(number=values["number"], issued_on=values["issued_on"], upload=values["file"])


class ReasonForm(forms.Form):
    """Why something is asked for."""

    reason = CleanCharField(
        label=_("Why do you need a replacement?"),
        max_length=500,
        help_text=_("The reason stands on the replacement, as the Revenue Code asks."),
        error_messages={"required": _("Write why you need a replacement, such as: the original was lost.")},
    )


class TaxIdField(CleanCharField):
    """The 13 digits of a taxpayer, bare."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return parse_tax_id(text)
        except DomainError as error:
            raise validation_error(error) from error

    def prepare_value(self, value: Any) -> Any:
        return format_juristic_id(value) if isinstance(value, str) and len(value) == 13 and value.isdecimal() else value


class TaxForm(forms.Form):
    """The LGO as it stands on documents."""

    HEAD_OFFICE: ClassVar = "สำนักงานใหญ่"
    legal_name = CleanCharField(
        label=_("Name on documents"),
        max_length=200,
        error_messages={"required": _("Write the name that shall stand on documents.")},
    )
    tax_id = TaxIdField(
        label=_("Tax id (13 digits)"),
        max_length=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the tax id of your office, 13 digits.")},
    )
    branch = CleanCharField(
        label=_("Head office or branch"),
        max_length=100,
        help_text=_("Local governments usually write “head office”."),
        error_messages={"required": _("Write “head office”, or the number of the branch.")},
    )
    address = CleanTextField(
        label=_("Address"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the address that shall stand on documents.")},
    )
    email = forms.EmailField(label=_("E-mail for documents"), required=False)
    phone = ThaiPhoneField(label=_("Telephone"), max_length=40, required=False)
    contact_name = CleanCharField(label=_("Contact person"), max_length=150, required=False)

    @property
    def values(self) -> CustomerValues:
        """For the service."""
        return CustomerValues(**self.cleaned_data)

"""What happened with an LGO's bills: documents and payments at the operator, acts of officers in the LGO's own log."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit import clock
from provisioning.finance import reading
from shared_apps.audit.selectors import entries
from shared_apps.ui.fields import CleanCharField, ThaiDateField
from tenants.models import Tenant

ACTS = {
    "billing.quote_issued": _("Quotation asked for"),
    "billing.renewal_chosen": _("Choice for the renewal"),
    "billing.notice_given": _("Chosen not to renew"),
    "billing.quote_accepted": _("Quotation accepted"),
    "billing.quote_declined": _("Quotation declined"),
    "billing.evidence_handed_in": _("Evidence handed in"),
    "billing.certificate_handed_in": _("Certificate of withheld tax handed in"),
    "billing.customer_changed": _("Tax data changed"),
    "billing.document_replaced": _("Replacement of a document issued"),
    "billing.checkout_opened": _("Page to pay on opened"),
    "billing.documents.export": _("List of documents taken away"),
    "billing.history.export": _("History of bills taken away"),
}
MONEY, OFFICE = "money", "office"
HEADERS = (_("Time"), pgettext_lazy("billing", "What happened"), _("Number"), _("Amount (baht)"), _("By"), _("Reason"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """Something that happened; `amount` in baht, `by` an officer's name."""

    at: datetime
    kind: str
    what: str
    number: str = ""
    amount: Decimal | None = None
    by: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """What a search looks through."""
        return f"{self.what} {self.number} {self.by} {self.note} {self.amount or ''}".lower()


class HistoryForm(forms.Form):
    """What to show of it."""

    q = CleanCharField(label=_("Search by number, person or reason"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=(("", _("All")), (MONEY, _("Documents and payments")), (OFFICE, _("What your office did"))),
        required=False,
    )
    first = ThaiDateField(label=_("From"), required=False)
    last = ThaiDateField(label=_("Until"), required=False)


def rows(tenant: Tenant, form: HistoryForm) -> list[Row]:
    """What fits a form that is valid, newest first; nothing when it is not."""
    if not form.is_valid():
        return []
    found = [row for row in [*_money(tenant), *_acts()] if _fits(row, form.cleaned_data)]
    return sorted(found, key=lambda row: row.at, reverse=True)


def _money(tenant: Tenant) -> list[Row]:
    return [
        Row(at=one.at, kind=MONEY, what=str(one.what), number=one.number, amount=one.amount)
        for one in reading.happened(tenant)
    ]


def _acts() -> list[Row]:
    return [
        Row(
            at=entry.at,
            kind=OFFICE,
            what=str(ACTS[entry.action]),
            number=str(entry.data.get("number", "")),
            by=entry.actor_name,
            note=str(entry.data.get("reason", "")),
        )
        for entry in entries().filter(action__in=list(ACTS))
    ]


def _fits(row: Row, wanted: dict[str, Any]) -> bool:
    day: date = clock.bangkok_day(row.at)
    return (
        (not wanted["kind"] or row.kind == wanted["kind"])
        and (not wanted["first"] or wanted["first"] <= day)
        and (not wanted["last"] or day <= wanted["last"])
        and all(word in row.text for word in wanted["q"].lower().split())
    )


def cells(row: Row) -> list[Any]:
    """A row of the export, in the order of `HEADERS`."""
    return [row.at, row.what, row.number, row.amount, row.by, row.note]

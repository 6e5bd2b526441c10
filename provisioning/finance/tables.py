"""The list of an LGO's documents."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provisioning.finance.reading import DocumentRow
from shared_apps.ui.templatetags.thai import icon, status_badge, thaidate, thaidatetime, thainumber

_ONE_LINE = {"td": {"class": "nowrap"}}
_NUMERIC = {"td": {"class": "numeric"}, "th": {"class": "numeric"}}
HEADERS = (_("Number"), _("Type"), _("Issued"), _("Amount (baht)"), _("Status"))


class DocumentTable(tables.Table):
    """Quotations, invoices, receipts and credit notes."""

    number = tables.Column(verbose_name=_("Number"), attrs={"td": {"class": "row-head"}})
    kind_label = tables.Column(verbose_name=_("Type"))
    issued_on = tables.Column(verbose_name=_("Issued"), attrs=_ONE_LINE)
    gross = tables.Column(verbose_name=_("Amount (baht)"), attrs=_NUMERIC)
    badge = tables.Column(verbose_name=_("Status"), orderable=False)
    pdf = tables.Column(verbose_name=_("File"), accessor="number", orderable=False)

    class Meta:
        empty_text = _("No document was found. Quotations, invoices and receipts stand here once they are issued.")

    def render_number(self, record: DocumentRow) -> SafeString:
        return format_html('<a class="reference" href="{}">{}</a>', page_of(record), record.number)

    def render_issued_on(self, value: Any) -> str:
        return thaidate(value)

    def render_gross(self, value: Any) -> str:
        return thainumber(value, 2)

    def render_badge(self, value: Any) -> SafeString:
        return status_badge(value)

    def render_pdf(self, record: DocumentRow) -> SafeString:
        url = reverse("finance_pdf", args=[record.number])
        link = (
            '<a class="btn btn-outline-secondary btn-sm" href="{}">{} PDF<span class="visually-hidden"> {}</span></a>'
        )
        return format_html(link, url, icon("file-earmark-pdf"), record.number)


def page_of(row: DocumentRow) -> str:
    """Where a document is looked at."""
    names = {"QT": "finance_quote", "IV": "finance_invoice"}
    return reverse(names.get(row.kind, "finance_document"), args=[row.number])


def export_rows(rows: Iterable[DocumentRow]) -> Iterable[list[Any]]:
    """The list for Excel."""
    return ([row.number, row.kind_label, row.issued_on, row.gross, str(row.badge.label)] for row in rows)


class HistoryTable(tables.Table):
    """What happened with an LGO's bills; rows are `history.Row`."""

    at = tables.Column(verbose_name=_("Time"), attrs={"td": {"class": "row-head nowrap"}})
    what = tables.Column(verbose_name=pgettext_lazy("billing", "What happened"))
    number = tables.Column(verbose_name=_("Number"), default="–", attrs={"td": {"class": "reference"}})
    amount = tables.Column(
        verbose_name=_("Amount (baht)"), default="–", attrs={"td": {"class": "numeric"}, "th": {"class": "numeric"}}
    )
    by = tables.Column(verbose_name=_("By"), default="–")
    note = tables.Column(verbose_name=_("Reason"), default="–")

    class Meta:
        order_by = "-at"
        empty_text = _("Nothing was found. Quotations, invoices and payments of your office stand here.")

    def render_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_amount(self, value: Any) -> str:
        return thainumber(value, 2)

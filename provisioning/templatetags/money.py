"""The menu of the pages of money."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from provisioning.duties import Duty, has_duty

register = template.Library()

_SECTIONS: tuple[tuple[Any, tuple[tuple[str, str, Any], ...]], ...] = (
    (_("Overview"), (("overview", "money", _("Overview")),)),
    (
        _("Invoices"),
        (
            ("invoices", "money_invoices", _("Invoices")),
            ("credit-notes", "money_credit_notes", _("Credit notes")),
            ("receivables", "money_receivables", _("Receivables by age")),
        ),
    ),
    (
        _("Payments"),
        (
            ("payments", "money_payments", _("Payments")),
            ("refunds", "money_refunds", _("Refunds")),
            ("certificates", "money_certificates", _("Certificates of tax withheld")),
        ),
    ),
    (
        _("Banking"),
        (
            ("bank-lines", "money_lines", _("Match movements")),
            ("statements", "money_statements", _("Statements")),
            ("accounts", "money_accounts", _("Bank accounts")),
            ("reconciliations", "money_runs", _("Reconciliation")),
        ),
    ),
    (
        _("Card and PromptPay"),
        (
            ("provider-messages", "provider_messages", _("Messages of the provider")),
            ("provider-disputes", "provider_disputes", _("Disputes")),
            ("provider-payouts", "provider_payouts", _("Payouts")),
        ),
    ),
    (
        _("Ledger"),
        (
            ("revenue", "money_revenue", _("Revenue")),
            ("journal", "money_journal", _("Journal")),
            ("trial_balance", "money_trial_balance", _("Trial balance")),
        ),
    ),
    (
        _("Prices and days"),
        (
            ("price-books", "money_books", _("Price books")),
            ("ladder-rules", "money_ladders", _("Days of the ladder")),
        ),
    ),
)


@register.simple_tag(takes_context=True)
def may_act_on_money(context: dict[str, Any]) -> bool:
    """Whether who looks may also act; who only approves sees no forms that would refuse them."""
    return has_duty(context["user"], Duty.FINANCE)


@register.inclusion_tag("provisioning/money/nav.html")
def money_nav(here: str) -> dict[str, Any]:
    """The sections, and the pages of the one in which `here` is."""
    sections = [
        {"label": label, "url_name": pages[0][1], "active": any(code == here for code, _url, _label in pages)}
        for label, pages in _SECTIONS
    ]
    pages = next((pages for _label, pages in _SECTIONS if any(code == here for code, _url, _label in pages)), ())
    return {"sections": sections, "pages": pages if len(pages) > 1 else (), "here": here}

"""Lists of the payment provider that can be taken away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.selectors import provider as selectors
from provisioning import exports
from provisioning.duties import Duty, has_duty
from provisioning.provider import filters, tables
from shared_apps.exports.registry import ListExport

CODES = {
    "messages": "console-provider-messages",
    "disputes": "console-provider-disputes",
    "payouts": "console-provider-payouts",
}


def declare() -> None:
    """Declare them; run again, it replaces what was declared."""
    for listed in _LISTS:
        exports.register(listed)


def _may_see(user: Any) -> bool:
    return has_duty(user, Duty.FINANCE, Duty.APPROVER)


_LISTS = (
    ListExport(
        code=CODES["messages"],
        label=_("messages of the payment provider"),
        headers=tables.message_headers,
        rows_of=lambda _user, query: filters.MessageFilter(query, queryset=selectors.messages()).qs,
        row=tables.message_row,
        may_export=_may_see,
    ),
    ListExport(
        code=CODES["disputes"],
        label=_("disputed payments"),
        headers=tables.dispute_headers,
        rows_of=lambda _user, query: filters.DisputeFilter(query, queryset=selectors.disputes()).qs,
        row=tables.dispute_row,
        may_export=_may_see,
    ),
    ListExport(
        code=CODES["payouts"],
        label=_("payouts of the payment provider"),
        headers=tables.payout_headers,
        rows_of=lambda _user, query: filters.PayoutFilter(query, queryset=selectors.payouts()).qs,
        row=tables.payout_row,
        may_export=_may_see,
    ),
)

"""What LGOs are told by billing."""

from django.utils.translation import gettext_lazy as _

from billing import ladder_events
from shared_apps.notifications import events
from shared_apps.notifications.events import Event, Group, Placeholder

AMOUNT = Placeholder(name="amount", label=_("amount in baht"), sample="607.48")
INVOICE = Placeholder(name="number", label=_("number of the invoice"), sample="IV-2570-000001", required=True)
_RECEIPT = Placeholder(name="receipt", label=_("number of the receipt"), sample="RT-2570-000001", required=True)
_PAID_ON = Placeholder(name="paid_on", label=_("day of the payment"), sample=_("20 November 2026"))


def declare() -> None:
    """Certificates of tax withheld, void receipts, and the ladder's steps."""
    ladder_events.declare()
    events.register_group(Group(code="billing", label=_("Plan and payment"), order=90))
    events.register(
        Event(
            code="billing/certificate_awaited",
            label=_("A certificate of tax withheld is awaited"),
            audience="officer",
            placeholders=(INVOICE, AMOUNT, "lgo", _PAID_ON),
            statutory=True,
            channels=("email",),
        ),
        Event(
            code="billing/certificate_refused",
            label=_("A certificate of tax withheld has to be mended"),
            audience="officer",
            placeholders=(INVOICE, AMOUNT, "lgo", "reason"),
            statutory=True,
            channels=("email",),
        ),
        Event(
            code="billing/receipt_void",
            label=_("A receipt is void"),
            audience="officer",
            placeholders=(_RECEIPT, INVOICE, AMOUNT, "lgo", "reason"),
            statutory=True,
            channels=("email",),
        ),
    )

"""Pages to pay on are closed when what they ask for is owed no longer."""

from datetime import datetime

from django.db import transaction

from billing.models import Checkout, CheckoutState, Invoice
from shared_apps.jobs.services import enqueue


@transaction.atomic
def close_open_checkouts(*, invoice: Invoice, at: datetime) -> None:
    """Let the open page of an invoice end, by a job after this transaction. Who pays on it before that gets credit.

    Call it in the transaction that settles or credits a part of the invoice.
    """
    still_open = Checkout.objects.filter(invoice=invoice, state__in=[CheckoutState.OPENING, CheckoutState.OPEN])
    for checkout in still_open:
        enqueue(
            "billing.close_checkout", key=f"checkout:{checkout.pk}:close:{at.isoformat()}", checkout=str(checkout.pk)
        )

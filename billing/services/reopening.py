"""What had been settled and is owed again."""

from decimal import Decimal

from billing.models import Invoice
from billing.rules import vat_due
from kit.money import ZERO


def reopen(invoice: Invoice, amount: Decimal) -> Decimal:
    """Count `amount` (baht) of a locked invoice as not settled; returns the VAT that is due no longer."""
    noted = sum((note.vat for note in invoice.credit_notes.all()), ZERO)
    owed, invoice.settled = invoice.gross - invoice.credited, invoice.settled - amount
    vat = vat_due(gross=owed, vat=invoice.vat - noted, paid_before=invoice.settled, paid_now=amount)
    Invoice.objects.filter(pk=invoice.pk).update(settled=invoice.settled, settled_at=None)
    return vat

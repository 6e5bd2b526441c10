"""That revenue was posted until a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RevenueRun(models.Model):
    """What was earned until the end of a day stands in the ledger; run again, what was left is added.

    `amount` is what stands in the ledger for the day (baht, before VAT), `failed` the invoices that were not posted.
    """

    day = models.DateField(pgettext_lazy("billing", "day"))
    count = models.PositiveIntegerField(_("entries"), default=0)
    amount = models.DecimalField(_("earned"), max_digits=14, decimal_places=2, default=0)
    failed = models.PositiveIntegerField(_("not posted"), default=0)
    run_at = models.DateTimeField(default=timezone.now)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("posting of revenue")
        verbose_name_plural = _("postings of revenue")
        constraints: ClassVar = [models.UniqueConstraint(fields=["day"], name="billing_revenue_day")]

    def __str__(self) -> str:
        return str(self.day)

"""Acting for someone by a dated order (facts A)."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User
from shared_apps.files.models import StoredFile
from tenant_apps.registry.models.people import Officer
from tenant_apps.registry.models.positions import Position


class Capacity(models.TextChoices):
    """In what capacity someone acts; the words of the signature block."""

    ACTING_FOR = "acting_for", _("Acting for (rak-sa-ratchakan-thaen)")
    ON_BEHALF = "on_behalf", _("On behalf of (patibat-ratchakan-thaen)")
    ACTING_IN_POSITION = "in_position", _("Acting in the position (rak-sa-kan-nai-tamnaeng)")
    PERFORMING = "performing", _("Performing the duties (patibat-nathi)")

    @property
    def is_exclusive(self) -> bool:
        """Whether only one person can act so for the same office at a time; work may be delegated to several."""
        return self != Capacity.ON_BEHALF


class ActingOrder(models.Model):
    """An order by which `deputy` acts for `principal`, or in a `position` that nobody holds.

    Valid from `starts_on` to `ends_on`, both included; `ended_on` is the first day on which it is no longer
    valid when it was ended early. `position_name` keeps what stands in the signature block.
    """

    deputy = models.ForeignKey(Officer, verbose_name=_("who acts"), on_delete=models.PROTECT, related_name="acts_under")
    principal = models.ForeignKey(
        Officer,
        verbose_name=_("for whom"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acted_for_by",
    )
    position = models.ForeignKey(
        Position,
        verbose_name=_("in which position"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acting_orders",
    )
    position_name = models.CharField(_("position"), max_length=100, blank=True)
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity)
    order_number = models.CharField(_("order number"), max_length=50)
    order_date = models.DateField(_("date of the order"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("file of the order"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("acting order")
        verbose_name_plural = _("acting orders")
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="registry_acting_days"),
            models.CheckConstraint(
                condition=Q(principal__isnull=False) ^ Q(position__isnull=False), name="registry_acting_for_one"
            ),
            models.CheckConstraint(
                condition=Q(principal__isnull=True) | ~Q(principal=F("deputy")), name="registry_acting_not_oneself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["deputy", "starts_on", "ends_on"], name="registry_acting_deputy"),
            models.Index(fields=["-starts_on", "-id"], name="registry_acting_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.order_number}: {self.deputy} → {self.principal or self.position}"

    @property
    def last_day(self) -> date:
        """The last day on which it is valid, also when it was ended early."""
        return self.ends_on if self.ended_on is None else min(self.ends_on, self.ended_on - timedelta(days=1))

    @property
    def is_void(self) -> bool:
        """Whether it was ended on its first day or before it: no day is left on which it was valid."""
        return self.last_day < self.starts_on

    def is_valid(self, day: date) -> bool:
        """Whether someone may act under it on that day."""
        return self.starts_on <= day <= self.ends_on and (self.ended_on is None or day < self.ended_on)

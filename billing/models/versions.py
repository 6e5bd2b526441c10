"""What holds from a day on once two people agreed to it: prices, days of the ladder."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """How far a version is. Only an approved one is ever used, and it never changes again."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AgreedVersion(models.Model):
    """A version written by one person and approved by another; of the approved ones the newest whose day has come."""

    version = models.PositiveIntegerField(_("version"))
    effective_from = models.DateField(_("effective from"))
    state = models.CharField(_("status"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-version"]


def agreed_by_two(name: str) -> list[models.BaseConstraint]:
    """The constraints of such a model: one version of a number, one approved a day, never by who wrote it."""
    approved = Q(state=VersionState.APPROVED)
    two_people = Q(approved_at__isnull=False) & (Q(approved_by=None) | ~Q(approved_by=F("written_by")))
    return [
        models.UniqueConstraint(fields=["version"], name=f"{name}_version"),
        models.UniqueConstraint(fields=["effective_from"], condition=approved, name=f"{name}_one_a_day"),
        models.CheckConstraint(condition=~approved | two_people, name=f"{name}_two_people"),
    ]

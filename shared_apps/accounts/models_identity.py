"""What an LGO asks of an identity, and what people said about their data. In `public` these tables stay empty."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AssuranceRule(models.Model):
    """The least level of identity (IAL) that this LGO asks for in a service; without a row the service's own."""

    service = models.CharField(max_length=60)
    ial = models.DecimalField(_("level of identity"), max_digits=2, decimal_places=1)

    class Meta:
        verbose_name = _("level of identity of a service")
        verbose_name_plural = _("levels of identity of services")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service"], name="accounts_assurance_service"),
            models.CheckConstraint(condition=Q(ial__gte=0, ial__lte=3), name="accounts_assurance_level"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.ial}"


class Consent(models.Model):
    """Who saw or agreed to what, in which version of the notice, when, and when they took it back.

    Of a person with an account, or of a guest by the number of the case. `purpose` is `notice` for having read the
    privacy notice, which is no consent, or the code of a purpose to which people may agree or not.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="consents")
    case_number = models.CharField(_("case"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    version = models.CharField(_("version of the notice"), max_length=20)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, case_number="") | (Q(user__isnull=True) & ~Q(case_number="")),
                name="accounts_consent_of_one",
            ),
            models.UniqueConstraint(
                fields=["user", "purpose", "version"],
                condition=Q(withdrawn_at=None, user__isnull=False),
                name="accounts_consent_of_user",
            ),
            models.UniqueConstraint(
                fields=["case_number", "purpose", "version"],
                condition=Q(withdrawn_at=None, user__isnull=True),
                name="accounts_consent_of_case",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-given_at", "-id"], name="accounts_consent_given"),
            models.Index(fields=["purpose", "-given_at"], name="accounts_consent_purpose"),
            models.Index(fields=["case_number"], name="accounts_consent_case"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"

"""Tokens of people and applications, and the requests that may be sent twice. Tables of a tenant only."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TokenKind(models.TextChoices):
    """For whom a token is."""

    PERSONAL = "personal", _("Personal")
    APPLICATION = "application", _("Application")


class Token(models.Model):
    """A key to the programming interface. It acts as its owner, within `scopes` and never beyond the owner's rights.

    Only a digest of it is kept; `shown_as` is its beginning, by which people tell their tokens apart.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(_("type"), max_length=12, choices=TokenKind, default=TokenKind.PERSONAL)
    name = models.CharField(_("name"), max_length=100)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(_("may"), default=list)
    shown_as = models.CharField(_("begins with"), max_length=20)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest"], name="api_token_digest")]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at"], name="api_token_owner"),
            models.Index(fields=["-created_at"], name="api_token_created"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid(self, at: datetime) -> bool:
        """Neither revoked nor run out."""
        return self.revoked_at is None and at < self.expires_at


class IdempotentRequest(models.Model):
    """A request that was answered, so that the same one sent again gets the same answer and has no second effect.

    `caller` is the token's id, or `guest`. The answer may hold a PIN and is encrypted under the tenant's key.
    """

    caller = models.CharField(max_length=40)
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    answer = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "route", "key"], name="api_idempotentrequest_key")
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="api_idempotentrequest_at")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"

"""How an LGO's messages leave: one row each for e-mail, SMS and LINE. Secrets are encrypted by tenant."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

RENEWAL_WARNING = timedelta(days=45)


class _Only(models.Model):
    """A table of one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="%(app_label)s_%(class)s_only_one")
        ]


class EmailSender(_Only):
    """Who e-mails come from. The address stays the platform's until the LGO's own domain is verified."""

    from_name = models.CharField(_("sender's name"), max_length=120, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    own_address = models.EmailField(_("own sender address"), blank=True)
    domain_token = models.CharField(max_length=40, blank=True)
    domain_verified_at = models.DateTimeField(null=True)

    class Meta(_Only.Meta):
        verbose_name = _("e-mail sender")

    def __str__(self) -> str:
        return self.from_name

    @property
    def domain(self) -> str:
        """The domain of the LGO's own address."""
        return self.own_address.rpartition("@")[2]


class SmsChoice(models.TextChoices):
    """Through whom an LGO sends SMS."""

    PLATFORM = "platform", _("The platform's gateway")
    OWN = "own", _("Our own gateway")
    OFF = "off", _("No SMS")


class SmsBody(models.TextChoices):
    """How the gateway wants what is sent."""

    JSON = "json", _("JSON")
    FORM = "form", _("Form fields")
    QUERY = "query", _("In the address (GET)")


class SmsAccount(_Only):
    """An LGO's gateway, of whatever maker: what is sent, and by what success is known.

    `headers` and `fields` are encrypted JSON objects; their values may hold {to}, {to_local}, {to_digits}, {text},
    {sender}, {reference}. `success_value` is looked for under `success_field`, a path such as `data.0.status`, in the
    JSON that is answered.
    """

    choice = models.CharField(_("SMS gateway"), max_length=10, choices=SmsChoice, default=SmsChoice.PLATFORM)
    url = models.URLField(_("address of the gateway"), blank=True, max_length=300)
    body = models.CharField(_("form of the request"), max_length=10, choices=SmsBody, default=SmsBody.JSON)
    headers = models.TextField(blank=True)
    fields = models.TextField(blank=True)
    success_field = models.CharField(_("field that tells success"), max_length=80, blank=True)
    success_value = models.CharField(_("its value on success"), max_length=80, blank=True)
    reference_field = models.CharField(_("field with the message's number"), max_length=80, blank=True)
    credit_field = models.CharField(_("field with the remaining credit"), max_length=80, blank=True)
    credit = models.CharField(max_length=40, blank=True)
    credit_at = models.DateTimeField(null=True)
    sender = models.CharField(_("sender's name"), max_length=11, blank=True)
    renew_on = models.DateField(_("registration to be renewed by"), null=True, blank=True)
    monthly_limit = models.PositiveIntegerField(_("SMS parts a month at most"), null=True, blank=True)

    class Meta(_Only.Meta):
        verbose_name = _("SMS gateway")

    def __str__(self) -> str:
        return self.sender

    def is_renewal_near(self, today: date) -> bool:
        """Whether the yearly registration of the sender's name runs out soon, or has."""
        return self.renew_on is not None and self.renew_on - today <= RENEWAL_WARNING


class LineChannel(_Only):
    """An LGO's official account on LINE. `secret` and `token` are encrypted; `webhook_key` is a part of our address."""

    is_on = models.BooleanField(_("Send by LINE"), default=False)
    channel_id = models.CharField(_("channel ID"), max_length=20, blank=True)
    secret = models.TextField(blank=True)
    token = models.TextField(blank=True)
    webhook_key = models.CharField(max_length=43, blank=True)
    bot_user_id = models.CharField(max_length=40, blank=True)
    basic_id = models.CharField(_("account"), max_length=40, blank=True)
    display_name = models.CharField(_("name"), max_length=100, blank=True)
    checked_at = models.DateTimeField(null=True)
    quota = models.PositiveIntegerField(null=True)
    quota_used = models.PositiveIntegerField(null=True)

    class Meta(_Only.Meta):
        verbose_name = _("LINE account")

    def __str__(self) -> str:
        return self.display_name or self.basic_id

    @property
    def is_ready(self) -> bool:
        """Whether messages can be pushed."""
        return self.is_on and bool(self.token and self.secret)


class Retention(_Only):
    """How long messages are kept after they were written."""

    days = models.PositiveSmallIntegerField(_("keep messages for (days)"), default=365)

    class Meta(_Only.Meta):
        verbose_name = _("keeping of messages")

    def __str__(self) -> str:
        return str(self.days)


class ProviderState(models.Model):
    """The circuit breaker of a provider in this LGO, shared by all workers.

    Closed: `open_until` is empty. Open: nothing is sent before it. After it one message at a time probes: whoever
    holds `probe_until`.
    """

    provider = models.CharField(max_length=40)
    failures = models.PositiveSmallIntegerField(default=0)
    opened = models.PositiveSmallIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    probe_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider"], name="notifications_provider_once"),
        ]

    def __str__(self) -> str:
        return self.provider

    def is_open(self, at: datetime) -> bool:
        """Whether nothing is to be sent now."""
        return self.open_until is not None and at < self.open_until

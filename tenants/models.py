"""Who the LGOs are. These tables live in `public` only."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants.names import new_schema_name
from tenants.workflow import TenantState


class LgoType(models.TextChoices):
    """Types of local government (facts A). The values are the DLA's two-digit type where it is known."""

    PAO = "pao", _("Provincial administrative organization")
    CITY = "city", _("City municipality")
    TOWN = "town", _("Town municipality")
    SUBDISTRICT = "subdistrict", _("Subdistrict municipality")
    SAO = "sao", _("Subdistrict administrative organization")
    SPECIAL = "special", _("Special local government")


class Service(models.TextChoices):
    """The five services of the platform."""

    COMPLAINTS = "complaints", _("Complaints and requests")
    PERMITS = "permits", _("Building permits")
    CERTIFICATES = "certificates", _("Food premises certificates")
    FEES = "fees", _("Waste and wastewater fees")
    LETTERS = "letters", _("Official letters")


class TenantQuerySet(models.QuerySet["Tenant"]):
    """Verbs on tenants."""

    def live(self) -> "TenantQuerySet":
        """Those whose site answers: jobs run for them."""
        return self.filter(state__in=TenantState.live())


def _default_services() -> list[str]:
    return [Service.COMPLAINTS]


class Tenant(TenantMixin):
    """An LGO, the current values of its identity, and the snapshot of what it may do.

    `accounts` counts officers (None = unlimited), `bytes_allowed` is storage in bytes, `entitled_until` the last day
    of the trial or term. Billing writes the snapshot through `tenants.services`; tenant apps only read it.
    """

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_name = models.CharField(max_length=63, default=new_schema_name, editable=False)
    cell = models.CharField(max_length=30, default="main", editable=False)
    state = models.CharField(max_length=20, choices=TenantState, default=TenantState.REQUESTED)

    name = models.CharField(_("name"), max_length=150)
    lgo_type = models.CharField(_("type"), max_length=20, choices=LgoType)
    dla_code = models.CharField(_("DLA code"), max_length=8)
    province_code = models.CharField(_("province"), max_length=2)
    district = models.CharField(_("district"), max_length=100, blank=True)
    saraban_email = models.EmailField(_("central e-mail"), blank=True)
    brand_colour = models.CharField(_("brand colour"), max_length=7, default="#0b6b53")

    accounts = models.PositiveIntegerField(_("accounts"), null=True, default=20)
    bytes_allowed = models.PositiveBigIntegerField(_("storage"), default=5 * 1024**3)
    services: "models.JSONField[list[str], list[str]]" = models.JSONField(_("services"), default=_default_services)
    read_only = models.BooleanField(_("read only"), default=False)
    entitled_until = models.DateField(_("entitled until"), null=True, blank=True)

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    state_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects: ClassVar[Any] = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("local government")
        verbose_name_plural = _("local governments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schema_name"], name="tenant_schema_name"),
            models.UniqueConstraint(
                fields=["dla_code"], condition=~Q(state="terminated"), name="tenant_dla_code_of_the_living"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-created_at"], name="tenant_state"),
            models.Index(fields=["province_code", "lgo_type"], name="tenant_province"),
            models.Index(fields=["-created_at"], name="tenant_created"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether its site answers."""
        return self.state in TenantState.live()

    @property
    def is_served(self) -> bool:
        """Whether its officers can sign in, if only to pay and to take their data away."""
        return self.state in TenantState.served()

    @property
    def may_write(self) -> bool:
        """Whether anything but reading is allowed."""
        return self.is_live and not self.read_only and self.state != TenantState.READ_ONLY


class TenantUsage(models.Model):
    """What an LGO uses of its package, in bytes; `tenants.usage` writes it.

    `files` counts what is stored, `reserved` what is being written, `database` its tables beyond those of an empty
    LGO. `officers` is the number of accounts in use when it was last counted.
    """

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.CASCADE, related_name="usage")
    files = models.PositiveBigIntegerField(_("files"), default=0)
    reserved = models.PositiveBigIntegerField(default=0)
    database = models.PositiveBigIntegerField(_("database"), default=0)
    officers = models.PositiveIntegerField(_("officers"), default=0)
    counted_at = models.DateTimeField(_("counted"), null=True)

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usage")

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.total}"

    @property
    def total(self) -> int:
        """All that counts against the package."""
        return self.files + self.reserved + self.database


class Reservation(models.Model):
    """Bytes that a process is about to write; one that died leaves its row, which is swept after an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="reservations")
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="tenant_reservation_at")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.size}"


class TenantIdentity(models.Model):
    """The name, type and DLA code of an LGO from a day on. LGOs are renamed, upgraded and recoded (facts A)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="identities")
    name = models.CharField(_("name"), max_length=150)
    lgo_type = models.CharField(_("type"), max_length=20, choices=LgoType)
    dla_code = models.CharField(_("DLA code"), max_length=8)
    effective_from = models.DateField(_("effective from"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "effective_from"], name="tenant_identity_day")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.effective_from})"


class Domain(DomainMixin):
    """A host name of a tenant. Rows of terminated tenants stay, so that a name is never taken over."""

    domain = models.CharField(max_length=253)
    is_primary = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain"], name="tenant_domain"),
            models.UniqueConstraint(fields=["tenant"], condition=Q(is_primary=True), name="tenant_primary_domain"),
        ]


class TemplateRelease(models.Model):
    """The SQL that renders a tenant's schema, made from the migrated template. The newest one counts.

    `fingerprint` is the digest of the migrations applied to the template when it was rendered.
    """

    fingerprint = models.CharField(max_length=64)
    sql = models.TextField()
    rendered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["fingerprint"], name="template_release_fingerprint")]

    def __str__(self) -> str:
        return self.fingerprint


class SpareSchema(models.Model):
    """A schema with its role, rendered ahead so that a sign-up waits for no DDL."""

    schema_name = models.CharField(max_length=63, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_by = models.OneToOneField(Tenant, null=True, on_delete=models.SET_NULL, related_name="claimed_schema")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(claimed_by=None), name="spare_schema_free")
        ]

    def __str__(self) -> str:
        return self.schema_name


class MigrationJournal(models.Model):
    """One step of the fleet, from one set of applied migrations to the next; kept so that any schema can follow later.

    `sql` runs in the schema in one transaction that first takes `locks` (pairs of table and mode). `python` names the
    one migration that Django must run itself (`app.name`), before `sql`. At `finished_at` no schema was left behind.
    """

    from_fingerprint = models.CharField(max_length=64)
    to_fingerprint = models.CharField(max_length=64)
    migrations: "models.JSONField[list[str], list[str]]" = models.JSONField()
    python = models.CharField(max_length=300, blank=True)
    sql = models.TextField(blank=True)
    locks: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_fingerprint", "to_fingerprint"], name="migration_journal_step")
        ]

    def __str__(self) -> str:
        return ", ".join(self.migrations)


def base_url(host: str) -> str:
    """The address of a host of this installation, for links in e-mails and the console."""
    scheme, usual = ("https", 443) if settings.USE_TLS else ("http", 80)
    port = "" if usual == settings.BASE_PORT or settings.USE_TLS else f":{settings.BASE_PORT}"
    return f"{scheme}://{host}{port}"

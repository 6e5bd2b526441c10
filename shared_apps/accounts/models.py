"""People who sign in. A person of two LGOs has an account in each; nothing links them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts import policy, rights
from shared_apps.accounts.models_identity import AssuranceRule, Consent

__all__ = ["AssuranceRule", "Consent", "Invitation", "User", "UserKind", "UserManager", "Visit"]


class UserKind(models.TextChoices):
    """What a person is here."""

    CITIZEN = "citizen", _("Citizen")
    OFFICER = "officer", _("Officer")
    STAFF = "staff", _("Platform staff")
    SUPPORT = "support", _("Visiting support")


@dataclass(frozen=True)
class Visit:
    """A visit of the operator's support, as a request finds it open."""

    key: str
    ends_at: datetime
    may_write: bool
    rights: frozenset[str]


class UserManager(BaseUserManager["User"]):
    """Look-ups by what people type."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A citizen (one-time code or Digital ID), an officer or a member of the operator's staff (password and TOTP).

    In an LGO a member of the staff is a person of the kind `support`, who has neither address nor password and comes in
    only by a visit that the LGO knows of (`provisioning.models.SupportAccess`).

    `email` is stored in lower case, `phone` in E.164; a citizen who came by Digital ID may have neither.
    `is_administrator` may manage people and settings.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=UserKind, default=UserKind.CITIZEN)
    email = models.EmailField(_("e-mail"), null=True, blank=True)  # noqa: DJ001  # unique when given
    phone = models.CharField(_("phone"), max_length=16, null=True, blank=True)  # noqa: DJ001  # unique when given
    phone_verified = models.BooleanField(default=False)
    display_name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    language = models.CharField(_("language"), max_length=2, default="th")
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email"], name="accounts_user_email"),
            models.UniqueConstraint(fields=["phone"], name="accounts_user_phone"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(kind__in=["citizen", "support"]),
                name="accounts_user_reachable",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "display_name"], name="accounts_user_kind")]

    def __str__(self) -> str:
        return self.display_name or self.email or self.phone or ""

    visit: "Visit | None" = None
    """For how long and with which rights the operator's support is here; set anew for each request, and never kept."""

    @property
    def is_officer(self) -> bool:
        """Whether the person works at this LGO's desk: for the LGO, or for a while as the operator's support."""
        return self.kind == UserKind.OFFICER or self.is_visitor

    @property
    def is_visitor(self) -> bool:
        """Whether it is the operator's support, on a visit that this request has checked."""
        return self.kind == UserKind.SUPPORT and self.visit is not None

    @property
    def is_platform_staff(self) -> bool:
        """Whether the person works for the operator."""
        return self.kind == UserKind.STAFF

    @cached_property
    def rights(self) -> frozenset[str]:
        """What an officer may do here, as `service.action`; read once for each request."""
        return self.visit.rights if self.visit is not None else rights.rights_of(self)

    def may(self, service: str, action: str) -> bool:
        """Whether an officer may do `action` in `service`; see `shared_apps.accounts.rights`."""
        return f"{service}.{action}" in self.rights

    @cached_property
    def duties(self) -> frozenset[str]:
        """What a member of the operator's staff is there for; read once for each request."""
        return rights.duties_of(self)

    def has_duty(self, duty: str) -> bool:
        """Whether a member of the operator's staff has a duty; see `provisioning.duties`."""
        return duty in self.duties

    @property
    def needs_second_factor(self) -> bool:
        """Whether a second factor is forced: for staff, administrators, and all officers where the LGO says so."""
        if self.is_platform_staff:
            return True
        return self.kind == UserKind.OFFICER and (self.is_administrator or policy.second_factor_for_all())


class SignInPolicy(models.Model):
    """How officers of this LGO sign in: one row, or none while everything is as it was at the beginning."""

    only = models.BooleanField(default=True, editable=False)
    second_factor_for_all = models.BooleanField(_("second step for all officers"), default=False)

    class Meta:
        verbose_name = _("sign-in rules")
        verbose_name_plural = _("sign-in rules")
        constraints: ClassVar = [models.UniqueConstraint(fields=["only"], name="accounts_sign_in_policy_only")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Invitation(models.Model):
    """An officer who was asked to join. The link's token is kept as a hash, works once and for a limited time."""

    email = models.EmailField(_("e-mail"))
    display_name = models.CharField(_("name"), max_length=150)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    language = models.CharField(_("language"), max_length=2, default="th")
    token_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="invitations")
    revoked_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_hash"], name="accounts_invitation_token"),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_one_open",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-invited_at"], name="accounts_invitation_invited")]

    def __str__(self) -> str:
        return f"{self.display_name} <{self.email}>"

    @property
    def is_open(self) -> bool:
        """Neither accepted nor withdrawn; it may have run out."""
        return self.accepted_at is None and self.revoked_at is None

    def is_valid(self, at: datetime) -> bool:
        """Whether its link works."""
        return self.is_open and at < self.expires_at

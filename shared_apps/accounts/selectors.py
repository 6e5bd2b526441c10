"""Reading of people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from shared_apps.accounts import privacy
from shared_apps.accounts.models import Consent, Invitation, User, UserKind
from tenants.models import Domain, Tenant, base_url
from tenants.scope import current_tenant, public_scope
from tenants.selectors import primary_host


def officers() -> QuerySet[User]:
    """The LGO's officers, deactivated ones too."""
    return User.objects.filter(kind=UserKind.OFFICER).order_by("display_name", "pk")


def active_administrators() -> QuerySet[User]:
    """Officers who may manage people now."""
    return officers().filter(is_active=True, is_administrator=True)


def invitations() -> QuerySet[Invitation]:
    """Invitations that were neither accepted nor withdrawn, newest first; some may have run out."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-invited_at")


def accounts_in_use(at: datetime) -> int:
    """Active officers and places held by invitations that still work: what the LGO's plan counts."""
    return officers().filter(is_active=True).count() + invitations().filter(expires_at__gt=at).count()


def user_by_email(email: str) -> User | None:
    """The person with that e-mail address."""
    return User.objects.filter(email=email.strip().lower()).first()


def addresses_taken(emails: Iterable[str]) -> set[str]:
    """Those of `emails` (in lower case) that belong to an officer, to staff or to an open invitation."""
    wanted = list(emails)
    people = User.objects.exclude(kind=UserKind.CITIZEN).filter(email__in=wanted).values_list("email", flat=True)
    waiting = invitations().filter(email__in=wanted, expires_at__gt=timezone.now()).values_list("email", flat=True)
    return {email for email in (*people, *waiting) if email}


def user_by_phone(phone: str) -> User | None:
    """The person with that phone number in E.164."""
    return User.objects.filter(phone=phone).first()


def site_url() -> str:
    """The address of this LGO's site, or of the operator's, for links in officers' e-mails."""
    tenant = current_tenant()
    if tenant is None:
        return base_url(settings.BASE_DOMAIN)
    with public_scope():
        host: str = Domain.objects.values_list("domain", flat=True).get(tenant_id=tenant.pk, is_primary=True)
    return base_url(host)


def has_digital_id(user_id: int, provider: str) -> bool:
    """Whether a person has linked this provider's Digital ID."""
    return bool(SocialAccount.objects.filter(user_id=user_id, provider=provider).exists())


def can_confirm_by_digital_id(user: User) -> bool:
    """Whether a person has linked a Digital ID of a provider that is on; the operator's staff never have."""
    if user.is_platform_staff or not settings.DIGITAL_ID_PROVIDERS:
        return False
    return bool(SocialAccount.objects.filter(user_id=user.pk, provider__in=settings.DIGITAL_ID_PROVIDERS).exists())


def digital_ids(user_id: int) -> dict[str, SocialAccount]:
    """A person's linked Digital IDs by provider."""
    return {account.provider: account for account in SocialAccount.objects.filter(user_id=user_id)}


def host_of_tenant(tenant_id: UUID | None) -> str | None:
    """The primary host of a living tenant; public scope."""
    tenant = Tenant.objects.live().filter(pk=tenant_id).first() if tenant_id else None
    return (primary_host(tenant) or None) if tenant else None


def consents() -> "QuerySet[Consent]":
    """All rows of consents, newest first."""
    return Consent.objects.select_related("user").order_by("-given_at", "-pk")


def consents_in_force(user_id: int) -> dict[str, Consent]:
    """What a person agrees to now, and the newest notice they have read, by purpose."""
    rows = Consent.objects.filter(user_id=user_id, withdrawn_at=None).order_by("given_at", "pk")
    return {row.purpose: row for row in rows}


def consents_of(user_id: int) -> QuerySet[Consent]:
    """All that a person has read and agreed to, also what was taken back, oldest first."""
    return Consent.objects.filter(user_id=user_id).order_by("given_at", "pk")


def has_consent(user_id: int, purpose: str) -> bool:
    """Whether a person agrees to something now."""
    return Consent.objects.filter(user_id=user_id, purpose=purpose, withdrawn_at=None).exists()


def has_read(user_id: int, version: str) -> bool:
    """Whether a person has read that version of the privacy notice."""
    return Consent.objects.filter(user_id=user_id, purpose=privacy.NOTICE, version=version).exists()


def has_read_a_notice(user_id: int) -> bool:
    """Whether a person has read any version."""
    return Consent.objects.filter(user_id=user_id, purpose=privacy.NOTICE).exists()

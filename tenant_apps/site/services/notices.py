"""Publishing of the privacy notice."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.errors import Invalid
from shared_apps.accounts import privacy
from shared_apps.audit import services as audit
from tenant_apps.site.models import PrivacyNotice, SiteSettings

IN_THE_PAST = _("A notice cannot be in force before today: what people have read does not change afterwards.")


@transaction.atomic
def publish_notice(
    *,
    text_th: str,
    text_en: str,
    effective_from: date,
    actor: Any,
    at: datetime,
    dpo_name: str = "",
    dpo_phone: str = "",
    dpo_email: str = "",
) -> PrivacyNotice:
    """Publish a new version, in force from a day on; earlier versions stay as they are.

    Raises:
        Invalid: it would be in force before today.
    """
    if effective_from < clock.bangkok_day(at):
        raise Invalid(IN_THE_PAST, field="effective_from", code="in_the_past")
    SiteSettings.objects.select_for_update().filter(id=1).first()  # one version after the other
    last = PrivacyNotice.objects.aggregate(last=Max("version"))["last"] or 0
    values = {
        "effective_from": effective_from,
        "text_th": text_th,
        "text_en": text_en,
        "dpo_name": dpo_name,
        "dpo_phone": dpo_phone,
        "dpo_email": dpo_email,
    }
    notice = PrivacyNotice.objects.create(
        version=last + 1, published_at=at, published_by=str(actor) if actor else "", **values
    )
    previous = PrivacyNotice.objects.filter(version=last).values(*values).first() or {}
    audit.record_change(
        "site.publish_notice",
        actor=actor,
        target=notice,
        before={**previous, "version": last or None},
        after={**values, "version": notice.version},
        at=at,
    )
    transaction.on_commit(privacy.forget_version)
    return notice

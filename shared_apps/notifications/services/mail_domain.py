"""The LGO's own sender address: used once its domain shows the records, and no longer than it does."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction

from shared_apps.accounts.models import User
from shared_apps.audit.services import record_change
from shared_apps.notifications import mail_domain, selectors
from shared_apps.notifications.mail_domain import DnsSilent, Finding
from shared_apps.notifications.models import EmailSender

log = structlog.get_logger(__name__)


def with_domain(sender: EmailSender, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` of a changed sender; another domain gets another token and has to be verified anew."""
    changed = EmailSender(own_address=values.get("own_address", sender.own_address))
    if changed.domain == sender.domain:
        return dict(values)
    token = secrets.token_hex(16) if changed.domain else ""
    return {**values, "domain_token": token, "domain_verified_at": None}


def check_domain(*, actor: User | None, at: datetime) -> list[Finding]:
    """Ask the DNS for the LGO's records, and send from its own address as long as all are right.

    Raises:
        DnsSilent: the DNS does not answer; nothing changes.
    """
    sender = EmailSender.objects.first() or EmailSender()
    if not sender.domain:
        return []
    found = mail_domain.check(mail_domain.records(sender.domain, sender.domain_token))
    _keep(sender, is_right=all(one.is_right for one in found), actor=actor, at=at)
    return found


@transaction.atomic
def _keep(checked: EmailSender, *, is_right: bool, actor: User | None, at: datetime) -> None:
    """Keep what was found, unless somebody has named another domain in the meantime."""
    sender = EmailSender.objects.select_for_update().filter(domain_token=checked.domain_token).first()
    if sender is None or is_right == bool(sender.domain_verified_at):
        return
    EmailSender.objects.filter(pk=sender.pk).update(domain_verified_at=at if is_right else None)
    states = [{"domain": sender.domain if used else ""} for used in (not is_right, is_right)]
    action = "notifications.domain_verified" if is_right else "notifications.domain_lost"
    record_change(action, actor=actor, target=sender, before=states[0], after=states[1], at=at)
    transaction.on_commit(lambda: cache.delete(selectors.settings_key(EmailSender)))
    cache.delete(selectors.settings_key(EmailSender))


def recheck_domain(*, at: datetime) -> None:
    """Look again at a domain that is in use: mail that its owner no longer lets us send would be refused."""
    if not mail_domain.is_offered() or not selectors.email_sender().domain_verified_at:
        return
    try:
        check_domain(actor=None, at=at)
    except DnsSilent as error:
        log.warning("mail_domain_unchecked", error=str(error))

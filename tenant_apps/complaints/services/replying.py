"""Ready texts of officers."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict
from shared_apps.audit import services as audit
from tenant_apps.complaints.models import Category, ReplyTemplate

TAKEN = _("There is a text of this name already. Choose another name.")
_FIELDS = ("name", "act", "category_id", "text", "active")


@transaction.atomic
def save_reply(
    *,
    reply: ReplyTemplate | None,
    name: str,
    act: str,
    category: Category | None,
    text: str,
    active: bool,
    actor: Any,
    at: datetime,
) -> ReplyTemplate:
    """Keep a ready text, new or changed.

    Raises:
        Conflict: there is one of that name.
    """
    row = reply or ReplyTemplate()
    before = {} if row.pk is None else {field: getattr(row, field) for field in _FIELDS}
    row.name, row.act, row.category, row.text, row.active = name, act, category, text, active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(TAKEN, field="name") from error
    after = {field: getattr(row, field) for field in _FIELDS}
    audit.record_change("complaints.reply", actor=actor, target=row, before=before, after=after, at=at)
    return row


@transaction.atomic
def forget_reply(*, reply: ReplyTemplate, actor: Any, at: datetime) -> None:
    """Remove a ready text; what was written with it stays."""
    audit.record("complaints.forget_reply", actor=actor, target=reply, data={"name": reply.name}, at=at)
    ReplyTemplate.objects.filter(pk=reply.pk).delete()

"""Notes about LGOs, and what is to be done by when. Public scope."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Invalid
from provisioning.models import FollowUp, FollowUpKind
from shared_apps.audit.services import record
from tenants.models import Tenant

NO_TEXT = _("Write what was said or done.")
NO_DAY = _("A promise needs the day on which it is due.")
DONE = _("This was marked as done already.")


@transaction.atomic
def note(
    *,
    tenant: Tenant,
    kind: str,
    text: str,
    actor: Any,
    at: datetime,
    due_on: date | None = None,
    amount: Decimal | None = None,
) -> FollowUp:
    """Keep a note about an LGO; with `due_on` it waits until somebody marks it as done.

    Raises:
        Invalid: nothing was written, or a promise has no day.
    """
    if not text.strip():
        raise Invalid(NO_TEXT, code="no_text", field="text")
    if kind == FollowUpKind.PROMISE and due_on is None:
        raise Invalid(NO_DAY, code="no_day", field="due_on")
    made = FollowUp.objects.create(
        tenant=tenant, kind=kind, text=text.strip(), amount=amount, author=actor, at=at, due_on=due_on
    )
    # The text is about people now and then; the log keeps only that there is a note.
    record("follow_up.noted", actor=actor, target=tenant, data={"note": made.pk, "kind": kind}, at=at)
    return made


@transaction.atomic
def finish(*, follow_up: FollowUp, actor: Any, at: datetime) -> None:
    """Mark what was to be done as done.

    Raises:
        Conflict: it was done before.
    """
    changed = FollowUp.objects.filter(pk=follow_up.pk, done_at=None).update(done_at=at, done_by=actor)
    if not changed:
        raise Conflict(DONE, code="done")
    record("follow_up.done", actor=actor, target=follow_up.tenant, data={"note": follow_up.pk}, at=at)

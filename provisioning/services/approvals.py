"""Asking for what needs a second person, and deciding it. Public scope."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Invalid, Refused
from provisioning import approvals, selectors
from provisioning.duties import NO_DUTY
from provisioning.models import Approval, ApprovalState
from shared_apps.accounts.selectors import site_url
from shared_apps.audit.services import record
from shared_apps.notifications.services import notify, recipient_of
from tenants.models import Tenant

SAME_PERSON = _("Someone else has to decide what you asked for.")
NO_REASON = _("Write the reason. It is kept in the log.")
OVER = _("This request was decided or withdrawn already.")
ASKED_ALREADY = _("The same was asked for already and waits for a decision.")
NOT_YOURS = _("Only who asked can withdraw a request.")


def ask(
    *,
    kind: str,
    subject: str,
    reason: str,
    actor: Any,
    at: datetime,
    payload: dict[str, Any] | None = None,
    tenant: Tenant | None = None,
) -> Approval:
    """Ask for something; those who may decide it are told.

    Raises:
        Refused: the person may not ask for it.
        Invalid: no reason is given.
        Conflict: the same waits for a decision already.
        DomainError: it could never be approved, as the kind's `check` says.
    """
    known = approvals.kind_of(kind)
    if not known.may_ask(actor):
        raise Refused(NO_DUTY, code="no_duty")
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    made = Approval(
        kind=kind,
        subject=subject,
        payload=payload or {},
        tenant=tenant,
        reason=reason.strip(),
        asked_by=actor,
        asked_at=at,
    )
    if known.check is not None:
        known.check(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _record("asked", made, actor=actor, at=at)
            _tell_deciders(made, known)
    except IntegrityError as error:
        raise Conflict(ASKED_ALREADY, code="asked_already") from error
    return made


@transaction.atomic
def approve(*, approval: Approval, actor: Any, at: datetime, note: str = "") -> Approval:
    """Approve a request: what was asked for is done in the same transaction, or nothing is.

    Raises:
        Refused: the person asked for it themselves, or may not decide it.
        Conflict: it is no longer waiting.
        DomainError: what was asked for cannot be done any more.
    """
    locked = _lock(approval, actor)
    approvals.kind_of(locked.kind).apply(approval=locked, actor=actor, at=at)
    return _decide(locked, ApprovalState.APPROVED, note=note, actor=actor, at=at)


@transaction.atomic
def decline(*, approval: Approval, reason: str, actor: Any, at: datetime) -> Approval:
    """Decline a request, with a reason for who asked.

    Raises:
        Invalid: no reason is given.
        Refused: the person asked for it themselves, or may not decide it.
        Conflict: it is no longer waiting.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="note")
    return _decide(_lock(approval, actor), ApprovalState.DECLINED, note=reason.strip(), actor=actor, at=at)


@transaction.atomic
def withdraw(*, approval: Approval, actor: Any, at: datetime) -> Approval:
    """Take one's own request back.

    Raises:
        Refused: somebody else asked.
        Conflict: it is no longer waiting.
    """
    locked = _waiting(approval)
    if locked.asked_by_id != actor.pk:
        raise Refused(NOT_YOURS, code="not_yours")
    return _end(locked, ApprovalState.WITHDRAWN, note="", actor=actor, at=at, decided_by=None)


def _lock(approval: Approval, actor: Any) -> Approval:
    """The request as it is now, held until the transaction ends, when this person may decide it."""
    locked = _waiting(approval)
    if locked.asked_by_id == actor.pk:
        raise Refused(SAME_PERSON, code="same_person")
    if not approvals.may_decide(actor, locked):
        raise Refused(NO_DUTY, code="no_duty")
    return locked


def _waiting(approval: Approval) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related("tenant", "asked_by")
    locked = rows.get(pk=approval.pk)
    if not locked.is_waiting:
        raise Conflict(OVER, code="over")
    return locked


def _decide(locked: Approval, state: str, *, note: str, actor: Any, at: datetime) -> Approval:
    ended = _end(locked, state, note=note, actor=actor, at=at, decided_by=actor)
    _tell_asker(ended)
    return ended


def _end(locked: Approval, state: str, *, note: str, actor: Any, at: datetime, decided_by: Any) -> Approval:
    locked.state, locked.note, locked.decided_by, locked.decided_at = state, note[:500], decided_by, at
    locked.save(update_fields=["state", "note", "decided_by", "decided_at"])
    _record(state, locked, actor=actor, at=at)
    return locked


def _record(verb: str, approval: Approval, *, actor: Any, at: datetime) -> None:
    """On the tenant's own record when it is about one, so that its page shows it."""
    data: dict[str, object] = {
        "approval": str(approval.pk),
        "kind": approval.kind,
        "subject": approval.subject,
        "payload": approval.payload,
        "reason": approval.note if verb == ApprovalState.DECLINED else approval.reason,
    }
    record(f"approval.{verb}", actor=actor, target=approval.tenant or approval, data=data, at=at)


def _tell_deciders(approval: Approval, kind: approvals.Kind) -> None:
    for person in selectors.staff():
        if person.pk != approval.asked_by_id and kind.may_decide(person):
            _tell("provisioning/approval_asked", person, approval)


def _tell_asker(approval: Approval) -> None:
    _tell("provisioning/approval_decided", approval.asked_by, approval)


def _tell(event: str, person: Any, approval: Approval) -> None:
    context = {
        "what": approvals.label_of(approval.kind),
        "lgo": str(approval.tenant or "–"),
        "reason": approval.note or approval.reason,
        "by": str(approval.decided_by or approval.asked_by),
        "outcome": str(ApprovalState(approval.state).label),
        "url": site_url() + reverse("console_approval", settings.PUBLIC_SCHEMA_URLCONF, args=[approval.pk]),
    }
    notify(event, to=recipient_of(person), context=context, key=f"approval:{approval.pk}:{approval.state}:{person.pk}")

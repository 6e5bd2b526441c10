"""Visits of the operator's support to an LGO: asked for, allowed, begun, ended. Enters the scopes it needs by itself.

Each step is on record on both sides. What a visit may do is decided anew at every request (`provisioning.middleware`).
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Invalid, NotFound, Refused, gettext_noop
from provisioning import selectors
from provisioning.duties import NO_DUTY, Duty
from provisioning.models import SupportAccess, SupportState
from provisioning.services.lgo_log import tell_lgo
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.selectors import active_administrators, site_url
from shared_apps.audit.services import record
from shared_apps.notifications.services import notify, recipient_of
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope

LONGEST = 480
"""Minutes: eight hours."""
_KEY_LASTS = timedelta(minutes=2)
NO_REASON = _("Write the reason. The local government reads it.")
TOO_LONG = _("A visit lasts at most 8 hours.")
NOT_LIVE = _("The site of this local government is not open.")
OPEN_ALREADY = _("You have asked for a visit to this local government already.")
OVER = _("This visit was decided or is over already.")
NOT_YOURS = _("Only who asked for a visit can do this.")
NO_KEY = gettext_noop("This key is used up or too old. Go back to the console and enter again.")


def ask(*, tenant: Tenant, reason: str, minutes: int, may_write: bool, actor: Any, at: datetime) -> SupportAccess:
    """Ask an LGO for a visit of so many minutes; its administrators are told.

    Raises:
        Refused: the person has not the duty, or the site is not open.
        Invalid: no reason is given, or it would last longer than eight hours.
        Conflict: the same person has one open there.
    """
    made = _new(tenant, reason=reason, minutes=minutes, actor=actor, at=at, may_write=may_write)
    with _one_open():
        made.save(force_insert=True)
        _on_record("asked", made, actor=actor, at=at)
        _tell_administrators("provisioning/support_asked", made)
    return made


def break_glass(*, tenant: Tenant, reason: str, minutes: int, actor: Any, at: datetime) -> SupportAccess:
    """Visit without asking, to look only. The LGO's administrators and the operator's are told at once.

    Raises:
        Refused: the person has not the duty, or the site is not open.
        Invalid: no reason is given, or it would last longer than eight hours.
        Conflict: the same person has one open there.
    """
    made = _new(tenant, reason=reason, minutes=minutes, actor=actor, at=at, may_write=False)
    made.state, made.is_break_glass, made.decided_at = SupportState.GRANTED, True, at
    made.ends_at = at + timedelta(minutes=minutes)
    with _one_open():
        made.save(force_insert=True)
        _on_record("break_glass", made, actor=actor, at=at)
        _tell_administrators("provisioning/support_break_glass", made)
        for person in selectors.staff():
            if person.has_duty(Duty.ADMINISTRATOR) and person.pk != actor.pk:
                _tell("provisioning/support_break_glass", person, made, url=console_path(made))
    return made


@contextmanager
def _one_open() -> Iterator[None]:
    """A transaction in which a second open visit of the same person is a Conflict."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict(OPEN_ALREADY, code="open_already") from error


def _new(tenant: Tenant, *, reason: str, minutes: int, actor: Any, at: datetime, may_write: bool) -> SupportAccess:
    if not actor.has_duty(Duty.SUPPORT):
        raise Refused(NO_DUTY, code="no_duty")
    if not tenant.is_live:
        raise Refused(NOT_LIVE, code="not_live")
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    if not 1 <= minutes <= LONGEST:
        raise Invalid(TOO_LONG, code="too_long", field="minutes")
    expire(tenant=tenant, at=at)
    return SupportAccess(
        tenant=tenant, staff=actor, reason=reason.strip(), minutes=minutes, may_write=may_write, asked_at=at
    )


def expire(*, tenant: Tenant, at: datetime) -> None:
    """Close the visits whose time is up; they were of no use since."""
    for access in selectors.visits_over(at).filter(tenant=tenant):
        _end_over(access, at)


def end_visits_over(*, at: datetime) -> int:
    """Close all visits whose time is up, each in a transaction of its own; returns how many.

    The end stands in both logs with the time at which it was over, so that the LGO sees that nobody is inside.
    """
    return sum(_end_over(access, at) for access in selectors.visits_over(at))


@transaction.atomic
def _end_over(access: SupportAccess, at: datetime) -> bool:
    rows = SupportAccess.objects.select_for_update(of=("self",)).select_related("tenant", "staff")
    locked = rows.filter(pk=access.pk, state=SupportState.GRANTED, ends_at__lte=at).first()
    if locked is None or locked.ends_at is None:
        return False
    locked.state, locked.ended_at = SupportState.ENDED, locked.ends_at
    locked.save(update_fields=["state", "ended_at"])
    if locked.tenant.is_served:
        _on_record("ended", locked, actor=None, at=locked.ends_at)
    else:  # its log may be gone with its data
        record("support.ended", actor=None, target=locked.tenant, data=_data(locked), at=locked.ends_at)
    return True


# --- what the LGO decides ---------------------------------------------------------------------------------------------


def grant(*, access: SupportAccess, officer: Any, at: datetime) -> SupportAccess:
    """Let the support in from now on, for the time that was asked for; for an administrator inside the LGO.

    Raises:
        Conflict: it was decided or withdrawn before.
    """
    ends_at = at + timedelta(minutes=access.minutes)
    values = {"state": SupportState.GRANTED, "decided_at": at, "decided_by": str(officer), "ends_at": ends_at}
    return _decide(access, "granted", officer, at, {SupportState.ASKED}, values)


def refuse(*, access: SupportAccess, officer: Any, at: datetime) -> SupportAccess:
    """Do not let the support in.

    Raises:
        Conflict: it was decided or withdrawn before.
    """
    values = {"state": SupportState.REFUSED, "decided_at": at, "decided_by": str(officer)}
    return _decide(access, "refused", officer, at, {SupportState.ASKED}, values)


def end_by_lgo(*, access: SupportAccess, officer: Any, at: datetime) -> SupportAccess:
    """End a visit at once: the next request of the support is refused.

    Raises:
        Conflict: it is over already.
    """
    values = {"state": SupportState.ENDED, "ended_at": at, "ended_by": str(officer)}
    return _decide(access, "ended", officer, at, {SupportState.GRANTED}, values)


def _decide(
    access: SupportAccess,
    verb: str,
    officer: Any,
    at: datetime,
    sources: set[SupportState],
    values: dict[str, Any],
) -> SupportAccess:
    with transaction.atomic():
        with public_scope():
            locked = _move(access, sources, values)
            record(f"support.{verb}", actor=None, by=str(officer), target=locked.tenant, data=_data(locked), at=at)
            if verb != "ended":
                _tell("provisioning/support_decided", locked.staff, locked, url=console_path(locked))
        with tenant_scope(locked.tenant):
            record(f"operator.support.{verb}", actor=officer, target=locked, data=_data(locked), at=at)
    return locked


# --- what the staff do ------------------------------------------------------------------------------------------------


def withdraw(*, access: SupportAccess, actor: Any, at: datetime) -> SupportAccess:
    """Take one's own request back, or end one's own visit.

    Raises:
        Refused: somebody else asked.
        Conflict: it is over already.
    """
    if access.staff_id != actor.pk:
        raise Refused(NOT_YOURS, code="not_yours")
    is_open = access.state == SupportState.GRANTED
    state = SupportState.ENDED if is_open else SupportState.WITHDRAWN
    values = {"state": state, "ended_at": at, "ended_by": str(actor)}
    with transaction.atomic():
        locked = _move(access, {SupportState.ASKED, SupportState.GRANTED}, values)
        _on_record("ended" if is_open else "withdrawn", locked, actor=actor, at=at)
    return locked


@transaction.atomic
def issue_key(*, access: SupportAccess, actor: Any, at: datetime) -> str:
    """A key with which one browser comes into the LGO, once, within two minutes. Only its digest is kept.

    Raises:
        Refused: somebody else asked, or no longer has the duty.
        Conflict: the visit is not open.
    """
    locked = SupportAccess.objects.select_for_update().get(pk=access.pk)
    if locked.staff_id != actor.pk or not actor.has_duty(Duty.SUPPORT):
        raise Refused(NOT_YOURS, code="not_yours")
    if not locked.is_open_at(at):
        raise Conflict(OVER, code="over")
    key = secrets.token_urlsafe(32)
    # A browser that was inside before is out from here on.
    SupportAccess.objects.filter(pk=locked.pk).update(
        token_digest=digest(key), token_until=at + _KEY_LASTS, session_digest=""
    )
    return key


def enter(*, tenant: Tenant, key: str, at: datetime) -> tuple[SupportAccess, User]:
    """Use a key up, inside the LGO that it is for; gives the identity under which the support is there.

    Raises:
        NotFound: the key is not for this LGO, was used, is too old, or the visit is over.
    """
    with transaction.atomic():
        with public_scope():
            locked = _by_key(tenant, key, at)
            first = locked.entered_at or at
            SupportAccess.objects.filter(pk=locked.pk).update(token_digest="", token_until=None, entered_at=first)
            record("support.entered", actor=locked.staff, target=locked.tenant, data=_data(locked), at=at)
        user = _identity(locked, at)
        record("operator.support.entered", actor=user, target=locked, data=_data(locked), at=at)
    return locked, user


def bind(*, access: SupportAccess, session_key: str) -> None:
    """Let only this session be the visit's."""
    with public_scope():
        SupportAccess.objects.filter(pk=access.pk).update(session_digest=digest(session_key))


def record_view(*, user: User, access: SupportAccess, method: str, path: str, at: datetime) -> None:
    """Record in the LGO what the support is about to look at or to do."""
    verb = "viewed" if method in {"GET", "HEAD"} else "changed"
    record(f"operator.support.{verb}", actor=user, target=access, data={"path": path[:300], "method": method}, at=at)


def leave(*, access: SupportAccess, user: User, at: datetime) -> None:
    """The support has left: the visit is over."""
    with transaction.atomic():
        with public_scope():
            values = {"state": SupportState.ENDED, "ended_at": at, "ended_by": str(access.staff)}
            _move(access, {SupportState.GRANTED}, values)
            record("support.ended", actor=access.staff, target=access.tenant, data=_data(access), at=at)
        record("operator.support.ended", actor=user, target=access, data=_data(access), at=at)


def digest(secret: str) -> str:
    """What is kept of a key or of a session."""
    return sha256(secret.encode()).hexdigest()


def console_path(access: SupportAccess) -> str:
    """The visit's page in the console; its routes are those of the operator's host."""
    return f"/console/support/{access.pk}"


def _by_key(tenant: Tenant, key: str, at: datetime) -> SupportAccess:
    rows = SupportAccess.objects.select_for_update(of=("self",)).select_related("tenant", "staff")
    found = rows.filter(tenant=tenant, token_digest=digest(key), token_until__gt=at).first()
    if found is None or not found.is_open_at(at):
        raise NotFound(NO_KEY)
    return found


def _identity(access: SupportAccess, at: datetime) -> User:
    """The account of this visitor in the LGO: neither address nor password, and useless without an open visit."""
    name = gettext("DGA support: %(name)s") % {"name": access.staff.display_name}
    user = User.objects.filter(kind=UserKind.SUPPORT, display_name=name).first()
    if user is None:
        user = User(kind=UserKind.SUPPORT, display_name=name, date_joined=at)
        user.set_unusable_password()
        user.save()
    return user


def _move(access: SupportAccess, sources: set[SupportState], values: dict[str, Any]) -> SupportAccess:
    rows = SupportAccess.objects.select_for_update(of=("self",)).select_related("tenant", "staff")
    locked = rows.get(pk=access.pk)
    if locked.state not in sources:
        raise Conflict(OVER, code="over")
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    return locked


def _data(access: SupportAccess) -> dict[str, object]:
    return {
        "reason": access.reason,
        "minutes": access.minutes,
        "may_write": access.may_write,
        "support": str(access.staff),
        "access": str(access.pk),
    }


def _on_record(verb: str, access: SupportAccess, *, actor: Any, at: datetime) -> None:
    data = _data(access)
    record(f"support.{verb}", actor=actor, target=access.tenant, data=data, at=at)
    tell_lgo(
        tenant=access.tenant,
        action=f"support.{verb}",
        reason=access.reason,
        actor=actor,
        at=at,
        data=data,
        target=access,
    )


def _tell_administrators(event: str, access: SupportAccess) -> None:
    with tenant_scope(access.tenant):
        for person in active_administrators():
            _tell(event, person, access, url=f"/desk/operator/{access.pk}")


def _tell(event: str, person: User, access: SupportAccess, *, url: str) -> None:
    context = {
        "by": str(access.staff),
        "reason": access.reason,
        "lgo": access.tenant.name,
        "minutes": str(access.minutes),
        "outcome": str(SupportState(access.state).label),
        "url": site_url() + url,
    }
    key = f"support:{access.pk}:{access.state}:{person.pk}"
    notify(event, to=recipient_of(person), context=context, key=key)

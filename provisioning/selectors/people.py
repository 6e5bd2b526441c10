"""What the console reads of the operator's own people and of what they ask for. Public scope."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from kit.errors import NotFound, gettext_noop
from provisioning import approvals as registry
from provisioning.models import Approval, ApprovalState, Duty, StaffDuty, StaffInvitation
from shared_apps.accounts.models import User, UserKind
from tenants.models import Tenant


def staff() -> list[User]:
    """Active members of the staff by name, their duties read along: two queries."""
    held = Prefetch("staff_duties", queryset=StaffDuty.objects.order_by("pk"))
    rows = User.objects.filter(kind=UserKind.STAFF, is_active=True).order_by("display_name", "pk")
    people = list(rows.prefetch_related(held))
    for person in people:
        duties = frozenset(row.duty for row in person.staff_duties.all())
        person.__dict__["duties"] = frozenset(Duty.values) if Duty.ADMINISTRATOR in duties else duties
    return people


def all_staff() -> "QuerySet[User]":
    """Everybody who works or worked for the operator, with the duties read along: two queries a page."""
    held = Prefetch("staff_duties", queryset=StaffDuty.objects.order_by("pk"))
    rows = User.objects.filter(kind=UserKind.STAFF).order_by("-is_active", "display_name", "pk")
    return rows.prefetch_related(held)


def search_staff(rows: "QuerySet[User]", typed: str) -> "QuerySet[User]":
    """Those whose name or e-mail hold every word that was typed."""
    for word in typed.split():
        rows = rows.filter(Q(display_name__icontains=word) | Q(email__icontains=word))
    return rows


def with_duty(rows: "QuerySet[User]", duty: str) -> "QuerySet[User]":
    """Those who were given a duty; `none` are those without any."""
    return rows.filter(staff_duties=None) if duty == "none" else rows.filter(staff_duties__duty=duty)


def staff_invitations() -> "QuerySet[StaffInvitation]":
    """Invitations that were neither accepted nor withdrawn, newest first; some may have run out."""
    rows = StaffInvitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return rows.select_related("invited_by").order_by("-sent_at")


def staff_invitation(key: int) -> StaffInvitation:
    """An open invitation.

    Raises:
        NotFound: it was accepted or withdrawn, or there is none.
    """
    found = staff_invitations().filter(pk=key).first()
    if found is None:
        raise NotFound(gettext_noop("This invitation was accepted or withdrawn."))
    return found


def administrators() -> "QuerySet[StaffDuty]":
    """Who administers the platform."""
    return StaffDuty.objects.filter(duty=Duty.ADMINISTRATOR, user__is_active=True)


def staff_member(user_id: int) -> User:
    """A member of the staff.

    Raises:
        NotFound: there is none of that number.
    """
    found = User.objects.filter(kind=UserKind.STAFF, pk=user_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such person among the staff."))
    return found


def held_duties(user: User) -> set[str]:
    """The duties that somebody was given, as they stand in the table."""
    return set(StaffDuty.objects.filter(user=user).values_list("duty", flat=True))


def other_administrators(user: User) -> "QuerySet[StaffDuty]":
    """Who else administers the platform."""
    return administrators().exclude(user=user)


def approvals() -> "QuerySet[Approval]":
    """Requests for approval with their people and LGO, newest first."""
    return Approval.objects.select_related("tenant", "asked_by", "decided_by").order_by("-asked_at")


def approval(approval_id: UUID) -> Approval:
    """A request.

    Raises:
        NotFound: there is none.
    """
    found = approvals().filter(pk=approval_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such request."))
    return found


def approvals_waiting(tenant: Tenant | None = None) -> "QuerySet[Approval]":
    """Requests that wait for a decision, about one LGO or about any."""
    within = Q(tenant=tenant) if tenant else Q()
    return approvals().filter(within, state=ApprovalState.WAITING)


def approvals_to_decide(user: User) -> int:
    """How many requests wait for this person: those of others, of the kinds that they may decide."""
    kinds = [kind.code for kind in registry.kinds() if kind.may_decide(user)]
    if not kinds:
        return 0
    waiting = Approval.objects.filter(state=ApprovalState.WAITING, kind__in=kinds)
    return waiting.exclude(asked_by=user).count()


def approvals_of(tenant: Tenant) -> "QuerySet[Approval]":
    """What was asked for about an LGO, newest first."""
    return approvals().filter(tenant=tenant)


def search_approvals(rows: "QuerySet[Approval]", typed: str) -> "QuerySet[Approval]":
    """Those whose LGO, people or reason hold every word that was typed."""
    for word in typed.split():
        people = Q(asked_by__display_name__icontains=word) | Q(decided_by__display_name__icontains=word)
        rows = rows.filter(people | Q(tenant__name__icontains=word) | Q(reason__icontains=word))
    return rows

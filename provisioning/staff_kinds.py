"""What an administrator of the platform asks for about its staff; another administrator decides it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from provisioning import approvals, selectors
from provisioning.approvals import Fact, Kind
from provisioning.duties import Duty
from provisioning.models import Approval
from provisioning.services import joining, staff

INVITE = "staff-invite"
DUTIES = "staff-duties"
OWN = _("Nobody gives themselves a duty. Another administrator has to ask, and a third person to decide.")
_ADMINISTRATOR = approvals.holds(Duty.ADMINISTRATOR)


def declare() -> None:
    """Declare both; run again, it replaces what was declared."""
    for code, label, apply, describe, check in (
        (INVITE, _("Invite somebody to the staff"), _invite, _invite_facts, _check_invite),
        (DUTIES, _("Give duties"), _give, _give_facts, _check_give),
    ):
        approvals.register(
            Kind(
                code=code,
                label=label,
                apply=apply,
                describe=describe,
                check=check,
                may_ask=_ADMINISTRATOR,
                may_decide=_ADMINISTRATOR,
            )
        )


def _check_invite(approval: Approval) -> None:
    joining.check_invitation(approval.payload["email"], at=timezone.now())


def _invite(*, approval: Approval, actor: Any, at: datetime) -> None:
    joining.invite(**approval.payload, actor=actor, at=at)


def _invite_facts(approval: Approval) -> Sequence[Fact]:
    given = approval.payload
    return [
        Fact(_("Name"), given["display_name"]),
        Fact(_("E-mail"), given["email"]),
        Fact(_("Duties"), _labels(given["duties"])),
    ]


def _check_give(approval: Approval) -> None:
    if approval.payload["user"] == approval.asked_by_id:
        raise Refused(OWN, code="own", field="duties")


def _give(*, approval: Approval, actor: Any, at: datetime) -> None:
    user = selectors.staff_member(approval.payload["user"])
    if user.pk == actor.pk:
        raise Refused(OWN, code="own", field="note")
    duties = approval.payload["duties"]
    staff.let_work(user=user, duties=duties, reason=approval.reason, actor=actor, at=at)


def _give_facts(approval: Approval) -> Sequence[Fact]:
    user = selectors.staff_member(approval.payload["user"])
    return [
        Fact(_("Name"), str(user)),
        Fact(_("Duties now"), _labels(sorted(selectors.held_duties(user)))),
        Fact(_("Duties after that"), _labels(approval.payload["duties"])),
    ]


def _labels(duties: Sequence[str]) -> str:
    return ", ".join(str(Duty(duty).label) for duty in duties) or str(_("Looking only"))

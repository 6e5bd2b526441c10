"""What people are told by the operator."""

from django.utils.translation import gettext_lazy as _

from shared_apps.notifications import events
from shared_apps.notifications.events import Event, Group, Placeholder

_WHAT = Placeholder(name="what", label=_("what is asked for"), sample=_("Suspend"), required=True)
_OUTCOME = Placeholder(name="outcome", label=_("decision"), sample=_("Approved and done"), required=True)

_DAY = Placeholder(name="day", label=_("day"), sample=_("20 November 2026"))
_BANK = Placeholder(name="bank", label=_("difference of the bank accounts"), sample="64,392.52")
_STRIPE = Placeholder(name="stripe", label=_("difference of Stripe"), sample="0.00")
_AMOUNT = Placeholder(name="amount", label=_("amount owed (baht)"), sample="65,000.00")
_STAGE = Placeholder(name="stage", label=_("stage"), sample=_("In the days of grace"))

_SIGN_UP = (
    Event(
        code="provisioning/sign_up_code",
        label=_("Code for a sign-up"),
        placeholders=("code", "minutes", "lgo"),
        statutory=True,
        urgent=True,
        channels=("email",),
        is_operators=True,
    ),
    Event(
        code="provisioning/declined",
        label=_("A sign-up was declined"),
        placeholders=("lgo", "reason"),
        statutory=True,
        channels=("email",),
        is_operators=True,
    ),
)
_VISITS = (
    Event(
        code="provisioning/support_asked",
        label=_("The operator's support asks to visit your desk"),
        audience="officer",
        placeholders=("by", "reason", "minutes", "url"),
        statutory=True,
        channels=("line", "email"),
    ),
    Event(
        code="provisioning/support_break_glass",
        label=_("The operator's support visits without having asked"),
        audience="officer",
        placeholders=("by", "reason", "minutes", "lgo", "url"),
        statutory=True,
        urgent=True,
        channels=("line", "email"),
    ),
    Event(
        code="provisioning/support_decided",
        label=_("A local government has answered your request for a visit"),
        audience="officer",
        placeholders=("lgo", "reason", "url", _OUTCOME),
        channels=("email",),
        is_operators=True,
    ),
)
_MONEY = (
    Event(
        code="provisioning/payment_reminder",
        label=_("Reminder to pay or to renew"),
        audience="officer",
        placeholders=("lgo", _AMOUNT, "due", _STAGE, "url"),
        statutory=True,
        channels=("email",),
    ),
    Event(
        code="provisioning/reconciliation_differs",
        label=_("Bank, Stripe and ledger differ"),
        audience="officer",
        placeholders=("count", _DAY, _BANK, _STRIPE, "url"),
        statutory=True,
        channels=("email",),
        is_operators=True,
    ),
)
_STAFF = (
    Event(
        code="provisioning/staff_invitation",
        label=_("Invitation to the operator's staff"),
        audience="officer",
        placeholders=("url", "days", "inviter"),
        statutory=True,
        urgent=True,
        channels=("email",),
    ),
    Event(
        code="provisioning/approval_asked",
        label=_("A request waits for your decision"),
        audience="officer",
        placeholders=(_WHAT, "lgo", "reason", "by", "url"),
        channels=("email",),
        is_operators=True,
    ),
    Event(
        code="provisioning/approval_decided",
        label=_("Your request was decided"),
        audience="officer",
        placeholders=(_WHAT, "lgo", "reason", "by", "url", _OUTCOME),
        channels=("email",),
        is_operators=True,
    ),
)


def declare() -> None:
    """Sign-up, visits, money, and requests among the staff."""
    events.register_group(Group(code="provisioning", label=_("Sign-up"), order=95, is_operators=True))
    events.register(*_SIGN_UP, *_VISITS, *_MONEY, *_STAFF)

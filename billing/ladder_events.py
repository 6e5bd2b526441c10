"""What the finance people of an LGO are told of their contract, by the operator."""

from django.utils.translation import gettext_lazy as _

from shared_apps.notifications import events
from shared_apps.notifications.events import Event, Group, Placeholder

DAY = Placeholder(name="day", label=_("day on which it ends"), sample=_("31 Dec 2026"))
UNTIL = Placeholder(name="until", label=_("until when"), sample=_("30 Jan 2027"))
NEXT = Placeholder(name="next", label=_("what follows"), sample=_("your site can only be read"))
AMOUNT = Placeholder(name="amount", label=_("amount"), sample="62,000.00")
NUMBER = Placeholder(name="number", label=_("number of the document"), sample="QT-2570-000123")
PACKAGE = Placeholder(name="package", label=_("package"), sample="S")

_STEPS = (
    ("renewal", _("A renewal is offered"), (NUMBER, AMOUNT, UNTIL, DAY, PACKAGE, "days")),
    ("trial", _("The trial ends soon"), (DAY, "days")),
    ("warning", _("What follows when nothing is paid"), (UNTIL, NEXT, DAY, "days")),
    ("overdue", _("An invoice is overdue"), (NUMBER, AMOUNT, DAY, "days")),
    ("grace", _("The days of grace begin"), (DAY, UNTIL, NEXT, NUMBER, AMOUNT)),
    ("read_only", _("The site can only be read"), ("reason", UNTIL, NEXT)),
    ("export_only", _("The site is closed"), ("reason", UNTIL, NEXT)),
    ("ended", _("All days for payment are over"), (DAY,)),
    ("reopened", _("The site is open again"), ()),
    ("respite", _("A respite is given"), (DAY, "reason")),
)


def declare() -> None:
    """Declare all of it; run again, it replaces what was declared."""
    events.register_group(Group(code="contract", label=_("Contract and payment"), order=91, is_operators=True))
    for code, label, words in _STEPS:
        placeholders = ("lgo", *words, "url")
        events.register(
            Event(
                code=f"billing/{code}",
                label=label,
                audience="officer",
                group="contract",
                placeholders=placeholders,
                statutory=True,
                channels=("email",),
            )
        )

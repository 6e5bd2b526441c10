"""What people are told of cases."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared_apps.notifications.events import Event, Group, Placeholder

GROUP = Group(code="complaints", label=_("Complaints and requests"), order=10)

_CODE = Placeholder(name="code", label=_("tracking code"), sample="K7M4-P2XT")
_BY = Placeholder(name="by", label=_("officer who acts"), sample=_("Somchai Jaidee"))
_CATEGORY = Placeholder(name="category", label=_("category"), sample=_("Street lights"))
_UNTIL = Placeholder(name="until", label=_("last day to say that it is not solved"), sample=_("5 Dec 2026"))
_FILED = ("number", _CODE, "title", "due")
# The law asks for these: the receipt (Electronic Performance Act 2565, s. 10), the result, and why it takes longer
# (Licensing Facilitation Act 2558, s. 10).
_STATUTORY = {"filed", "resolve", "extend", "delay"}

_WARNING = Event(
    code="complaints/warning",
    label=_("Cases that are due soon or late"),
    audience="officer",
    placeholders=(
        Placeholder(name="count", label=_("number of cases"), sample="2"),
        Placeholder(
            name="cases",
            label=_("the cases, one a line"),
            sample=_("- RQ-2569-000123 (Street lights) 3 days late"),
            required=True,
        ),
    ),
)

_OTHERS = (
    _WARNING,
    Event(
        code="complaints/followed",
        label=_("News of a case that someone follows"),
        placeholders=(
            "number",
            Placeholder(name="category", label=_("category"), sample=_("Street lights")),
            Placeholder(name="step", label=pgettext_lazy("case", "what happened"), sample=_("Work has started")),
        ),
    ),
    Event(
        code="complaints/assigned",
        label=_("An officer is given a case"),
        audience="officer",
        placeholders=("number", "category", "by", "due"),
    ),
    # A notice that guards the case: whoever did not ask for a new PIN has to hear of it.
    Event(code="complaints/new_pin", label=_("A new PIN was given out"), placeholders=("number",), statutory=True),
)

_MORE = {"filed": (), "resolve": ("note", _UNTIL)}


def _placeholders(code: str) -> tuple[str | Placeholder, ...]:
    return (*_FILED, *_MORE.get(code, ("note",)))


EVENTS = _OTHERS + tuple(
    Event(
        code=f"complaints/{code}",
        label=label,
        placeholders=_placeholders(code),
        statutory=code in _STATUTORY,
    )
    for code, label in (
        ("filed", _("A case was received")),
        ("accept", _("A case was accepted")),
        ("assign", _("A case was given to an officer")),
        ("start", _("Work on a case began")),
        ("ask", _("The officer asks the reporter")),
        ("forward", _("A case was forwarded")),
        ("resolve", _("A case has a result")),
        ("reopen", _("A case was opened again")),
        ("close", _("A case was closed")),
        ("file_in_error", _("A case was closed as filed in error")),
        ("merge", _("A case was joined with another")),
        ("unmerge", _("A joined case goes its own way again")),
        ("extend", _("A case was given more time")),
        ("delay", _("Why a case takes longer")),
        ("remind", _("The reporter is reminded of a question")),
    )
)
EVENTS += (
    Event(
        code="complaints/assigned",
        label=_("An officer is given a case"),
        audience="officer",
        placeholders=("number", _CATEGORY, "due", _BY),
    ),
    Event(
        code="complaints/mentioned",
        label=_("An officer is named in a note"),
        audience="officer",
        placeholders=("number", _CATEGORY, "due", _BY),
    ),
    Event(
        code="complaints/named",
        label=_("An officer may see a restricted case"),
        audience="officer",
        placeholders=("number", _CATEGORY, "due", _BY),
    ),
)

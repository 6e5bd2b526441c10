"""Where cases are published: the one rule that pages, files and programs obey (docs/decisions/0008).

What of a case is public says `public.public_case`; here stands where it may be read. With `CitizenOptions.shows_cases`
everything that lists cases lists them: list and map of the portal, `/api/v1/public/cases`, open data and Open311.
Without it nothing lists them but to whoever filed them. `CitizenOptions.nearby_metres` alone decides about open cases
near a place, shown to who files one there. One case, by its number, is for everyone while one of the two would show it;
for who filed or follows it always.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.errors import Invalid
from kit.numbering import parse_case_number
from kit.tracking import parse_tracking_code
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Follower
from tenant_apps.complaints.selectors.public import (
    PublicCase,
    citizen_options,
    public_case,
    public_cases,
    with_followers,
)
from tenant_apps.complaints.workflow import OPEN


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What the LGO publishes: `lists` of all public cases, and open ones `nearby`."""

    lists: bool
    nearby: bool


def publication() -> Publication:
    """What the LGO publishes now."""
    options = citizen_options()
    return Publication(lists=options.shows_cases, nearby=options.nearby_metres > 0)


def listed_cases(filer: Any = None) -> QuerySet[Complaint]:
    """The public cases that a list may hold: all of them, or those that `filer` filed where the LGO shows no lists."""
    if publication().lists:
        return public_cases()
    return public_cases().filter(_filed_by(filer)) if filer is not None else public_cases().none()


def readable_cases(reader: Any = None) -> QuerySet[Complaint]:
    """The public cases that `reader` (None: anyone) may read by their number."""
    shown = publication()
    if shown.lists:
        return public_cases()
    readable = Q(state__in=OPEN) if shown.nearby else Q(pk__in=[])
    if reader is not None:
        follows = Follower.objects.filter(complaint=OuterRef("pk"), user=reader)
        readable |= _filed_by(reader) | Q(Exists(follows))
    return public_cases().filter(readable)


def _filed_by(person: Any) -> Q:
    """Cases of the person, and those that the person's program took down for others."""
    filed = ComplaintEvent.objects.filter(case=OuterRef("pk"), action="file", data__sender=person.pk)
    return Q(reporter=person) | Q(Exists(filed))


def public_case_by_number(typed: str, *, reader: Any = None) -> tuple[PublicCase, Complaint] | None:
    """The public case of this number, with its row for services; None when `reader` may not see it or there is none."""
    try:
        number = str(parse_case_number(typed))
    except Invalid:
        return None
    return _shown(readable_cases(reader).filter(number=number))


def public_case_by_code(typed: str) -> PublicCase | None:
    """The public case of this tracking code, for who holds the code, whatever is published."""
    try:
        code = parse_tracking_code(typed)
    except Invalid:
        return None
    found = _shown(public_cases().filter(tracking_code=code))
    return found[0] if found else None


def _shown(rows: QuerySet[Complaint]) -> tuple[PublicCase, Complaint] | None:
    row = with_followers(rows).first()
    return (public_case(row), row) if row else None

"""What of complaints a citizen takes away with all that the LGO keeps of them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.accounts.models import User
from shared_apps.accounts.own_data import Sheet
from tenant_apps.complaints import selectors
from tenant_apps.complaints.models import Complaint, OnBehalf
from tenant_apps.complaints.selectors.own import begun_by, entries_of
from tenant_apps.complaints.shown import events_shown
from tenant_apps.surveys.selectors import with_scores


def _case_headers() -> tuple[Any, ...]:
    return (
        _("Number"),
        _("Tracking code"),
        _("Kind of case"),
        _("Category"),
        _("Subject"),
        _("Details"),
        _("Place of the matter"),
        _("Latitude"),
        _("Longitude"),
        _("Filed"),
        _("Status"),
        _("Name"),
        _("Mobile number"),
        _("E-mail"),
        _("Filed for"),
        _("Score"),
    )


def _cases(user: User) -> Iterator[tuple[Any, ...]]:
    for case in with_scores(selectors.cases_of(user).select_related("category", "on_behalf")):
        yield (
            case.number,
            case.tracking_code,
            case.get_kind_display(),
            case.category.name,
            case.title,
            case.description,
            case.place,
            case.latitude,
            case.longitude,
            case.submitted_at,
            case.state_shown.label,
            case.reporter_name,
            case.reporter_phone,
            case.reporter_email,
            _for(case),
            case.score,
        )


def _for(case: Complaint) -> str:
    other: OnBehalf | None = getattr(case, "on_behalf", None)
    return f"{other.name} {other.phone}".strip() if other else ""


def _entries(user: User) -> Iterator[tuple[Any, ...]]:
    rows = list(entries_of(user))
    for row, shown in zip(rows, events_shown(rows, for_officer=False), strict=True):
        yield row.case.number, shown["at"], shown["title"], shown["note"]


def _begun(user: User) -> Iterator[tuple[Any, ...]]:
    for draft in begun_by(user):
        answers = draft.answers
        yield draft.changed_at, answers.get("title", ""), answers.get("description", ""), answers.get("place", "")


def _followed(user: User) -> Iterator[tuple[Any, ...]]:
    for follower in selectors.followed_by(user):
        yield follower.complaint.number, follower.since


CASES = Sheet(code="cases", label=gettext_lazy("My cases"), headers=_case_headers, rows_of=_cases)
ENTRIES = Sheet(
    code="entries",
    label=gettext_lazy("What happened in my cases"),
    headers=lambda: (_("Number"), _("Date and time"), _("What happened"), _("In words")),
    rows_of=_entries,
)
BEGUN = Sheet(
    code="begun",
    label=gettext_lazy("Cases I have begun and not sent"),
    headers=lambda: (_("Date and time"), _("Subject"), _("Details"), _("Place of the matter")),
    rows_of=_begun,
)
FOLLOWED = Sheet(
    code="followed",
    label=gettext_lazy("Cases of others that I follow"),
    headers=lambda: (_("Number"), _("Followed since")),
    rows_of=_followed,
)

"""Which public cases are asked for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from tenant_apps.complaints.models import ComplaintEvent
from tenant_apps.complaints.selectors import PublicCase, listed_cases, public_case, readable_cases
from tenant_apps.complaints.workflow import OPEN

SPAN = timedelta(days=90)
MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A query of Open311. `numbers` overrides all else; the range spans at most 90 days."""

    numbers: Collection[str] = ()
    categories: Collection[str] = ()
    status: Collection[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = MOST

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """From when until when: the last 90 days unless said, never more than 90 days."""
        if self.start is None:
            end = self.end or now
            return end - SPAN, end
        end = self.end or min(self.start + SPAN, now)
        return self.start, min(end, self.start + SPAN)


def requested(wanted: Wanted, *, now: datetime, reader: Any = None) -> list[PublicCase]:
    """The public cases that a query of `reader` (None: anyone) means, newest first."""
    if wanted.numbers:
        named = readable_cases(reader).filter(number__in=list(wanted.numbers)[:MOST])
        return [public_case(row) for row in named.order_by("-submitted_at", "-pk")]
    rows = listed_cases(reader).order_by("-submitted_at", "-pk")
    start, end = wanted.range(now)
    rows = rows.filter(submitted_at__gte=start, submitted_at__lte=end)
    if wanted.categories:
        rows = rows.filter(category__code__in=wanted.categories)
    if len(set(wanted.status)) == 1:
        rows = rows.filter(state__in=OPEN) if "open" in wanted.status else rows.exclude(state__in=OPEN)
    first = (wanted.page - 1) * wanted.page_size
    return [public_case(row) for row in rows[first : first + wanted.page_size]]


def every_case() -> Iterator[PublicCase]:
    """Every public case that is listed, oldest first, without holding them all in memory."""
    rows: Any = listed_cases().order_by("submitted_at", "pk")
    return (public_case(row) for row in rows.iterator(chunk_size=2000))


def last_change() -> tuple[datetime | None, int]:
    """When the public cases changed last, and how many there are: what their files' ETag is made of.

    A step that leaves the state as it is, such as more time, changes the files too.
    """
    rows = listed_cases()
    moved, count = rows.aggregate(at=Max("state_changed_at"))["at"], rows.count()
    told = ComplaintEvent.objects.filter(is_public=True, case__category__restricted=False, case__is_sample=False)
    latest = told.order_by("-pk").values_list("at", flat=True).first()
    return max((at for at in (moved, latest) if at is not None), default=None), count

"""Reports over very many cases are kept for a while, and counted anew by a job once they are older than five minutes.

Nobody waits for the counting but who asks first for a choice that nobody has made that day; the report over
everything is counted each morning. A page says as of when its numbers are.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import QueryDict
from django.utils.translation import get_language, override

from kit import clock
from shared_apps.jobs.services import enqueue
from tenant_apps.reports import selectors
from tenant_apps.reports.forms import ReportForm

MANY = 10_000
"""From so many cases on, counting takes longer than a page should."""
FRESH = timedelta(minutes=5)
KEPT = timedelta(days=1)
_LONGEST_QUERY = 500
RECOUNT = "reports.recount"


@dataclass(frozen=True)
class Kept:
    """A report and the moment for which it counts; `is_old` when newer numbers are on their way."""

    report: selectors.Report
    at: datetime
    is_old: bool = False


def report_of(form: ReportForm, query: str) -> Kept:
    """The report that a form asks for, whose address had this `query`."""
    key = _key(form)
    kept: tuple[selectors.Report, datetime] | None = cache.get(key)
    if kept is None:
        return count(form)
    report, at = kept
    is_old = clock.now() - at > FRESH
    if is_old and len(query) <= _LONGEST_QUERY:
        enqueue(RECOUNT, key=f"{key}:{at.isoformat()}", query=query, language=get_language() or "th")
    return Kept(report, at, is_old)


def count(form: ReportForm) -> Kept:
    """Count now, and keep it when there are very many cases."""
    at = clock.now()
    report = selectors.report(selectors.cases(form.period, **form.narrowed()), at=at)
    if report.total.filed >= MANY:
        cache.set(_key(form), (report, at), KEPT.total_seconds())
    return Kept(report, at)


def recount(*, query: str, language: str) -> None:
    """Count what an address asks for once more, unless that was just done."""
    with override(language):
        form = ReportForm(QueryDict(query))
        kept: Any = cache.get(_key(form))
        if kept is None or clock.now() - kept[1] > FRESH:
            count(form)


def prepare() -> None:
    """Count the report over everything where that takes long, before the office opens."""
    if selectors.has_as_many(MANY):
        recount(query="", language="th")


def _key(form: ReportForm) -> str:
    asked = repr((form.period, form.narrowed()))
    return f"reports:{get_language()}:{sha256(asked.encode()).hexdigest()}"

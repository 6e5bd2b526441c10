"""Counting before somebody asks."""

from django.utils.translation import gettext_lazy as _

from shared_apps.jobs.registry import job
from tenant_apps.reports import kept


@job(kept.RECOUNT, label=_("Count a report anew"))
def recount(*, query: str, language: str) -> None:
    """Bring a kept report up to date."""
    kept.recount(query=query, language=language)


@job("reports.prepare", label=_("Count the report over very many cases"), cron="30 6 * * *")
def prepare() -> None:
    """Before the office opens, so that nobody waits."""
    kept.prepare()

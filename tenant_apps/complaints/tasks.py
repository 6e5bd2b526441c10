"""Housekeeping of complaints."""

from kit import clock
from shared_apps.jobs.registry import job
from tenant_apps.complaints import services


@job("complaints.close_silently_accepted", cron="10 5 * * *")
def close_silently_accepted() -> None:
    """Close answered cases after seven quiet days."""
    services.close_silently_accepted(at=clock.now())


@job("complaints.drop_stale_drafts", cron="40 3 * * *")
def drop_stale_drafts() -> None:
    """Forget drafts and their photos."""
    services.drop_stale_drafts(at=clock.now())

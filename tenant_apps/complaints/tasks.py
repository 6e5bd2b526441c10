"""Housekeeping of complaints."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.jobs.registry import job
from tenant_apps.complaints import services
from tenant_apps.complaints.selectors import citizen_options


@job("complaints.close_silently_accepted", label=_("Close answered cases that nobody contested"), cron="10 5 * * *")
def close_silently_accepted() -> None:
    """Close answered cases after seven quiet days."""
    services.close_silently_accepted(at=clock.now())


@job("complaints.drop_stale_drafts", label=_("Remove drafts that were left behind"), cron="40 3 * * *")
def drop_stale_drafts() -> None:
    """Forget drafts and their photos, and photos that officers never attached."""
    at = clock.now()
    services.drop_stale_drafts(at=at)
    services.drop_abandoned_photos(at=at)
    services.drop_stale_replies(before=at - timedelta(days=citizen_options().keeps_drafts_days))


@job("complaints.tell_followers", label=_("Tell those who follow a case"))
def tell_followers(*, event_id: int) -> None:
    """One public step, to everyone who has the same trouble."""
    services.tell_followers(event_id=event_id)


@job("complaints.warn_officers", label=_("Warn officers of cases that are due or late"), cron="30 8 * * *")
def warn_officers() -> None:
    """Climb the ladder of warnings, on working days."""
    services.warn_officers(at=clock.now())


@job("complaints.remind_citizens", label=_("Remind citizens who were asked"), cron="0 9 * * *")
def remind_citizens() -> None:
    """Remind those who have not answered, on working days."""
    services.remind_citizens(at=clock.now())


@job("complaints.recount", label=_("Count due days anew after the holidays have changed"))
def recount() -> None:
    """Bring open cases in line with the office's calendar."""
    services.recount_open_cases(at=clock.now())

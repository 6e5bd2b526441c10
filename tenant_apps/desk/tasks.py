"""Work of the inbox that takes longer than an officer waits."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.jobs.registry import job
from tenant_apps.desk import selectors, services


@job("desk.work_on", label=_("Work on many cases at once"))
def work_on(*, run_id: str) -> None:
    """Do what an officer ordered for many cases."""
    run = selectors.run_by_id(run_id)
    if run is not None:
        services.work_on(run=run, at=clock.now())


@job("desk.forget_old_runs", label=_("Forget what was done to many cases a month ago"), cron="50 3 * * *")
def forget_old_runs() -> None:
    """Forget old runs."""
    services.forget_old_runs(at=clock.now())

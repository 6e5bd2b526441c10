"""Jobs of the operator."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provisioning.services import adoption, reconciling, reminders, runner, runs, sign_ups, spares, support
from provisioning.services import handover as handovers
from shared_apps.jobs.registry import job
from tenants.services import apply_identities


@job(
    "provisioning.provision",
    label=_("Set a local government up"),
    scope="public",
    max_attempts=runner.MAX_ATTEMPTS,
    time_limit=120,
)
def provision(*, code: str) -> None:
    """Carry a run through its steps."""
    runner.provision(code=code)


@job("provisioning.resume_stalled", label=_("Take up set-ups that stand still"), scope="public", cron="* * * * *")
def resume_stalled() -> None:
    """Wake runs whose worker died."""
    runs.resume_stalled(at=timezone.now())


@job("provisioning.refill_spares", label=_("Prepare spare schemas"), scope="public", cron="*/5 * * * *", time_limit=900)
def refill_spares() -> None:
    """Keep spare schemas ready for the next sign-ups."""
    spares.refill()


@job("provisioning.drop_schema", label=_("Remove the schema of an undone set-up"), scope="public")
def drop_schema(*, schema: str) -> None:
    """Drop the schema of a run that was rolled back."""
    spares.drop(schema)


@job(
    "provisioning.apply_identities",
    label=_("Apply names and codes that take effect today"),
    scope="public",
    cron="1 0 * * *",
)
def apply_new_identities() -> None:
    """Let new names, types and codes of LGOs begin on their day."""
    apply_identities(at=timezone.now())


@job(
    "provisioning.forget_sign_ups", label=_("Forget sign-ups that were not finished"), scope="public", cron="15 3 * * *"
)
def forget_sign_ups() -> None:
    """Delete sign-ups that nobody has touched for a month; they hold a person's name and telephone."""
    sign_ups.forget(older_than=timezone.now() - timedelta(days=30))


@job(
    "provisioning.reconcile",
    label=_("Reconcile bank, Stripe and ledger"),
    scope="public",
    cron="0 6 * * *",
    time_limit=900,
)
def reconcile() -> None:
    """Compare everything up to the end of yesterday, and tell finance of differences."""
    reconciling.reconcile_yesterday(at=timezone.now())


@job("provisioning.remind", label=_("Remind a local government of its payment"), scope="public")
def remind(*, tenant_id: str, actor_id: int) -> None:
    """Write to an LGO about what it owes."""
    reminders.remind(tenant_id=tenant_id, actor_id=actor_id, at=timezone.now())


@job("provisioning.count_use", label=_("Count the use of the platform"), cron="50 1 * * *")
def count_use() -> None:
    """Count each LGO's use once a night."""
    adoption.count_use(at=timezone.now())


@job("provisioning.hand_over", label=_("Prepare all data of a local government"), scope="public", time_limit=3600)
def hand_over(*, handover: str) -> None:
    """Write the archive of all data."""
    handovers.make_archive(handover_id=UUID(handover), at=timezone.now())


@job("provisioning.erase", label=_("Erase the data of an ended contract"), scope="public", time_limit=3600)
def erase(*, tenant: str) -> None:
    """Delete schema and files, and certify it."""
    handovers.erase(tenant_id=UUID(tenant), at=timezone.now())


@job("provisioning.end_visits", label=_("End visits whose time is up"), scope="public", cron="* * * * *")
def end_visits() -> None:
    """Mark visits of the support as ended when their time is up."""
    support.end_visits_over(at=timezone.now())


@job("provisioning.forget_archives", label=_("Delete old archives"), scope="public", cron="50 2 * * *")
def forget_archives() -> None:
    """Delete archives that have lain here for their time."""
    handovers.forget_archives(at=timezone.now())

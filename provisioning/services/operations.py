"""What the operator's staff do to tenants and jobs, beyond their set-up. Public scope."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kit.errors import Conflict, gettext_noop
from shared_apps.audit import services as audit
from shared_apps.jobs import services as jobs
from tenants.models import Tenant


@transaction.atomic
def replay_job(*, job_id: UUID, actor: Any, at: datetime) -> None:
    """Let a job that was given up run again.

    Raises:
        Conflict: it was not given up, or runs again already.
    """
    if not jobs.replay(job_id=job_id, at=at):
        raise Conflict(gettext_noop("This job is no longer among the failed ones."))
    audit.record("jobs.replay", actor=actor, at=at, data={"job": str(job_id)})


@transaction.atomic
def record_contacts_seen(*, tenant: Tenant, actor: Any, at: datetime) -> None:
    """Record that somebody looked at the names and addresses of an LGO's people."""
    audit.record("tenant.contacts_seen", actor=actor, target=tenant, at=at)

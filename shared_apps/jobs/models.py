"""The outbox: the record of every job, in `public`. Redis only carries it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.jobs import registry


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent to a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Failed for good")


class OutboxJob(models.Model):
    """A job to run in `schema_name` (`public` for the operator's own).

    A tenant's role may insert rows that bear its own schema's name, and nothing else. `lease_until` is the moment
    from which a sent job that no worker has begun is sent again; a running one is sent again when its worker is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_name = models.CharField(max_length=63)
    name = models.CharField(max_length=100)
    arguments: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    queue = models.CharField(max_length=30, default="default")
    key = models.CharField(max_length=150, null=True)  # noqa: DJ001  # NULL: no idempotency key; '' would collide
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    run_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        db_table = '"public"."jobs_outbox"'
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schema_name", "key"], name="jobs_outbox_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run_at"], condition=models.Q(state="waiting"), name="jobs_outbox_waiting"),
            models.Index(
                fields=["lease_until"], condition=models.Q(state__in=["sent", "running"]), name="jobs_outbox_sent"
            ),
            models.Index(fields=["schema_name", "-created_at"], name="jobs_outbox_tenant"),
            models.Index(fields=["finished_at"], condition=models.Q(state="done"), name="jobs_outbox_done"),
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.schema_name}"

    @property
    def label(self) -> str:
        """What the job is called to people; its name when no task declares it any more."""
        try:
            return str(registry.get(self.name).label)
        except KeyError:
            return self.name

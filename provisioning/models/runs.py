"""Sign-ups and the runs that turn them into tenants. These tables live in `public` only."""

import secrets
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant


class StepName(models.TextChoices):
    """The steps that make a tenant, in their order."""

    ROLE_AND_SCHEMA = "role_and_schema", _("Separate database area")
    SEED_DATA = "seed_data", _("Starting data: divisions, holidays, complaint categories")
    STORAGE = "storage", _("File storage")
    DOMAIN = "domain", _("Website address")
    GO_LIVE = "go_live", _("Open the site")
    ADMINISTRATOR = "administrator", _("Invitation of the administrator")


class StepState(models.TextChoices):
    """How far a step is."""

    TODO = "todo", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class StepProblem(models.TextChoices):
    """Why a step failed, for people. What the machine said is kept beside it for the operator."""

    NONE = "", ""
    DATABASE = "database", _("The database did not answer.")
    SCHEMA = "schema", _("The separate database area could not be made.")
    SEED = "seed", _("The starting data could not be written.")
    STORAGE = "storage", _("The file storage could not be written to and read back.")
    INVITATION = "invitation", _("The administrator could not be invited.")
    NO_DOMAIN = "no_domain", _("The website address does not lead to this local government.")
    CRASH = "crash", _("The worker died again and again at this step.")
    STATE = "state", _("The local government is not in the state that this step expects.")


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting", _("Waiting for approval")
    QUEUED = "queued", _("In the queue")
    RUNNING = "running", _("Running")
    FAILED = "failed", _("Failed")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    ROLLED_BACK = "rolled_back", _("Rolled back")

    @classmethod
    def unfinished(cls) -> "tuple[RunState, ...]":
        """The states in which a worker has work to do."""
        return cls.QUEUED, cls.RUNNING


def new_code() -> str:
    """A code that nobody guesses (128 bits); who has it may watch the run."""
    return secrets.token_urlsafe(16)


class ProvisioningRun(models.Model):
    """One attempt to make a tenant, with the person to whom it will be handed over.

    `attempts` counts the tries since it was last queued by a person; `touched_at` shows that a worker is at it.
    """

    code = models.CharField(max_length=32, default=new_code, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.DO_NOTHING, related_name="runs")
    state = models.CharField(max_length=20, choices=RunState, default=RunState.WAITING)
    contact_name = models.CharField(_("contact person"), max_length=150)
    contact_position = models.CharField(_("position"), max_length=150, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("work e-mail"))
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("set-up of a local government")
        verbose_name_plural = _("set-ups of local governments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="provisioning_run_code"),
            models.UniqueConstraint(
                fields=["tenant"],
                condition=~Q(state__in=["declined", "rolled_back"]),
                name="provisioning_run_one_a_tenant",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-created_at"], name="provisioning_run_state")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state not in (*RunState.unfinished(), RunState.WAITING)


class ProvisioningStep(models.Model):
    """One step of a run, as the worker left it."""

    run = models.ForeignKey(ProvisioningRun, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=30, choices=StepName)
    state = models.CharField(max_length=10, choices=StepState, default=StepState.TODO)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=20, choices=StepProblem, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "name"], name="provisioning_step_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class SignUp(models.Model):
    """What somebody has typed so far, and the code that proves the e-mail address.

    `answers` are keyed by the fields of the forms, exactly as cleaned. `run` is set once it was sent, so that sending
    it again leads to the same run.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)
    code_digest = models.CharField(max_length=64, blank=True)
    code_for = models.EmailField(blank=True)
    confirmed_email = models.EmailField(blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    run = models.OneToOneField(
        ProvisioningRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="sign_up"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["updated_at"], name="provisioning_sign_up_updated")]

    def __str__(self) -> str:
        return str(self.pk)

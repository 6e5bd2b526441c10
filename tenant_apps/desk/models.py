"""What officers keep about their inbox, and work on many cases at once."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenant_apps.registry.models import Division


class SavedView(models.Model):
    """A named set of filters of the inbox. With a division all its officers see it too.

    `query` is the address's query without page, such as `state=new&sort=-due_at`.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    division = models.ForeignKey(
        Division, verbose_name=_("shared with"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60)
    tab = models.CharField(max_length=20, default="all")
    query = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="desk_savedview_name")]

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """What an officer chose for the inbox: the view with which it opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_view = models.ForeignKey(SavedView, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.first_view_id}"


class Run(models.Model):
    """One act on many cases. Each case is a transaction of its own; `Item` says how it went.

    `values` are what the act was given: ids of officer or division, and the note.
    """

    class Verb(models.TextChoices):
        ASSIGN = "assign", _("Assign")
        FORWARD = "forward", _("Forward")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb)
    values: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["actor", "-created_at"], name="desk_run_actor")]

    def __str__(self) -> str:
        return f"{self.verb} {self.total}"


class Item(models.Model):
    """One case of a run, in the version that the officer saw."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not done")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items", db_index=False)
    place = models.PositiveIntegerField()
    service = models.CharField(max_length=30)
    case_id = models.PositiveBigIntegerField()
    number = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    is_sample = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["run", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "place"], name="desk_item_place")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"

"""What every kind of case shares: its number, state, clock and timeline."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.tracking import new_tracking_code
from kit.workflow import Audience

AUDIENCE_LABELS = {
    Audience.CITIZEN: _("Citizen"),
    Audience.OFFICER: _("Officer"),
    Audience.SYSTEM: _("System"),
}


class Counter(models.Model):
    """The last number given out of one book in one year พ.ศ. Written by `services.next_number` only."""

    book = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "year"], name="casework_counter_book")]

    def __str__(self) -> str:
        return f"{self.book} {self.year}: {self.value}"


class AbstractCase(models.Model):
    """A matter that moves along a `kit.workflow` table.

    A concrete case adds its own fields and indexes, inherits `Meta(AbstractCase.Meta)`, and has an event model whose
    foreign key `case` has `related_name="events"`. `version` grows with every move, so that a stale page is noticed.
    `number` and `tracking_code` may be shown to citizens; only the digest of the PIN is kept.

    One that `is_sample` was loaded for officers to try: numbered from a book of its own, marked wherever it shows, told
    to nobody, and left out of what citizens, reports, exports and other systems read.
    """

    number = models.CharField(_("number"), max_length=30)
    tracking_code = models.CharField(_("tracking code"), max_length=9, default=new_tracking_code)
    pin_digest = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("status"), max_length=30)
    version = models.PositiveIntegerField(default=1, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now)
    legal_received_at = models.DateTimeField(_("legally received"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    state_changed_at = models.DateTimeField(_("last moved"), default=timezone.now)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    events: Any

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="%(app_label)s_%(class)s_number"),
            models.UniqueConstraint(fields=["tracking_code"], name="%(app_label)s_%(class)s_tracking"),
        ]

    def __str__(self) -> str:
        return self.number


class AbstractEvent(models.Model):
    """One entry of a case's timeline: appended by `services.advance` and `services.add_event`, never changed.

    The concrete model adds `case`, a foreign key with `related_name="events"`. Citizens read public entries only.
    The database lets nobody change or delete one; those that were written as `is_sample` go with their sample.
    """

    at = models.DateTimeField(_("time"), default=timezone.now)
    action = models.CharField(_("action"), max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    audience = models.CharField(_("by"), max_length=10, choices=list(AUDIENCE_LABELS.items()))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    actor_name = models.CharField(_("name"), max_length=150, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    data: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.from_state}→{self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry.

        Raises:
            TypeError: it was added before.
        """
        if not self._state.adding:
            raise TypeError("an entry of a timeline is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            TypeError: always.
        """
        raise TypeError("an entry of a timeline is never deleted")

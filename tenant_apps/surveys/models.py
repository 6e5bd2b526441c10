"""What people answer when they are asked how satisfied they are."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenant_apps.registry.models import Division


class Reason(models.TextChoices):
    """What somebody found good, or not good."""

    SPEED = "speed", _("How fast it went")
    RESULT = "result", _("How well it was solved")
    NEWS = "news", _("How I was kept informed")
    MANNER = "manner", _("How I was treated")
    EASE = "ease", _("How easy it was to file")


def _reasons(label: Any) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=20, choices=Reason), verbose_name=label, default=list, blank=True)


class Response(models.Model):
    """The score (1 to 5) and words about one case of a service, given once.

    `case_reference` is what the service calls its case: never shown here, so that words stay apart from people.
    What was said of a sample case `is_sample` and counts nowhere.
    Words that name somebody are hidden, with a reason; the score still counts.
    """

    service = models.CharField(max_length=30)
    case_reference = models.CharField(max_length=30)
    division = models.ForeignKey(
        Division, verbose_name=_("division"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    score = models.PositiveSmallIntegerField(_("score"))
    good = _reasons(_("what was good"))
    bad = _reasons(_("what was not good"))
    comment = models.CharField(_("comment"), max_length=1000, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    is_restricted = models.BooleanField(_("words for administrators only"), default=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "case_reference"], name="surveys_response_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="surveys_response_score"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="surveys_response_at"),
            models.Index(fields=["service", "-at"], name="surveys_response_service"),
            models.Index(fields=["division", "-at"], name="surveys_response_division"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="surveys_response_search"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.score}"

    @property
    def good_shown(self) -> list[Any]:
        """What was good, in words."""
        return [reason.label for reason in Reason if reason in self.good]

    @property
    def bad_shown(self) -> list[Any]:
        """What was not good, in words."""
        return [reason.label for reason in Reason if reason in self.bad]

    @property
    def is_hidden(self) -> bool:
        """Whether its words are hidden."""
        return bool(self.hidden_reason)

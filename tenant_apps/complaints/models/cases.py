"""Complaints, requests for advice and suggestions, and what belongs to them."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shared_apps.casework.models import AbstractCase, AbstractEvent
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.workflow import CLOCK_RUNS, OPEN, State
from tenant_apps.registry.models import Division
from tenant_apps.surveys.models import Response
from tenant_apps.surveys.selectors import response_of

SAMPLE_PREFIX = "EX"
"""Before the numbers of samples, whose book is their own; no LGO may choose it for real cases."""
PHOTO_PURPOSE = "complaint_photo"
MAX_PHOTOS = 5
Typed = dict[str, dict[str, str]]
_INSIDE = {
    "latitude__gte": Decimal(5),
    "latitude__lte": Decimal(21),
    "longitude__gte": Decimal(97),
    "longitude__lte": Decimal(106),
}


class Kind(models.TextChoices):
    """What a citizen brings."""

    COMPLAINT = "complaint", _("Complaint")
    ADVICE = "advice", _("Request for advice")
    SUGGESTION = "suggestion", _("Suggestion")


class Category(models.Model):
    """What it is about: decides the division, the time limit and whether a place is needed.

    Cases of a restricted category are seen by administrators and by whoever is responsible only.
    """

    code = models.CharField(_("code"), max_length=30)
    name_th = models.CharField(_("name in Thai"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    hint_th = models.CharField(_("examples in Thai"), max_length=150, blank=True)
    hint_en = models.CharField(_("examples in English"), max_length=150, blank=True)
    icon = models.CharField(_("icon"), max_length=40, default="three-dots")
    division = models.ForeignKey(
        Division, verbose_name=_("division"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    working_days = models.PositiveSmallIntegerField(_("working days to answer"), default=15)
    needs_place = models.BooleanField(_("needs a place"), default=True)
    restricted = models.BooleanField(_("restricted"), default=False)
    active = models.BooleanField(_("active"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="complaints_category_code")]
        indexes: ClassVar = [models.Index(fields=["active", "order"], name="complaints_category_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if _is_english() else self.name_th

    @property
    def hint(self) -> str:
        """Examples in the reader's language."""
        return self.hint_en if _is_english() else self.hint_th


def _is_english() -> bool:
    return (get_language() or "th").startswith("en")


class Complaint(AbstractCase):
    """One matter. The reporter may be unknown; a guest holds the tracking code and the PIN.

    `is_private` hides the subject from everyone but the reporter and officers; `public_text` is what others find it by.
    `due_at` stands still while `paused_at` is set. `search_text` is `kit.thai.search_fold` of all that is searched.
    """

    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.COMPLAINT)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="complaints", db_index=False
    )
    title = models.CharField(_("subject"), max_length=150)
    description = models.TextField(_("details"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="complaints",
        db_index=False,
    )
    reporter_name = models.CharField(_("reporter's name"), max_length=150, blank=True)
    reporter_phone = models.CharField(_("reporter's phone"), max_length=30, blank=True)
    reporter_email = models.EmailField(_("reporter's e-mail"), blank=True)
    language = models.CharField(max_length=2, default="th")
    is_private = models.BooleanField(_("subject hidden from others"), default=True)
    public_text = models.TextField(blank=True, default="", editable=False)
    division = models.ForeignKey(
        Division,
        verbose_name=_("division"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(pgettext_lazy("case", "closed"), null=True, blank=True, editable=False)
    times_reopened = models.PositiveSmallIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False)

    class Meta(AbstractCase.Meta):
        abstract = False
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints: ClassVar = [
            *AbstractCase.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(**_INSIDE), name="complaints_complaint_in_thailand"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-submitted_at"], name="complaint_by_submitted"),
            models.Index(fields=["due_at"], name="complaint_by_due", condition=Q(state__in=CLOCK_RUNS)),
            models.Index(fields=["due_at", "number"], name="complaint_by_any_due"),
            models.Index(fields=["state", "-submitted_at"], name="complaint_by_state"),
            # The inbox is ordered by division and by officer from these two alone, without the rows.
            models.Index(
                fields=["division", "-submitted_at"],
                include=["id", "category", "assignee"],
                name="complaint_by_division",
            ),
            models.Index(fields=["division", "due_at"], name="complaint_by_division_due", condition=Q(state__in=OPEN)),
            models.Index(fields=["assignee", "due_at"], name="complaint_by_assignee_due", condition=Q(state__in=OPEN)),
            models.Index(
                fields=["assignee", "-submitted_at"],
                include=["id", "category", "division"],
                name="complaint_by_assignee",
            ),
            models.Index(fields=["category", "-submitted_at"], name="complaint_by_category"),
            # Who may see a restricted case is answered from this index alone, without the rows.
            models.Index(fields=["category", "assignee"], name="complaint_by_right_to_see"),
            models.Index(fields=["kind", "-submitted_at"], name="complaint_by_kind"),
            models.Index(fields=["reporter", "-submitted_at"], name="complaint_by_reporter"),
            models.Index(fields=["resolved_at"], name="complaint_by_resolved", condition=Q(state=State.RESOLVED.value)),
            # The inbox counts its tabs from this index alone, without the rows.
            models.Index(
                fields=["state"],
                include=["assignee", "division", "category", "due_at", "id"],
                name="complaint_open_counts",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["latitude", "longitude"], name="complaint_by_pin"),
            models.Index(fields=["-id"], name="complaint_samples", condition=Q(is_sample=True)),
            models.Index(fields=["reporter_phone"], name="complaint_by_phone", condition=~Q(reporter_phone="")),
            models.Index(fields=["reporter_email"], name="complaint_by_email", condition=~Q(reporter_email="")),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="complaint_by_search"),
            # What neighbours are shown is found by the rounded pin only: the exact one cannot be guessed from answers.
            models.Index(
                Round("latitude", precision=3),
                Round("longitude", precision=3),
                name="complaint_by_rounded_pin",
                condition=Q(state__in=OPEN),
            ),
        ]

    @property
    def state_shown(self) -> State:
        """The state with its label and tone."""
        return State(self.state)

    @property
    def is_open(self) -> bool:
        """Whether the office still has to do something."""
        return self.state in OPEN

    @property
    def has_pin(self) -> bool:
        """Whether there is a pin on the map."""
        return self.latitude is not None and self.longitude is not None

    @cached_property
    def rating(self) -> Response | None:
        """How satisfied the citizen is, if that was said."""
        return response_of("complaints", self.number)

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing is known of the reporter."""
        return not (self.reporter_id or self.reporter_name or self.reporter_phone or self.reporter_email)


class ComplaintEvent(AbstractEvent):
    """An entry of a complaint's timeline."""

    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events")

    class Meta(AbstractEvent.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(fields=["case", "-at"], name="complaints_event_case"),
            models.Index(fields=["-at"], name="complaints_event_delays", condition=Q(action__in=("delay", "extend"))),
        ]


class Photo(models.Model):
    """A photo of a complaint: before (from the citizen) or after (from the officer, with an entry of the timeline)."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment, default=Moment.BEFORE)
    event = models.ForeignKey(ComplaintEvent, null=True, on_delete=models.PROTECT, related_name="photos")
    caption = models.CharField(_("what the photo shows"), max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["file"], name="complaints_photo_file"),
            models.Index(fields=["complaint", "moment"], name="complaints_photo_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.moment}"


class Draft(models.Model):
    """What a citizen has filled in so far; a cookie holds its id, and who is signed in owns it.

    `answers` are the fields of a complaint by name; `typed` what was typed since, by step, not checked; `done` the
    steps passed; `photos` ids of stored files in their order; `photo_notes` by id what is known of each (`caption`,
    `key` of its sending, `place` where it says it was taken). Once filed, it is emptied and keeps only which complaint
    it became, so that a second press of the button files nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    done: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    photos: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    typed: "models.JSONField[Typed, Typed]" = models.JSONField(default=dict)
    photo_notes: "models.JSONField[Typed, Typed]" = models.JSONField(default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    complaint = models.OneToOneField(Complaint, null=True, on_delete=models.PROTECT, related_name="draft")
    changed_at = models.DateTimeField(default=timezone.now)
    filed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="complaints_draft_changed"),
            models.Index(fields=["owner", "-changed_at"], name="complaints_draft_owner"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

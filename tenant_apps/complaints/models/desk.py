"""What the officers' side keeps beside the cases: intake, who else may see a case, ready texts, covered photos."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models.cases import Category, Complaint, Photo


class Source(models.Model):
    """By which way cases reach the office, when an officer takes them down: counter, phone, letter, 1567, Traffy …"""

    code = models.CharField(_("code"), max_length=30)
    name_th = models.CharField(_("name in Thai"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    active = models.BooleanField(_("in use"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("way in")
        verbose_name_plural = _("ways in")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="complaints_source_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "th").startswith("en") else self.name_th


class Intake(models.Model):
    """How a case that an officer took down came in. A case without one was filed by the citizen on the web."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="intake")
    source = models.ForeignKey(Source, verbose_name=_("way in"), on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("number there"), max_length=60, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.source_id}"


class Merge(models.Model):
    """That a case is a duplicate of another; the row goes when they are taken apart, the timeline keeps both."""

    child = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="merged_into")
    parent = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="duplicates")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(child=models.F("parent")), name="complaints_merge_two_cases")
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class NamedOfficer(models.Model):
    """An officer who may see a restricted case besides the responsible one and the administrators."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="named_officers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "complaint"], name="complaints_named_officer")]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.user_id}"


class ReplyTemplate(models.Model):
    """A text that officers write often. `act` is the move it is for, or empty for any; without category for all.

    `text` may hold the placeholders of `tenant_apps.complaints.replies`.
    """

    name = models.CharField(_("name"), max_length=100)
    act = models.CharField(pgettext_lazy("case", "for"), max_length=20, blank=True)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("text"), max_length=4000)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("ready text")
        verbose_name_plural = _("ready texts")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name"], name="complaints_replytemplate_name")]
        indexes: ClassVar = [models.Index(fields=["active", "act"], name="complaints_reply_act")]

    def __str__(self) -> str:
        return self.name


class Redaction(models.Model):
    """That parts of a photo are covered. `photo.file` is the covered copy; `original` is for officers with the right.

    `boxes` are [left, top, width, height] in parts of a thousand of the photo's width and height.
    """

    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="redaction")
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    boxes: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("covered photo")
        verbose_name_plural = _("covered photos")

    def __str__(self) -> str:
        return f"{self.photo_id}: {len(self.boxes)}"

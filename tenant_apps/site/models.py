"""What an LGO says about itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.files.models import StoredFile
from tenant_apps.site import hours

PICTURE_PURPOSE = "site_picture"
"""Files that the LGO publishes: everyone may see them."""


STANDARD_DAY = [["08:30", "12:00"], ["13:00", "16:30"]]


def standard_hours() -> list[list[list[str]]]:
    """Government office hours: Monday to Friday, with a break at noon."""
    return [[*STANDARD_DAY] for _weekday in range(5)] + [[], []]


class SiteSettings(models.Model):
    """Contact, place, hours and pictures of the LGO: one row, with id 1.

    `weekly_hours` holds for each weekday, Monday first, the spans in which the office is open (`["08:30", "12:00"]`).
    Until the LGO says where its office is, the place is the seat of its province: good to centre a map on, not to show.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    address = models.TextField(_("address"), max_length=500, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    weekly_hours: "models.JSONField[list[list[list[str]]], list[list[list[str]]]]" = models.JSONField(
        _("office hours"), default=standard_hours, blank=True
    )
    hours_note = models.CharField(_("note about the office hours"), max_length=200, blank=True)
    weekend_counts = models.BooleanField(
        _("Saturdays and Sundays on which it is open count as working days"), default=False
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    is_place_known = models.BooleanField(default=False, editable=False)
    history = models.TextField(_("history"), max_length=10_000, blank=True)
    seal = models.ForeignKey(
        StoredFile, verbose_name=_("seal"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logo = models.ForeignKey(
        StoredFile, verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    banner = models.ForeignKey(
        StoredFile, verbose_name=_("banner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    brand_colour = models.CharField(_("brand colour"), max_length=7, blank=True)
    services_off: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("services switched off"), default=list, blank=True
    )
    steps_skipped: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True, editable=False)
    start_dismissed_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="site_settings_one_row")]

    def __str__(self) -> str:
        return "site settings"

    @property
    def has_place(self) -> bool:
        """Whether a map can show the office."""
        return self.is_place_known and self.latitude is not None and self.longitude is not None

    @property
    def hours_in_words(self) -> list[str]:
        """The office hours, weekdays of the same hours on one line."""
        return hours.lines(self.weekly_hours)


class SampleRun(models.Model):
    """The loading or clearing of samples, the last one or the one under way: one row, with id 1.

    `number` counts the runs, so that the job of an earlier one stops. `moved_at` is when the last sample was done.
    """

    class Goal(models.TextChoices):
        LOAD = "load", _("Loading the samples")
        CLEAR = "clear", _("Clearing the samples away")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    goal = models.CharField(max_length=5, choices=Goal, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.DONE)
    number = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("run of samples")
        verbose_name_plural = _("runs of samples")
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="site_samplerun_one_row")]

    def __str__(self) -> str:
        return f"{self.goal} {self.number}: {self.done}/{self.total}"


class Holiday(models.Model):
    """A day on which the office is closed; deadlines in working days pass it over.

    A holiday on which Cabinet orders work stays, `is_cancelled` with the reason, so that no import brings it back.
    """

    class Kind(models.TextChoices):
        """Who says that the office is closed."""

        GOVERNMENT = "government", _("Government holiday")
        SUBSTITUTION = "substitution", _("Substitution day")
        SPECIAL = "special", _("Special holiday by Cabinet resolution")
        LOCAL = "local", _("Announced by this office")

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.GOVERNMENT)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("last changed"), null=True, editable=False)
    changed_by = models.CharField(_("changed by"), max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["day"], name="site_holiday_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class PrivacyNotice(models.Model):
    """One version of the privacy notice, in force from a day on until the next one is. It is never changed.

    The texts are plain: a line that begins with `## ` is a heading, one with `- ` an item of a list. Officers who are
    named as the data protection officer (DPO) can be reached as `dpo_*` says (Personal Data Protection Act s. 23, 41).
    """

    version = models.PositiveIntegerField(_("version"))
    effective_from = models.DateField(_("in force from"))
    text_th = models.TextField(_("text in Thai"), max_length=30_000)
    text_en = models.TextField(_("text in English"), max_length=30_000, blank=True)
    dpo_name = models.CharField(_("data protection officer"), max_length=150, blank=True)
    dpo_phone = models.CharField(_("telephone of the data protection officer"), max_length=40, blank=True)
    dpo_email = models.EmailField(_("e-mail of the data protection officer"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(_("published by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version"], name="site_privacynotice_version")]
        indexes: ClassVar = [models.Index(fields=["-effective_from", "-version"], name="site_privacynotice_from")]

    def __str__(self) -> str:
        return f"privacy notice {self.version}"

    def text_in(self, language: str) -> str:
        """The text in a language; Thai when it was not translated."""
        return self.text_en if language.startswith("en") and self.text_en else self.text_th

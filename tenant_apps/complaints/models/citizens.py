"""What only citizens' pages need: the LGO's choices, followers, people for whom another files, replies under way."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenant_apps.complaints.models.cases import Complaint


class CitizenOptions(models.Model):
    """What the LGO lets citizens do and see: one row, with id 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    nearby_metres = models.PositiveSmallIntegerField(
        _("show open cases within (metres)"),
        default=200,
        validators=[MaxValueValidator(2000)],
        help_text=_("To who files a case, before it is written. 0: none are shown."),
    )
    shows_cases = models.BooleanField(
        _("publish the list of cases"),
        default=True,
        help_text=_(
            "Everywhere at once: list and map on the website, the API, open data (CSV and JSON) and Open311. "
            "Without names, telephone numbers, details, photos and exact places; restricted cases never."
        ),
    )
    allows_anonymous = models.BooleanField(_("cases may be filed without saying who files"), default=True)
    keeps_drafts_days = models.PositiveSmallIntegerField(
        _("keep what was begun for (days)"), default=14, validators=[MaxValueValidator(90)]
    )

    class Meta:
        verbose_name = _("options for citizens")
        verbose_name_plural = _("options for citizens")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="complaints_options_one_row")]

    def __str__(self) -> str:
        return "options for citizens"


class OnBehalf(models.Model):
    """The person whose matter it is, when somebody else files it (`Complaint.reporter_name`)."""

    class Relation(models.TextChoices):
        PARENT = "parent", _("Father or mother")
        CHILD = "child", _("Son or daughter")
        RELATIVE = "relative", _("Another relative")
        NEIGHBOUR = "neighbour", _("Neighbour or friend")
        HEADMAN = "headman", _("Villager of whom I am the head (village or subdistrict head, community leader)")
        CARER = "carer", _("Person in my care (volunteer, carer)")
        OTHER = "other", _("Other")

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="on_behalf")
    name = models.CharField(_("name"), max_length=150)
    relation = models.CharField(_("who this is to the person who files"), max_length=10, choices=Relation)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("person for whom it was filed")
        verbose_name_plural = _("people for whom it was filed")

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """Someone with the same trouble, who is told at public steps: a citizen's account, or a verified contact."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(max_length=2, default="th")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "user"], name="complaints_follower_user"),
            models.UniqueConstraint(
                fields=["complaint", "email"], condition=~Q(email=""), name="complaints_follower_email"
            ),
            models.UniqueConstraint(
                fields=["complaint", "phone"], condition=~Q(phone=""), name="complaints_follower_phone"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(email="") | ~Q(phone=""), name="complaints_follower_reachable"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} ← {self.pk}"


class PendingReply(models.Model):
    """What is being written to the office about a case, kept until it is sent: words and photos, by who writes it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=10)
    author = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    photos: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "action", "author"], name="complaints_reply_once")
        ]
        indexes: ClassVar = [models.Index(fields=["changed_at"], name="complaints_reply_changed")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.action}"

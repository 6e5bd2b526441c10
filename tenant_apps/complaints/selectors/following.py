"""Reading of followers."""

from typing import Any

from django.db import models
from django.db.models import Q

from tenant_apps.complaints.models import Complaint, Follower


def follower_count(complaint: Complaint) -> int:
    """How many follow the case besides its reporter."""
    return Follower.objects.filter(complaint=complaint).count()


def follower_counts(complaints: "list[int]") -> dict[int, int]:
    """How many follow each of these cases (by primary key), in one query; cases that nobody follows are not in it."""
    rows = Follower.objects.filter(complaint__in=complaints).order_by().values_list("complaint")
    return dict(rows.annotate(count=models.Count("pk")))


def follower_of(complaint: Complaint, *, user: Any = None, email: str = "", phone: str = "") -> Follower | None:
    """Who follows the case as this user or with this contact."""
    who = Q(user=user) if user else Q(email=email) if email else Q(phone=phone)
    return Follower.objects.filter(who, complaint=complaint).first()


def followers_of(complaint: Complaint) -> "models.QuerySet[Follower]":
    """Everyone who follows the case."""
    return Follower.objects.filter(complaint=complaint).select_related("user").order_by("pk")


def followed_by(user: Any) -> "models.QuerySet[Follower]":
    """What a signed-in citizen follows, newest first."""
    rows = Follower.objects.filter(user=user).select_related("complaint__category", "complaint__division")
    return rows.order_by("-since", "-pk")


def is_contact_of(complaint: Complaint, *, email: str = "", phone: str = "") -> bool:
    """Whether the reporter, or the person for whom it was filed, left this address with the case."""
    if email:
        return complaint.reporter_email.lower() == email
    person = getattr(complaint, "on_behalf", None)
    known = {complaint.reporter_phone.split(";")[0], person.phone.split(";")[0] if person else ""}
    return bool(phone) and phone in known

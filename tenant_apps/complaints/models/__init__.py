"""The tables of complaints."""

from tenant_apps.complaints.models.cases import (
    MAX_PHOTOS,
    PHOTO_PURPOSE,
    Category,
    Complaint,
    ComplaintEvent,
    Draft,
    Kind,
    Photo,
    Rating,
)
from tenant_apps.complaints.models.citizens import CitizenOptions, Follower, OnBehalf, PendingReply
from tenant_apps.complaints.models.desk import Intake, Merge, NamedOfficer, Redaction, ReplyTemplate, Source

__all__ = [
    "MAX_PHOTOS",
    "PHOTO_PURPOSE",
    "Category",
    "CitizenOptions",
    "Complaint",
    "ComplaintEvent",
    "Draft",
    "Follower",
    "Intake",
    "Kind",
    "Merge",
    "NamedOfficer",
    "OnBehalf",
    "PendingReply",
    "Photo",
    "Rating",
    "Redaction",
    "ReplyTemplate",
    "Source",
]

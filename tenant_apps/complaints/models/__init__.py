"""The tables of complaints."""

from tenant_apps.complaints.models.cases import (
    MAX_PHOTOS,
    PHOTO_PURPOSE,
    SAMPLE_PREFIX,
    Category,
    Complaint,
    ComplaintEvent,
    Draft,
    Kind,
    Photo,
)
from tenant_apps.complaints.models.citizens import CitizenOptions, Follower, OnBehalf, PendingReply
from tenant_apps.complaints.models.copies import CopiedReason, DelayCopy
from tenant_apps.complaints.models.desk import Intake, Merge, NamedOfficer, Redaction, ReplyTemplate, Source
from tenant_apps.complaints.models.policy import CaseWarning, DayUnit, EscalationStep, Extension, Policy, TimeLimit
from tenant_apps.complaints.models.samples import SampleCase

__all__ = [
    "MAX_PHOTOS",
    "PHOTO_PURPOSE",
    "SAMPLE_PREFIX",
    "CaseWarning",
    "Category",
    "CitizenOptions",
    "Complaint",
    "ComplaintEvent",
    "CopiedReason",
    "DayUnit",
    "DelayCopy",
    "Draft",
    "EscalationStep",
    "Extension",
    "Follower",
    "Intake",
    "Kind",
    "Merge",
    "NamedOfficer",
    "OnBehalf",
    "PendingReply",
    "Photo",
    "Policy",
    "Redaction",
    "ReplyTemplate",
    "SampleCase",
    "Source",
    "TimeLimit",
]

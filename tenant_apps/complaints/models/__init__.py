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

__all__ = [
    "MAX_PHOTOS",
    "PHOTO_PURPOSE",
    "Category",
    "Complaint",
    "ComplaintEvent",
    "Draft",
    "Kind",
    "Photo",
    "Rating",
]

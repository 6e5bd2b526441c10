"""What programs receive."""

from datetime import date, datetime
from typing import Any, Literal

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from tenant_apps.complaints.models import Category, Complaint, ComplaintEvent, DayUnit, Photo
from tenant_apps.complaints.shown import events_shown, masked_contact
from tenant_apps.registry.models import Division

NUMBER = "RQ-2569-000123"
CODE = "7KQM-2XRD"


class CategoryOut(Schema):
    """What a case can be about."""

    code: str = Field(examples=["street-lights"])
    name: str = Field(description="In the language of Accept-Language.", examples=["ไฟฟ้าสาธารณะ"])
    name_th: str
    name_en: str
    hint: str
    needs_place: bool
    working_days: int = Field(description="Days within which the office answers, counted as `unit` says.")
    unit: Literal["working", "calendar"] = Field(description="Whether these are working days of the office.")


class PrivacyNoticeOut(Schema):
    """The privacy notice in force. Show it before a guest files, and send its version along."""

    version: str | None = Field(description="None while the office has none; then nothing has to be sent.")
    effective_from: date | None
    url: str = Field(description="Where people read it.", examples=["/privacy"])


class DivisionOut(Schema):
    """A division of the LGO."""

    id: int
    name: str = Field(examples=["กองช่าง"])
    short_name: str


class PhotoOut(Schema):
    """A photo. Its address opens with a token or the PIN of the case."""

    id: str
    moment: str = Field(description="`before` or `after` the work.")
    content_type: str
    url: str = Field(description="Where its bytes are; `?size=thumbnail` is a small one.")


class EventOut(Schema):
    """An entry of the timeline."""

    action: str = Field(examples=["accept"])
    title: str = Field(examples=["สำนักงานรับเรื่องแล้ว"])
    at: datetime
    actor: str
    note: str
    from_state: str
    to_state: str
    is_public: bool


class CaseOut(Schema):
    """A case as its reporter sees it."""

    number: str = Field(examples=[NUMBER])
    tracking_code: str = Field(examples=[CODE])
    kind: str = Field(examples=["complaint"])
    category: str = Field(description="Code of the category.", examples=["street-lights"])
    title: str
    description: str
    place: str
    latitude: float | None
    longitude: float | None
    state: str = Field(examples=["in_progress"])
    state_label: str = Field(examples=["กำลังดำเนินการ"])
    division: str | None
    submitted_at: datetime
    legal_received_at: datetime
    due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    version: int = Field(description="Grows with every move; also the ETag.")


class CaseDetailOut(CaseOut):
    """A case with its timeline, photos and what may be done now."""

    question: str = Field("", description="What the office asks the citizen now.")
    actions: list[str] = Field(description="What may be done now, such as `answer`, `confirm`, `reopen`, `rate`.")
    events: list[EventOut]
    photos: list[PhotoOut]


class FiledOut(Schema):
    """The receipt. The PIN is shown once; with it and the tracking code the case is followed."""

    number: str = Field(examples=[NUMBER])
    tracking_code: str = Field(examples=[CODE])
    pin: str = Field(examples=["482913"])
    state: str
    submitted_at: datetime
    legal_received_at: datetime
    due_at: datetime | None


class ContactOut(Schema):
    """Who the reporter is, masked unless it was asked for."""

    name: str = Field(examples=["ม••• ม•••"])
    phone: str = Field(examples=["xxx xxx 5678"])
    email: str = Field(examples=["m•••@example.com"])


class DeskCaseOut(CaseOut):
    """A case as officers list it; nothing of the reporter."""

    assignee: str | None
    is_restricted: bool
    is_overdue: bool


class DeskCaseDetailOut(DeskCaseOut):
    """A case as officers read it. The reporter is masked; see the operation `contact`."""

    contact: ContactOut
    actions: list[str]
    events: list[EventOut]
    photos: list[PhotoOut]
    rating: int | None
    merged_into: str | None = Field(description="The number of the case of which this one is a duplicate.")
    duplicates: list[str] = Field(description="The numbers of its duplicates.")


class RatingOut(Schema):
    """A rating."""

    score: int
    comment: str
    good: list[str]
    bad: list[str]


class SourceOut(Schema):
    """A way by which cases reach the office besides its website."""

    code: str = Field(examples=["counter"])
    name: str = Field(examples=["เคาน์เตอร์บริการ"])


class OfficerOut(Schema):
    """Somebody to whom work can be given."""

    id: int
    name: str
    division: str | None
    position: str


def category_out(category: Category) -> dict[str, Any]:
    """A category as `CategoryOut`."""
    names = ("code", "name", "name_th", "name_en", "hint", "needs_place", "working_days")
    unit = getattr(category, "unit", None) or DayUnit.WORKING
    return {"unit": unit, **{name: getattr(category, name) for name in names}}


def division_out(division: Division) -> dict[str, Any]:
    """A division as `DivisionOut`."""
    return {"id": division.pk, "name": division.name, "short_name": division.short_name}


def case_out(complaint: Complaint) -> dict[str, Any]:
    """A case as `CaseOut`; `category` and `division` are joined."""
    names = (
        *("number", "tracking_code", "kind", "title", "description", "place", "latitude", "longitude", "state"),
        *("submitted_at", "legal_received_at", "due_at", "resolved_at", "closed_at", "version"),
    )
    return {
        **{name: getattr(complaint, name) for name in names},
        "category": complaint.category.code,
        "state_label": str(complaint.state_shown.label),
        "division": complaint.division.name if complaint.division else None,
    }


def desk_case_out(complaint: Complaint, *, at: datetime) -> dict[str, Any]:
    """A case as `DeskCaseOut`; `assignee` is joined too."""
    is_late = complaint.is_open and complaint.paused_at is None and complaint.due_at is not None
    return {
        **case_out(complaint),
        "assignee": str(complaint.assignee) if complaint.assignee else None,
        "is_restricted": complaint.category.restricted,
        "is_overdue": bool(is_late and complaint.due_at and complaint.due_at < at),
    }


def events_out(events: list[ComplaintEvent], *, for_officer: bool) -> list[dict[str, Any]]:
    """A timeline as `EventOut`, worded as the pages word it."""
    shown = events_shown(events, for_officer=for_officer)
    return [
        {
            "action": event.action,
            "title": str(words["title"]),
            "at": event.at,
            "actor": str(words["actor"]),
            "note": event.note,
            "from_state": event.from_state,
            "to_state": event.to_state,
            "is_public": event.is_public,
        }
        for event, words in zip(events, shown, strict=True)
    ]


def photo_out(photo: Photo, *, reference: str, for_officer: bool = False) -> dict[str, Any]:
    """A photo as `PhotoOut`, in the answer of an operation that knows the case by `reference`."""
    name = "api-v1:desk_photo_file" if for_officer else "api-v1:complaint_photo_file"
    return {
        "id": str(photo.file_id),
        "moment": photo.moment,
        "content_type": photo.file.content_type,
        "url": reverse(name, args=[reference, photo.file_id]),
    }


def contact_out(complaint: Complaint, *, masked: bool) -> dict[str, str]:
    """The reporter as `ContactOut`."""
    if masked:
        return masked_contact(complaint)
    return {
        "name": complaint.reporter_name,
        "phone": complaint.reporter_phone,
        "email": complaint.reporter_email,
    }

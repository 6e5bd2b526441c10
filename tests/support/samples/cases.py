"""Cases, and what surrounds them."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from shared_apps.accounts.models import User
from shared_apps.files.models import StoredFile
from shared_apps.files.services import store_image
from tenant_apps.complaints import services as complaints
from tenant_apps.complaints.models import PHOTO_PURPOSE, Category, Complaint, DelayCopy, ReplyTemplate, Source
from tenant_apps.complaints.selectors import category_by_code
from tenant_apps.desk import services as desk
from tenant_apps.desk.models import Run, SavedView
from tenant_apps.registry.selectors import divisions, officer_of
from tenant_apps.surveys import services as surveys
from tenant_apps.surveys.models import Response
from tests.factories.photos import photo
from tests.support.samples.model import Samples
from tests.support.samples.values import PIN


def complaint(citizen: User, canary: tuple[str, str], beyond: Samples | None) -> tuple[Complaint, StoredFile]:
    while True:
        file = store_image(photo(f"{canary[1]}.jpg"), actor=citizen, purpose=PHOTO_PURPOSE, at=timezone.now())
        complaint = complaints.file_complaint(
            filing=filing(canary), reporter=citizen, at=timezone.now(), photos=[file], pin=PIN
        ).complaint
        if beyond is None or complaint.number > beyond.complaint.number:
            return complaint, file


def row(complaint: Complaint) -> dict[str, Any]:
    return {
        "service": "complaints",
        "id": complaint.pk,
        "number": complaint.number,
        "version": complaint.version,
        "is_sample": False,
    }


def run(complaint: Complaint, officer: User) -> Run:
    """An assignment of several cases, begun."""
    return desk.begin_run(
        verb="assign",
        cases=[row(complaint)],
        officer=officer_of(officer),
        actor=officer,
        at=timezone.now(),
        note="",
    )


def reply(actor: User, canary: tuple[str, str], beyond: "Samples | None") -> ReplyTemplate:
    while True:
        made = complaints.save_reply(
            reply=None,
            name=f"{canary[0]} {ReplyTemplate.objects.count()}",
            act="",
            category=None,
            text=" ".join(canary),
            active=True,
            actor=actor,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.reply.pk:
            return made


def view(owner: User, canary: tuple[str, str], beyond: "Samples | None") -> SavedView:
    """A view that is shared with the division in which all officers of the samples work."""
    while True:
        number = SavedView.objects.count()
        made = desk.save_view(
            name=f"{canary[0]} {number}",
            tab="all",
            query="",
            division=divisions().first(),
            is_first=False,
            actor=owner,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.view.pk:
            return made


def draft(citizen: User, canary: tuple[str, str]) -> UUID:
    answers = {"kind": "complaint", "category": "street-lights", "title": " ".join(canary)}
    draft = complaints.save_step(draft_id=None, step="topic", answers=answers, owner=citizen, at=timezone.now())
    return draft.pk


def source(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> Source:
    values = {"name_th": canary[0], "name_en": canary[1], "order": 900, "active": True}
    while True:
        made = complaints.add_source(values=values, actor=administrator, at=timezone.now())
        if beyond is None or made.pk > beyond.source.pk:
            return made


def category(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> Category:
    while True:
        names = {"name_th": canary[0], "name_en": canary[1], "division": divisions().first()}
        made = complaints.add_category(values=names, days=5, unit="working", actor=administrator, at=timezone.now())
        if beyond is None or made.pk > beyond.category.pk:
            return made


def response(complaint: Complaint, canary: tuple[str, str], beyond: Samples | None) -> Response:
    number = 0
    while True:
        number += 1
        made = surveys.respond(
            service="complaints",
            case_reference=f"{complaint.number}/{number}",
            division=complaint.division,
            score=4,
            comment=canary[0],
            actor=None,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.response.pk:
            return made


def filing(canary: tuple[str, str], **values: Any) -> complaints.Filing:
    """A complaint about a street light, whose every text holds the canary."""
    category = category_by_code("street-lights")
    assert category is not None
    both = " ".join(canary)
    given = {"title": f"ไฟดับ {both}", "description": f"ไฟถนนดับมาสามวันแล้ว {both}", "place": both, "name": both}
    return complaints.Filing(
        category=category, **{**given, "phone": "+66812345678", "email": f"citizen@{canary[1]}.example", **values}
    )


def delay_copy(actor: User, canary: tuple[str, str], beyond: "Samples | None") -> DelayCopy:
    """A copy of reasons for delay; here it has none."""
    while True:
        made = DelayCopy.objects.create(sent_on=timezone.localdate(), letter=canary[1], by=actor)
        if beyond is None or made.pk > beyond.copy.pk:
            return made

"""Seeds, and how a case comes in."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from kit import clock
from shared_apps.audit.selectors import entries_of
from shared_apps.casework.codes import pin_matches
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Category, Complaint, Photo
from tenants.models import Tenant
from tests.tenant_apps.complaints.conftest import AT, File, file_one, photo


def test_seed_gives_categories_their_division(in_north: Tenant) -> None:
    lights = Category.objects.get(code="street-lights")
    assert lights.division is not None
    assert lights.division.name == "กองช่าง"
    assert Category.objects.get(code="corruption").restricted


def test_seed_twice_changes_nothing(in_north: Tenant) -> None:
    Category.objects.filter(code="trees").update(name_th="ต้นไม้และกิ่งไม้")
    services.seed(at=AT)
    assert Category.objects.count() == 13
    assert Category.objects.get(code="trees").name_th == "ต้นไม้และกิ่งไม้"


def test_filing_numbers_clocks_and_routes(file_in_north: File) -> None:
    receipt = file_in_north()
    complaint = receipt.complaint
    assert complaint.number == "RQ-2569-000001"
    assert file_in_north().complaint.number == "RQ-2569-000002"
    assert complaint.division is not None
    assert complaint.division.code == "works"
    assert complaint.state == "new"
    assert pin_matches(tracking_code=complaint.tracking_code, pin=receipt.pin, digest=complaint.pin_digest)
    # 15 working days after Friday 20 November, over 7 and 10 December.
    assert complaint.due_at is not None
    assert clock.bangkok_day(complaint.due_at).isoformat() == "2026-12-15"


def test_a_filing_on_saturday_counts_from_monday(file_in_north: File) -> None:
    saturday = datetime(2026, 11, 21, 10, 0, tzinfo=clock.BANGKOK)
    complaint = file_in_north(at=saturday).complaint
    assert complaint.submitted_at == saturday
    assert complaint.legal_received_at == datetime(2026, 11, 23, 8, 30, tzinfo=clock.BANGKOK)


def test_filing_is_acknowledged_without_links_and_without_the_pin(mine: Complaint) -> None:
    message = Message.objects.get(event="complaints/filed")
    assert message.to == "citizen@example.com"
    assert mine.number in message.subject
    assert mine.tracking_code in message.body
    assert "http" not in message.body
    assert "ท่อระบายน้ำตัน" in message.body


def test_a_landline_gets_no_sms(file_in_north: File) -> None:
    file_in_north(phone="+6621234567")
    assert not Message.objects.exists()


def test_filing_is_audited_and_on_the_timeline(filed: Complaint) -> None:
    assert [entry.action for entry in entries_of(filed)] == ["complaints.file"]
    assert [event.action for event in selectors.timeline(filed, public_only=True)] == ["file"]


def test_photos_stay_with_the_case(filed: Complaint) -> None:
    draft = services.begin_draft(draft_id=None, at=AT)
    file = services.add_photo(draft_id=draft.pk, upload=photo(), actor=None, at=AT)
    other = file_one(photos=[file]).complaint
    assert [one.file_id for one in selectors.photos_of(other, Photo.Moment.BEFORE)] == [file.pk]


def test_a_tracking_code_that_is_taken_is_drawn_again(
    file_in_north: File, filed: Complaint, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([filed.tracking_code, filed.tracking_code, "7K3M-9QX1"])
    monkeypatch.setattr("shared_apps.casework.services.new_tracking_code", lambda: next(drawn))
    receipt = file_in_north(title="ท่อตัน")
    other = Complaint.objects.get(pk=receipt.complaint.pk)
    assert other.tracking_code == "7K3M-9QX1"
    assert int(other.number[-6:]) == int(filed.number[-6:]) + 1, "no number is lost"
    assert pin_matches(tracking_code=other.tracking_code, pin=receipt.pin, digest=other.pin_digest)
    assert [one.pk for one in selectors.matching(Complaint.objects.all(), "7K3M-9QX1")] == [other.pk]


def test_a_code_that_is_always_taken_is_not_drawn_for_ever(
    file_in_north: File, filed: Complaint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared_apps.casework.services.new_tracking_code", lambda: filed.tracking_code)
    with pytest.raises(IntegrityError), transaction.atomic():
        file_in_north()
    assert Complaint.objects.count() == 1

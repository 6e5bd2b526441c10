"""Verbs of officers."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from kit.errors import Conflict, Invalid, Refused
from shared_apps.audit.selectors import entries_of
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint, Photo
from tenant_apps.registry.models import Division
from tenant_apps.registry.selectors import officer_of
from tests.tenant_apps.complaints.conftest import AT, photo
from tests.tenant_apps.complaints.services.conftest import do as _do


def test_accepting_makes_responsible_and_tells(filed: Complaint, officer: Any) -> None:
    _do(services.accept, filed, officer)
    filed.refresh_from_db()
    assert (filed.state, filed.assignee) == ("accepted", officer)
    assert Message.objects.filter(event="complaints/accept").count() == 1
    assert "complaints.accept" in {entry.action for entry in entries_of(filed)}


def test_assigning_moves_the_case_to_the_officers_division(filed: Complaint, officer: Any, clerk: Any) -> None:
    other = officer_of(clerk)
    _do(services.assign, filed, officer, officer=other, note="ดูให้หน่อย")
    filed.refresh_from_db()
    assert (filed.state, filed.assignee) == ("accepted", clerk)
    assert other is not None
    assert filed.division == other.division
    public = selectors.timeline(filed, public_only=True)
    assert "ดูให้หน่อย" not in [event.note for event in public]
    assert "ดูให้หน่อย" in [event.note for event in selectors.timeline(filed, public_only=False)]


def test_handing_over_tells_the_new_officer_only(started: Complaint, officer: Any, clerk: Any) -> None:
    Message.objects.all().delete()
    _do(services.assign, started, officer, officer=officer_of(clerk))
    started.refresh_from_db()
    assert (started.state, started.assignee) == ("in_progress", clerk)
    told = Message.objects.get()
    assert (told.event, told.to) == ("complaints/assigned", clerk.email)
    assert started.number in told.subject
    assert started.title not in told.body


def test_no_work_for_officers_who_left(filed: Complaint, officer: Any, clerk: Any) -> None:
    clerk.is_active = False
    clerk.save()
    with pytest.raises(Refused):
        _do(services.assign, filed, officer, officer=officer_of(clerk))


def test_a_stale_page_is_a_conflict(filed: Complaint, officer: Any, clerk: Any) -> None:
    seen = filed.version
    services.accept(complaint=filed, version=seen, actor=officer, at=AT)
    with pytest.raises(Conflict):
        services.accept(complaint=filed, version=seen, actor=clerk, at=AT)


def test_the_clock_stands_while_the_citizen_is_asked(started: Complaint, officer: Any) -> None:
    due = started.due_at
    _do(services.ask, started, officer, note="เสาไฟต้นไหน")
    started.refresh_from_db()
    assert (started.state, started.paused_at) == ("waiting_for_citizen", AT)
    services.answer(complaint=started, actor=None, at=AT + timedelta(days=4), note="ต้นที่สามจากปากซอย")
    started.refresh_from_db()
    # Asked on Friday, answered on Tuesday: two working days more.
    assert due is not None
    assert started.due_at is not None
    assert clock.bangkok_day(due).isoformat() == "2026-12-15"
    assert clock.bangkok_day(started.due_at).isoformat() == "2026-12-17"
    assert (started.state, started.paused_at) == ("in_progress", None)


def test_a_result_with_photos(started: Complaint, officer: Any) -> None:
    event = _do(services.resolve, started, officer, note="เปลี่ยนหลอดแล้ว", photos=[photo()])
    assert [one.event_id for one in selectors.photos_of(started, Photo.Moment.AFTER)] == [event.pk]
    message = Message.objects.get(event="complaints/resolve")
    assert message.to == "+66898765432"


def test_a_bad_photo_leaves_the_case_as_it_was(started: Complaint, officer: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    with pytest.raises(Invalid):
        _do(services.resolve, started, officer, note="เปลี่ยนหลอดแล้ว", photos=[bad])
    started.refresh_from_db()
    assert started.state == "in_progress"


@pytest.mark.parametrize("note", ["", "สั้น", "ก" * 4001])
def test_a_result_needs_words(started: Complaint, officer: Any, note: str) -> None:
    with pytest.raises(Invalid):
        _do(services.resolve, started, officer, note=note)


def test_forwarding_makes_it_new_elsewhere(started: Complaint, officer: Any) -> None:
    office = Division.objects.get(code="office")
    _do(services.forward, started, officer, division=office, note="ไม่ใช่งานช่าง")
    started.refresh_from_db()
    assert (started.state, started.assignee, started.division) == ("new", None, office)
    with pytest.raises(Refused):
        _do(services.forward, started, officer, division=office, note="ไม่ใช่งานช่าง")


def test_forwarding_to_an_officer_of_another_division(started: Complaint, officer: Any, clerk: Any) -> None:
    with pytest.raises(Invalid):
        _do(services.forward, started, officer, officer=officer_of(clerk), note="")
    with pytest.raises(Refused):
        _do(services.forward, started, officer, note="ไม่ใช่งานช่าง")
    _do(services.forward, started, officer, officer=officer_of(clerk), note="ไม่ใช่งานช่าง")
    started.refresh_from_db()
    assert (started.state, started.assignee) == ("new", clerk)
    assert started.division == officer_of(clerk).division  # type: ignore[union-attr]  # an officer
    assert Message.objects.filter(event="complaints/assigned", to=clerk.email).exists()


def test_filing_away_tells_why(filed: Complaint, officer: Any) -> None:
    _do(services.file_in_error, filed, officer, note="แจ้งซ้ำกับเรื่องเดิม")
    filed.refresh_from_db()
    assert filed.state == "filed_in_error"
    assert filed.closed_at == AT
    assert Message.objects.filter(event="complaints/file_in_error").exists()


def test_an_internal_note_is_not_public(filed: Complaint, officer: Any) -> None:
    services.add_note(complaint=filed, actor=officer, at=AT, note="โทรหาผู้แจ้งแล้ว")
    assert "note" not in [event.action for event in selectors.timeline(filed, public_only=True)]


def test_looking_at_the_reporter_is_recorded(filed: Complaint, officer: Any) -> None:
    services.record_contact_seen(complaint=filed, actor=officer, at=AT)
    assert "complaints.contact_seen" in {entry.action for entry in entries_of(filed)}


def test_the_officer_may_be_first_to_close(resolved: Complaint, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = list(selectors.silently_accepted(at=AT + timedelta(days=8)).select_related("category"))
    services.confirm(complaint=resolved, actor=None, at=AT)

    class Stale:
        def select_related(self, _name: str) -> list[Complaint]:
            return stale

    monkeypatch.setattr("tenant_apps.complaints.services.officers.silently_accepted", lambda at: Stale())
    assert services.close_silently_accepted(at=AT + timedelta(days=8)) == 0

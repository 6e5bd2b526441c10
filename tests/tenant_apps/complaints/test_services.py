"""Verbs of complaints."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kit import clock
from kit.errors import Conflict, Invalid, NotFound, Refused
from kit.workflow import TransitionRefused
from shared_apps.audit.selectors import entries_of
from shared_apps.casework.codes import pin_matches
from shared_apps.jobs import registry
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Category, Complaint, Photo
from tenant_apps.registry.models import Division
from tenant_apps.registry.selectors import officer_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.tenant_apps.complaints.conftest import AT, File, file_one, photo


def _do(verb: Any, complaint: Complaint, actor: Any, at: datetime = AT, **values: Any) -> Any:
    complaint.refresh_from_db()
    return verb(complaint=complaint, version=complaint.version, actor=actor, at=at, **values)


@pytest.fixture
def started(filed: Complaint, officer: Any) -> Complaint:
    _do(services.accept, filed, officer)
    _do(services.start, filed, officer)
    return filed


@pytest.fixture
def resolved(started: Complaint, officer: Any) -> Complaint:
    _do(services.resolve, started, officer, note="เปลี่ยนหลอดไฟแล้ว")
    return started


# --- seeds -----------------------------------------------------------------------------------------------------------


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


# --- filing ----------------------------------------------------------------------------------------------------------


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


# --- drafts ----------------------------------------------------------------------------------------------------------


ANSWERS = {
    "kind": "complaint",
    "category": "street-lights",
    "title": "ไฟดับ",
    "description": "ไฟถนนหน้าบ้านดับทั้งซอย",
    "place": "ซอย 4",
}


def _draft(**answers: str) -> Any:
    draft = services.save_step(draft_id=None, step="place", answers={**ANSWERS, **answers}, at=AT)
    return services.save_step(draft_id=draft.pk, step="contact", answers={"phone": "", "email": ""}, at=AT)


def test_a_draft_pressed_twice_files_once(in_north: Tenant) -> None:
    draft = _draft()
    first = services.submit_draft(draft_id=draft.pk, reporter=None, language="th", at=AT)
    second = services.submit_draft(draft_id=draft.pk, reporter=None, language="th", at=AT)
    assert (first.complaint, first.pin) == (second.complaint, second.pin)
    assert Complaint.objects.count() == 1


def test_a_filed_draft_keeps_no_personal_data(in_north: Tenant) -> None:
    draft = _draft(name="มานี")
    services.submit_draft(draft_id=draft.pk, reporter=None, language="th", at=AT)
    draft.refresh_from_db()
    assert draft.answers == {}
    assert services.begin_draft(draft_id=draft.pk, at=AT).pk != draft.pk


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({"category": ""}, "topic"),
        ({"category": "nonsense"}, "topic"),
        ({"title": ""}, "details"),
        ({"place": ""}, "place"),
    ],
)
def test_an_incomplete_draft_is_not_filed(in_north: Tenant, answers: dict[str, str], step: str) -> None:
    draft = _draft(**answers)
    assert selectors.step_to_do(draft) == step
    with pytest.raises(Invalid):
        services.submit_draft(draft_id=draft.pk, reporter=None, language="th", at=AT)
    assert not Complaint.objects.exists()


def test_advice_needs_no_place(in_north: Tenant) -> None:
    assert selectors.step_to_do(_draft(place="", kind="advice")) == "check"


def test_an_anonymous_case_is_not_tied_to_the_account(in_north: Tenant, citizen: Any) -> None:
    draft = _draft(anonymous="yes")
    receipt = services.submit_draft(draft_id=draft.pk, reporter=citizen, language="th", at=AT)
    assert receipt.complaint.reporter is None
    assert receipt.complaint.is_anonymous


def test_a_draft_holds_five_photos(in_north: Tenant) -> None:
    draft = services.begin_draft(draft_id=None, at=AT)
    colours = ("red", "green", "blue", "white", "black")
    kept = [services.add_photo(draft_id=draft.pk, upload=photo(colour=one), actor=None, at=AT) for one in colours]
    with pytest.raises(Exception, match="5"):
        services.add_photo(draft_id=draft.pk, upload=photo(), actor=None, at=AT)
    services.keep_photos(draft_id=draft.pk, kept=[str(kept[0].pk), "nonsense"], actor=None, at=AT)
    draft.refresh_from_db()
    assert draft.photos == [str(kept[0].pk)]


def test_stale_drafts_go_with_their_photos(in_north: Tenant) -> None:
    from shared_apps.files.models import StoredFile

    draft = services.begin_draft(draft_id=None, at=AT)
    services.add_photo(draft_id=draft.pk, upload=photo(), actor=None, at=AT)
    assert services.drop_stale_drafts(at=AT + timedelta(days=13)) == 0
    assert services.drop_stale_drafts(at=AT + timedelta(days=15)) == 1
    assert not StoredFile.objects.filter(purpose="complaint_photo").exists()


def test_a_draft_that_is_gone_is_said(in_north: Tenant) -> None:
    gone = uuid4()
    for verb in (
        lambda: services.submit_draft(draft_id=gone, reporter=None, language="th", at=AT),
        lambda: services.keep_photos(draft_id=gone, kept=[], actor=None, at=AT),
    ):
        with pytest.raises(NotFound):
            verb()
    services.discard_draft(draft_id=gone, actor=None, at=AT)


def test_a_pin_that_was_changed_is_not_shown_again(in_north: Tenant) -> None:
    draft = _draft()
    complaint = services.submit_draft(draft_id=draft.pk, reporter=None, language="th", at=AT).complaint
    Complaint.objects.filter(pk=complaint.pk).update(pin_digest="x")
    filed = selectors.filed_draft(draft.pk)
    assert filed is not None
    with pytest.raises(Conflict):
        services.receipt_of(filed)


@pytest.mark.parametrize("key", [None, "", "nonsense"])
def test_a_session_with_nonsense_has_no_draft(in_north: Tenant, key: str | None) -> None:
    assert selectors.draft_or_none(key) is None
    assert selectors.filed_draft(key) is None


# --- officers --------------------------------------------------------------------------------------------------------


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


def test_the_jobs_run(in_north: Tenant) -> None:
    for name in ("complaints.close_silently_accepted", "complaints.drop_stale_drafts"):
        registry.get(name).handler()


# --- citizens --------------------------------------------------------------------------------------------------------


def test_confirmed_and_rated_once(resolved: Complaint) -> None:
    with pytest.raises(Refused):
        services.rate(complaint=resolved, score=5, comment="", actor=None, at=AT)
    services.confirm(complaint=resolved, actor=None, at=AT)
    resolved.refresh_from_db()
    services.rate(complaint=resolved, score=5, comment="เร็วมาก", actor=None, at=AT)
    assert resolved.rating.score == 5
    fresh = Complaint.objects.get(pk=resolved.pk)
    with pytest.raises((Refused, Conflict)):
        services.rate(complaint=fresh, score=1, comment="", actor=None, at=AT)


def test_reopening_within_seven_days(resolved: Complaint) -> None:
    with pytest.raises(Refused):
        services.reopen_as_citizen(complaint=resolved, actor=None, at=AT + timedelta(days=8), note="ยังดับอยู่")
    services.reopen_as_citizen(complaint=resolved, actor=None, at=AT + timedelta(days=6), note="ยังดับอยู่")
    resolved.refresh_from_db()
    assert (resolved.state, resolved.times_reopened, resolved.resolved_at) == ("reopened", 1, None)
    assert resolved.due_at is not None
    assert clock.bangkok_day(resolved.due_at).isoformat() == "2026-12-21"


def test_a_citizen_cannot_do_an_officers_work(filed: Complaint, citizen: Any) -> None:
    with pytest.raises(TransitionRefused):
        services.accept(complaint=filed, version=filed.version, actor=citizen, at=AT)


def test_silence_closes_after_seven_days(resolved: Complaint) -> None:
    assert services.close_silently_accepted(at=AT + timedelta(days=6)) == 0
    assert services.close_silently_accepted(at=AT + timedelta(days=8)) == 1
    resolved.refresh_from_db()
    assert resolved.state == "closed"


def test_two_ratings_at_once_keep_the_first(resolved: Complaint, monkeypatch: pytest.MonkeyPatch) -> None:
    services.confirm(complaint=resolved, actor=None, at=AT)
    monkeypatch.setattr("tenant_apps.complaints.services.citizens.may_rate", lambda _complaint: True)
    services.rate(complaint=resolved, score=5, comment="", actor=None, at=AT)
    with pytest.raises(Conflict):
        services.rate(complaint=resolved, score=1, comment="", actor=None, at=AT)
    assert Complaint.objects.get(pk=resolved.pk).rating.score == 5


# --- isolation -------------------------------------------------------------------------------------------------------


def test_south_has_its_own_numbers_and_sees_nothing(filed: Complaint, south: Tenant) -> None:
    with tenant_scope(south):
        assert not Complaint.objects.exists()
        assert file_one().complaint.number == "RQ-2569-000001"
        assert selectors.case_by_reference(filed.tracking_code) is None

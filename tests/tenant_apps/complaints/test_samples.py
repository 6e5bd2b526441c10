"""Samples: loaded and cleared without a trace, seen by officers only, and counted nowhere."""

import io
import os
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from PIL import Image

from kit import clock
from kit.errors import NotFound, Refused
from shared_apps.casework import services as casework
from shared_apps.casework.periods import Period
from shared_apps.files.models import StoredFile
from shared_apps.files.selectors import bytes_used
from shared_apps.files.services import path_of
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.forms.settings import PolicyForm
from tenant_apps.complaints.models import Complaint, Kind, Merge, SampleCase
from tenant_apps.complaints.selectors import desk as reading
from tenant_apps.complaints.selectors.policy import policy
from tenant_apps.complaints.services.divisions import count_cases, count_open_cases
from tenant_apps.complaints.services.samples import COMPLAINTS
from tenant_apps.complaints.services.samples.cases import SAMPLES
from tenant_apps.complaints.work import ComplaintWork
from tenant_apps.complaints.workflow import OPEN, State
from tenant_apps.reports.selectors import cases as cases_of_report
from tenant_apps.surveys.selectors import responses
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import AT, File, photo

_KEPT = frozenset({"audit_entry"})
"""The log is append-only."""


def _load(actor: Any) -> int:
    made = 0
    while COMPLAINTS.load(actor=actor, at=AT):
        made += 1
    return made


def _clear(actor: Any) -> int:
    gone = 0
    while COMPLAINTS.clear(actor=actor, at=AT):
        gone += 1
    return gone


@pytest.fixture
def loaded(in_north: Tenant, administrator: Any, fresh_rules: None) -> None:
    """The samples of north, loaded by its administrator."""
    assert _load(administrator) == len(SAMPLES)


def _sample(key: str) -> Complaint:
    return Complaint.objects.select_related("category", "division", "assignee").get(sample__key=key)


def _rows() -> dict[str, int]:
    """How many rows each table of the tenant has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        names = [name for (name,) in cursor.fetchall() if name not in _KEPT]
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # a name from the catalogue
            found[name] = cursor.fetchone()[0]
        return found


def _paths() -> list[str]:
    photos = StoredFile.objects.all()
    return [path_of(one.sha256, "jpg") for one in photos] + [path_of(one.thumbnail_sha256, "jpg") for one in photos]


def test_there_are_cases_of_every_kind_and_state(loaded: None, south: Tenant) -> None:
    samples = Complaint.objects.filter(is_sample=True)
    assert {one.kind for one in samples} == set(Kind.values)
    assert {one.state for one in samples} == set(State.values)
    assert all(one.number.startswith("EX-") for one in samples)
    assert [one.has_pin for one in samples if one.kind != Kind.ADVICE] == [True] * 14
    assert selectors.photos_of(_sample("pothole-working"), "before")
    assert selectors.photos_of(_sample("pipe-rated"), "after")
    late = [one for one in samples if one.state in OPEN and one.due_at is not None and one.due_at < AT]
    assert {one.sample.key for one in late} >= {"drain-late", "dumping-late"}
    rating = _sample("pipe-rated").rating
    assert rating is not None
    assert rating.score == 5
    assert all(event.at <= AT for one in samples for event in one.events.all())
    with tenant_scope(south):
        assert Complaint.objects.count() == 0


def test_they_take_no_real_number(loaded: None, file_in_north: File) -> None:
    assert file_in_north().complaint.number.endswith("-000001")
    form = PolicyForm({**_rules(), "number_prefix": "EX"}, instance=policy())
    assert "number_prefix" in form.errors
    assert not PolicyForm({**_rules(), "number_prefix": "EXA"}, instance=policy()).errors


def _rules() -> dict[str, Any]:
    return {name: getattr(policy(), name) for name in PolicyForm.Meta.fields}


def test_loading_twice_does_nothing(loaded: None, administrator: Any) -> None:
    before = _rows()
    assert _load(administrator) == 0
    assert _rows() == before


def test_clearing_leaves_what_was_there_before(
    in_north: Tenant,
    administrator: Any,
    officer: Any,
    file_in_north: File,
    fresh_rules: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    real = file_in_north(photos=[services.keep_photo(upload=photo(), actor=officer, at=AT)]).complaint
    before, size, paths = _rows(), bytes_used(), set(_paths())
    _load(administrator)
    assert bytes_used() > size
    assert all(default_storage.exists(path) for path in _paths())
    _try_every_move(officer)
    own = _photo_like_no_other(_sample("dogs-anonymous"), officer)
    with django_capture_on_commit_callbacks(execute=True):
        assert _clear(administrator) == len(SAMPLES)
    assert _rows() == before
    assert bytes_used() == size
    assert not any(default_storage.exists(path) for path in own)
    assert all(default_storage.exists(path) for path in paths)
    real.refresh_from_db()
    assert _clear(administrator) == 0


def _photo_like_no_other(complaint: Complaint, officer: Any) -> list[str]:
    """The paths of a photo that no other test stores at the same time."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (64, 48), os.urandom(64 * 48 * 3)).save(buffer, "JPEG")
    upload = SimpleUploadedFile("own.jpg", buffer.getvalue(), content_type="image/jpeg")
    file = services.add_photo_to_case(complaint=complaint, upload=upload, actor=officer, at=AT).file
    found = [path_of(file.sha256, "jpg"), path_of(file.thumbnail_sha256, "jpg")]
    assert all(default_storage.exists(path) for path in found)
    return found


def _try_every_move(officer: Any) -> None:
    """What officers may do with samples, each kind once."""
    given: dict[str, Any] = {"actor": officer, "at": AT}
    new = _sample("light-new")
    services.accept(complaint=new, version=new.version, **given)
    services.add_note(complaint=new, note="ลองเขียนบันทึกภายใน", **given)
    services.add_photo_to_case(complaint=new, upload=photo(colour="blue"), **given)
    covered = new.photos.first()
    assert covered is not None
    services.cover(photo=covered, boxes=[(10, 10, 200, 200)], **given)
    services.issue_new_pin(complaint=new, **given)
    other = _sample("wire-new")
    services.merge(complaint=other, parent=new, version=other.version, **given)
    services.unmerge(complaint=other, version=other.version, **given)
    late = _sample("drain-late")
    services.explain_delay(complaint=late, version=late.version, note="รออะไหล่จากส่วนกลาง", **given)
    services.resolve(complaint=late, version=late.version, note="ขุดลอกท่อแล้วน้ำไหลปกติ", photos=[photo()], **given)


def test_nobody_is_told_of_them(loaded: None, officer: Any, clerk: Any, administrator: Any) -> None:
    _try_every_move(officer)
    new = _sample("dogs-anonymous")
    services.assign(complaint=new, version=new.version, officer=clerk.officer, actor=administrator, at=AT)
    working_day = AT
    services.warn_officers(at=working_day)
    services.remind_citizens(at=working_day)
    assert services.close_silently_accepted(at=AT.replace(year=2027)) == 0
    assert not Message.objects.exists()
    with public_scope():
        assert not OutboxJob.objects.filter(name__startswith="integrations").exists()


def test_they_count_nowhere(loaded: None, administrator: Any, file_in_north: File) -> None:
    real = file_in_north().complaint
    period = Period(clock.bangkok_day(AT.replace(year=2025)), clock.bangkok_day(AT))
    assert [one.pk for one in cases_of_report(period)] == [real.pk]
    assert responses(period).count() == 0
    assert selectors.open_over([clock.bangkok_day(AT)]) == 1
    division = _sample("light-new").division
    assert division is not None
    assert (count_cases(division), count_open_cases(division)) == (1, 1)


def test_citizens_and_guests_never_see_them(loaded: None, browse: Browse, north: Tenant, citizen: Any) -> None:
    services.change_citizen_options(values={"shows_cases": True}, actor=None, at=AT)
    sample = _sample("pothole-working")
    assert selectors.public_cases().count() == 0
    assert selectors.case_by_reference(sample.number) is None
    assert selectors.case_by_reference(sample.tracking_code) is None
    assert sample.latitude is not None
    assert sample.longitude is not None
    assert selectors.nearby_cases(latitude=sample.latitude, longitude=sample.longitude, metres=2000) == []
    assert selectors.alike_cases(sample.title) == []
    with pytest.raises(Refused):
        services.follow_case(number=sample.number, actor=citizen, at=AT)
    for client in (browse(north), browse(north).sign_in(citizen)):
        assert client.get(f"/complaints/cases/{sample.number}").status_code == 404
        assert client.get(f"/files/{selectors.photos_of(sample, 'before')[0].file.pk}").status_code == 404
        assert sample.number not in client.get("/open311/v2/requests.json").content.decode()


def test_officers_see_them_marked(loaded: None, browse: Browse, north: Tenant, south: Tenant, officer: Any) -> None:
    client = browse(north).sign_in(officer)
    sample = _sample("pothole-working")
    inbox = client.get("/desk/inbox/tab/all").content.decode()
    assert sample.number in inbox
    assert inbox.count("ตัวอย่าง</span>") >= 10
    page = client.get(f"/desk/complaints/{sample.number}").content.decode()
    assert "ตัวอย่าง</span>" in page
    assert "คนในเรื่องเป็นชื่อสมมติ" in page
    assert "ตัวอย่าง" in client.get("/desk/map").content.decode()
    _nothing_to_take_away(client, sample)


def _nothing_to_take_away(client: HostClient, sample: Complaint) -> None:
    for code in ("complaints", "inbox"):
        answer = client.get(f"/desk/exports/{code}.csv?tab=all")
        assert answer.status_code == 200, code
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert sample.number.encode() not in text


def test_a_sample_and_a_real_case_are_never_joined(loaded: None, filed: Complaint, officer: Any) -> None:
    sample = _sample("light-new")
    for child, parent in ((filed, sample), (sample, filed)):
        with pytest.raises(Refused, match="เรื่องตัวอย่างรวมได้"):
            services.merge(complaint=child, parent=parent, version=child.version, actor=officer, at=AT)
    assert sample not in reading.same_place(officer, filed)
    assert list(reading.alike_open_cases(officer, words="ไฟถนนดับ")) == [filed]


def test_a_real_case_that_hangs_on_a_sample_is_set_free(
    loaded: None, filed: Complaint, administrator: Any, officer: Any
) -> None:
    """`merge` refuses it; should it have come to be, nothing real goes."""
    Complaint.objects.filter(pk=filed.pk).update(state=State.MERGED, paused_at=AT)
    Merge.objects.create(child=filed, parent=_sample("light-new"), by=officer, at=AT)
    _clear(administrator)
    filed.refresh_from_db()
    assert filed.state == State.ACCEPTED
    assert filed.events.filter(action="file").exists()
    assert not Merge.objects.exists()


def test_no_entry_of_a_real_case_can_be_deleted(
    loaded: None, filed: Complaint, administrator: Any, south: Tenant
) -> None:
    """Not by a statement, nor by saying afterwards that the case is a sample, nor through another tenant."""
    Complaint.objects.filter(pk=filed.pk).update(is_sample=True)
    assert casework.forget_timeline(filed) == 0
    assert filed.events.count() == 1
    for statement in ("DELETE FROM complaints_complaintevent", "UPDATE complaints_complaintevent SET is_sample = true"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    sample = _sample("light-new")
    with tenant_scope(south):
        assert casework.forget_timeline(sample) == 0
    assert sample.events.count() == 1
    with public_scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT ext.forget_sample_entries('complaints_complaintevent', 1)")


def test_a_move_on_a_sample_that_was_cleared_is_told(loaded: None, administrator: Any, officer: Any) -> None:
    sample = _sample("light-new")
    _clear(administrator)
    with pytest.raises(NotFound):
        services.accept(complaint=sample, version=sample.version, actor=officer, at=AT)


def test_a_note_on_a_sample_that_was_cleared_is_told(
    loaded: None, administrator: Any, officer: Any, browse: Browse, north: Tenant, south: Tenant, south_officer: Any
) -> None:
    sample = _sample("light-new")
    assert COMPLAINTS.clear(actor=administrator, at=AT)
    _clear(administrator)
    with pytest.raises(NotFound):
        services.add_note(complaint=sample, actor=officer, at=AT, note="โทรหาผู้แจ้งแล้ว")
    desk = browse(north).sign_in(officer)
    address = f"/desk/complaints/{sample.number}/note"
    answer = desk.post(address, {"note": "โทรหาผู้แจ้งแล้ว", "version": sample.version}, follow=True)
    assert answer.redirect_chain == [("/desk/inbox", 302)]
    assert f"จึงไม่มีเรื่อง {sample.number}" in answer.content.decode()
    assert desk.post("/desk/complaints/RQ-2569-999999/note", {"note": "ไม่มีเรื่องนี้"}).status_code == 404
    with tenant_scope(south):
        other = browse(south).sign_in(south_officer)
    assert sample.number not in other.get("/desk/inbox/tab/all").content.decode()


def test_a_load_cut_off_goes_on(in_north: Tenant, administrator: Any, fresh_rules: None) -> None:
    for _first in range(3):
        assert COMPLAINTS.load(actor=administrator, at=AT)
    with pytest.raises(RuntimeError), transaction.atomic():
        COMPLAINTS.load(actor=administrator, at=AT)
        raise RuntimeError("killed")
    assert COMPLAINTS.count() == 3
    assert _load(administrator) == len(SAMPLES) - 3
    assert {one.key for one in SampleCase.objects.all()} == {one.key for one in SAMPLES}


def test_counts_of_the_inbox_hold_what_it_lists(loaded: None, administrator: Any) -> None:
    assert ComplaintWork().counts(administrator, at=AT)["overdue"] >= 2

"""What is kept until it is filed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kit import clock
from kit.errors import Conflict, Invalid, NotFound
from shared_apps.jobs import registry
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint
from tenants.models import Tenant
from tests.tenant_apps.complaints.conftest import AT, photo

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


def test_the_nightly_job_drops_what_was_left_behind(in_north: Tenant) -> None:
    left = services.begin_draft(draft_id=None, at=clock.now() - timedelta(days=15))
    fresh = services.begin_draft(draft_id=None, at=clock.now())
    registry.get("complaints.drop_stale_drafts").handler()
    assert [one is not None for one in map(selectors.draft_or_none, (str(left.pk), str(fresh.pk)))] == [False, True]

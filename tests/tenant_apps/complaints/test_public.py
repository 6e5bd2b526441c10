"""What everyone may read of cases, and following those of others."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.errors import Invalid, Refused
from shared_apps.casework.services import verify_pin
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message, Preference
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Follower
from tenant_apps.complaints.selectors import category_by_code
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.tenant_apps.complaints.conftest import AT, File, file_one

HERE = {"latitude": Decimal("18.788312"), "longitude": Decimal("98.985298")}
NEAR = {"latitude": Decimal("18.788900"), "longitude": Decimal("98.985900")}
FAR = {"latitude": Decimal("18.795000"), "longitude": Decimal("98.985298")}


def _near(**options: Any) -> list[str]:
    return [case.number for case in selectors.nearby_cases(**{**HERE, "metres": 200, **options})]


def test_nearby_are_open_and_public_only(file_in_north: File, south: Tenant) -> None:
    light = file_in_north(**NEAR).complaint
    file_in_north(**FAR)
    file_in_north(category="corruption", **NEAR)
    done = file_in_north(**NEAR).complaint
    Complaint.objects.filter(pk=done.pk).update(state="closed")
    hole = file_in_north(category="roads", **HERE).complaint
    assert _near() == [hole.number, light.number]
    assert _near(category=category_by_code("street-lights")) == [light.number, hole.number]
    assert _near(metres=50) == [hole.number]
    with tenant_scope(south):
        assert selectors.nearby_cases(**HERE, metres=2000) == []


def test_nothing_private_is_in_a_public_case(file_in_north: File) -> None:
    file_in_north(**HERE, name="มานะ รักดี", phone="+66898765432", title="โทร 0812345678 ไฟดับ", is_private=False)
    file_in_north(**HERE, title="ชื่อเรื่องลับ", place="บ้านนายมานะ", description="รายละเอียดลับมาก")
    rows = selectors.with_followers(selectors.public_cases()).order_by("pk")
    shown, hidden = [asdict(selectors.public_case(row)) for row in rows]
    assert shown["title"] == "โทร [mobile] ไฟดับ"
    assert hidden["title"] == ""
    assert (shown["latitude"], shown["longitude"]) == (Decimal("18.788"), Decimal("98.985"))
    text = repr([shown, hidden])
    for secret in ("มานะ", "0812345678", "98765432", "ลับ", "98.985298"):
        assert secret not in text


def test_the_exact_pin_is_not_betrayed_by_the_search(file_in_north: File) -> None:
    """Two pins that are rounded to the same place are found from exactly the same places."""
    file_in_north(**HERE)

    def answer(step: int, latitude: str) -> list[Any]:
        Complaint.objects.update(latitude=Decimal(latitude))
        where = {"latitude": Decimal("18.788") + step * Decimal("0.0006"), "longitude": HERE["longitude"]}
        return [(case.metres, case.latitude) for case in selectors.nearby_cases(**where, metres=120)]

    steps = range(-3, 4)
    assert [answer(step, "18.787600") for step in steps] == [answer(step, "18.788400") for step in steps]
    assert {len(answer(step, "18.788400")) for step in steps} == {0, 1}


def test_alike_cases_are_found_by_their_shown_subject(file_in_north: File, south: Tenant) -> None:
    light = file_in_north(title="ไฟทางดับหน้าวัดป่าศรีสว่าง", is_private=False).complaint
    file_in_north(title="ไฟทางดับหน้าวัดป่าศรีสว่าง")
    file_in_north(title="ขยะล้นหน้าตลาดสด", description="ไฟทางดับหน้าวัดป่า", is_private=False)
    assert [case.number for case in selectors.alike_cases("ไฟดับ หน้าวัดป่า")] == [light.number]
    assert selectors.alike_cases("ไฟดับ หน้าวัดป่า", category=category_by_code("roads")) == []
    assert selectors.alike_cases("ไ") == []
    with tenant_scope(south):
        assert selectors.alike_cases("ไฟดับ หน้าวัดป่า") == []


def test_nearby_needs_one_query_however_many(file_in_north: File) -> None:
    counts = []
    for _round in range(2):
        for _one in range(4):
            file_in_north(**NEAR)
        with CaptureQueriesContext(connection) as queries:
            selectors.nearby_cases(**HERE, metres=200)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_followers_are_counted_once_and_told(filed: Complaint, citizen: Any, officer: Any) -> None:
    for _twice in range(2):
        services.follow_case(number=filed.number, actor=citizen, at=AT)
        services.follow_case(number=filed.number, actor=None, email="ploy@example.com", at=AT)
    assert selectors.follower_count(filed) == 2
    assert selectors.follower_counts([filed.pk, 0]) == {filed.pk: 2}
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    step = ComplaintEvent.objects.get(case=filed, action="accept")
    with public_scope():
        assert OutboxJob.objects.filter(key=f"complaints.followers:{step.pk}").exists()
    assert [services.tell_followers(event_id=step.pk) for _twice in range(2)] == [2, 2]
    told = Message.objects.filter(event="complaints/followed")
    assert {message.to for message in told} == {"citizen@example.com", "ploy@example.com"}
    assert "รับเรื่องแล้ว" in told[0].body
    assert filed.title not in "".join(f"{message.subject}{message.body}" for message in told)


def test_who_follows_hears_as_the_account_chose(filed: Complaint, citizen: Any, officer: Any) -> None:
    services.follow_case(number=filed.number, actor=citizen, at=AT)
    Preference.objects.create(user=citizen, group="complaints", channels=[])
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    step = ComplaintEvent.objects.get(case=filed, action="accept")
    assert services.tell_followers(event_id=step.pk) == 0
    assert not Message.objects.filter(event="complaints/followed").exists()


def test_unfollowing_forgets_the_person(filed: Complaint) -> None:
    follower = services.follow_case(number=filed.number, actor=None, phone="+66811111111", at=AT)
    services.unfollow_case(follower=follower, actor=None, at=AT)
    assert not Follower.objects.exists()


def test_what_cannot_be_followed(file_in_north: File, citizen: Any, mine: Complaint) -> None:
    secret = file_in_north(category="corruption").complaint
    with pytest.raises(Refused):
        services.follow_case(number=secret.number, actor=citizen, at=AT)
    with pytest.raises(Refused):
        services.follow_case(number="RQ-2569-999999", actor=citizen, at=AT)
    with pytest.raises(Refused):
        services.follow_case(number=mine.number, actor=citizen, at=AT)
    with pytest.raises(Invalid):
        services.follow_case(number=mine.number, actor=None, at=AT)


def test_a_new_pin_opens_the_case_and_the_old_one_does_not(in_north: Tenant) -> None:
    receipt = file_one(email="mana@example.com")
    complaint = receipt.complaint
    pin = services.issue_new_pin(complaint=complaint, actor=None, at=AT)
    fresh = Complaint.objects.get(pk=complaint.pk)
    assert verify_pin(fresh, reference=fresh.number, pin=pin, ip="192.0.2.7")
    assert pin == receipt.pin or not verify_pin(fresh, reference=fresh.number, pin=receipt.pin, ip="192.0.2.7")
    told = Message.objects.get(event="complaints/new_pin")
    assert pin not in told.body + told.subject

"""Idempotency-Key: one effect and one answer for each key."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from shared_apps.api.models import IdempotentRequest
from shared_apps.api.services import forget_requests
from tenant_apps.complaints.models import Complaint
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.support.api import Program, token_for
from tests.support.threads import race

NEW = {
    "category": "street-lights",
    "title": "ไฟถนนดับ",
    "description": "ไฟถนนดับมาสามวันแล้ว",
    "place": "หน้าโรงเรียน",
    "notice_version": "1",
}
FILE = "/api/v1/complaints"


def _count(tenant: Tenant) -> int:
    with tenant_scope(tenant):
        return Complaint.objects.count()


@pytest.mark.usefixtures("empty_caches")
class TestOneByOne:
    def test_the_same_request_gets_the_same_answer(self, north: Tenant, south: Tenant) -> None:
        guest = Program(north, "north")
        first, second = (guest.post(FILE, NEW, idempotency_key="a-1") for _time in range(2))
        assert first.status_code == second.status_code == 201
        assert first.content == second.content
        assert first["Location"] == second["Location"]
        assert second["Idempotent-Replayed"] == "true"
        assert "Idempotent-Replayed" not in first
        assert (_count(north), _count(south)) == (1, 0)
        with tenant_scope(north):
            kept = IdempotentRequest.objects.get()
            assert first.json()["pin"] not in kept.answer
        assert Program(south, "south").post(FILE, NEW, idempotency_key="a-1").json() != first.json()

    def test_another_request_of_that_key_is_refused(self, north: Tenant) -> None:
        guest = Program(north, "north")
        guest.post(FILE, NEW, idempotency_key="a-1")
        other = guest.post(FILE, {**NEW, "title": "เรื่องอื่น"}, idempotency_key="a-1")
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert _count(north) == 1

    def test_tokens_do_not_share_keys(self, north: Tenant, citizen: Any, stranger: Any) -> None:
        for user in (citizen, stranger):
            assert (
                Program(north, "north", token_for(north, user)).post(FILE, NEW, idempotency_key="k").status_code == 201
            )
        assert _count(north) == 2

    def test_a_failure_is_not_kept(self, north: Tenant) -> None:
        guest = Program(north, "north")
        assert guest.post(FILE, {**NEW, "category": "none"}, idempotency_key="k").status_code == 422
        assert guest.post(FILE, NEW, idempotency_key="k").status_code == 201

    @pytest.mark.parametrize("key", ["", "x" * 256])
    def test_a_key_that_is_none(self, north: Tenant, key: str) -> None:
        assert Program(north, "north").post(FILE, NEW, idempotency_key=key).status_code == 400

    def test_after_a_day_the_key_is_free(self, north: Tenant) -> None:
        guest = Program(north, "north")
        first = guest.post(FILE, NEW, idempotency_key="k").json()
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            assert guest.post(FILE, NEW, idempotency_key="k").json()["number"] != first["number"]
        with tenant_scope(north):
            assert forget_requests(at=timezone.now() + timedelta(days=3)) == 1


def test_sent_eight_times_at_once_it_is_filed_once(committed: str, north: Tenant, citizen: Any) -> None:
    with public_scope():
        from django.core.cache import caches

        caches["default"].clear()
    token = token_for(north, citizen)
    answers: Any = race(lambda _index: Program(north, "north", token).post(FILE, NEW, idempotency_key="k"), 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert _count(north) == 1

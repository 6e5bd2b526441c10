"""Cases in words and badges."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.shown import due_badge, masked_contact
from tests.tenant_apps.complaints.conftest import AT


def _case(state: str = "new", due: datetime | None = AT, **values: str) -> Complaint:
    return Complaint(state=state, due_at=due, **values)


@pytest.mark.parametrize(
    ("days", "label", "tone"),
    [
        (-32, "เกินกำหนด 32 วัน", "danger"),
        (-1, "เกินกำหนด 1 วัน", "danger"),
        (0, "ครบกำหนดวันนี้", "warning"),
        (1, "เหลือ 1 วัน", "warning"),
        (3, "เหลือ 3 วัน", "warning"),
        (4, "เหลือ 4 วัน", "success"),
    ],
)
def test_what_is_left_of_the_time(days: int, label: str, tone: str) -> None:
    with override("th"):
        badge = due_badge(_case(due=AT + timedelta(days=days)), at=AT)
    assert badge is not None
    assert (badge.label, badge.tone) == (label, tone)


def test_the_clock_of_a_question_stands() -> None:
    with override("th"):
        badge = due_badge(_case("waiting_for_citizen"), at=AT)
    assert badge is not None
    assert badge.label == "หยุดนับเวลา"


@pytest.mark.parametrize("state", ["resolved", "closed", "filed_in_error"])
def test_an_answered_case_has_no_time_left_to_show(state: str) -> None:
    assert due_badge(_case(state), at=AT) is None


def test_a_masked_contact_names_nobody() -> None:
    contact = masked_contact(
        _case(reporter_name="มานะ รักดี", reporter_phone="+66898765432", reporter_email="mana@example.com")
    )
    assert contact == {"name": "ม••• ร•••", "phone": "xxx xxx 5432", "email": "m•••@example.com"}
    assert masked_contact(_case()) == {"name": "", "phone": "", "email": ""}
    assert masked_contact(_case(reporter_phone="nonsense"))["phone"] == "•••"

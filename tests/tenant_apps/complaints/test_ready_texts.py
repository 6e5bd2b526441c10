"""Ready texts under settings."""

from typing import Any

import pytest

from tenant_apps.complaints.models import ReplyTemplate
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient

PAGE = "/desk/settings/ready-texts"
GOOD = {"name": "ขอข้อมูล", "act": "ask", "text": "เรื่อง {number} ขอทราบจุดเกิดเหตุ", "active": "on"}


@pytest.fixture
def admin(browse: Browse, north: Tenant, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def test_a_text_is_kept_changed_and_removed(
    admin: HostClient, in_north: Tenant, browse: Browse, south: Tenant, south_officer: Any
) -> None:
    assert admin.post(f"{PAGE}/new", GOOD).status_code == 302
    text = ReplyTemplate.objects.get()
    assert "ขอข้อมูล" in admin.get(PAGE).content.decode()
    assert admin.post(f"{PAGE}/{text.pk}", {**GOOD, "name": "ชื่อใหม่"}).status_code == 302
    assert "ชื่อใหม่" in admin.get(f"{PAGE}/{text.pk}").content.decode()
    assert admin.post(f"{PAGE}/new", {**GOOD, "name": "ชื่อใหม่"}).status_code == 422
    assert browse(south).sign_in(south_officer).get(f"{PAGE}/{text.pk}").status_code in {403, 404}
    assert admin.post(f"{PAGE}/{text.pk}/forget").status_code == 302
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize("text", ["", "ดูที่ www.example.com", "เรื่อง {nonsense}"])
def test_what_may_not_stand_in_a_text(admin: HostClient, in_north: Tenant, text: str) -> None:
    assert admin.post(f"{PAGE}/new", {**GOOD, "text": text}).status_code == 422
    assert not ReplyTemplate.objects.exists()


def test_it_takes_the_right(browse: Browse, north: Tenant, officer: Any) -> None:
    assert browse(north).sign_in(officer).get(PAGE).status_code == 403

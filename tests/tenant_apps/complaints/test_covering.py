"""Parts of photos covered: burned in, seen by others, restored by those with the right."""

import io
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from kit.errors import Invalid, Refused
from shared_apps.audit.selectors import entries_of
from shared_apps.files.services import store_image
from tenant_apps.complaints import services
from tenant_apps.complaints.models import PHOTO_PURPOSE, Complaint, Photo
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import AT, File, photo


@pytest.fixture
def case(file_in_north: File) -> Complaint:
    file = store_image(photo(), actor=None, purpose=PHOTO_PURPOSE, at=timezone.now())
    return file_in_north(photos=[file]).complaint


@pytest.fixture
def admin(browse: Browse, north: Tenant, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def _picture(response: Any) -> Image.Image:
    assert response.status_code == 200
    return Image.open(io.BytesIO(b"".join(response.streaming_content))).convert("RGB")


def _is_dark(picture: Image.Image, x: float, y: float) -> bool:
    pixel: Any = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    return max(pixel) < 60


def test_boxes_are_burned_in_and_restored(admin: HostClient, case: Complaint, browse: Browse, north: Tenant) -> None:
    one = Photo.objects.get(complaint=case)
    before, path = one.file_id, f"/desk/complaints/{case.number}/photos/{one.pk}"
    assert admin.get(path).status_code == 200
    boxes = {"left_0": "10", "top_0": "10", "width_0": "30.5", "height_0": "30"}
    assert admin.post(path, boxes).status_code == 302
    one.refresh_from_db()
    assert one.file_id != before
    covered = _picture(admin.get(f"/files/{one.file_id}"))
    assert _is_dark(covered, 0.2, 0.2)
    assert not _is_dark(covered, 0.8, 0.8)
    assert admin.get(f"/files/{before}").status_code == 404, "the original is served by its own page only"
    assert not _is_dark(_picture(admin.get(f"{path}/original")), 0.2, 0.2)
    assert {"complaints.cover", "complaints.original_seen"} <= {entry.action for entry in entries_of(case)}
    assert admin.post(f"{path}/uncover").status_code == 302
    one.refresh_from_db()
    assert one.file_id == before
    assert admin.get(f"/files/{before}").status_code == 200


def test_covering_again_begins_from_the_original(case: Complaint, administrator: Any) -> None:
    one = Photo.objects.get(complaint=case)
    original = one.file
    services.cover(photo=one, boxes=[(0, 0, 500, 500)], actor=administrator, at=AT)
    one.refresh_from_db()
    made = services.cover(photo=one, boxes=[(500, 500, 500, 500)], actor=administrator, at=AT)
    assert made.original == original
    assert made.boxes == [[500, 500, 500, 500]]


def test_other_divisions_see_the_copy_only(case: Complaint, browse: Browse, north: Tenant, clerk: Any) -> None:
    one = Photo.objects.get(complaint=case)
    other = browse(north).sign_in(clerk)
    if clerk.officer.division_id != case.division_id:
        assert other.get(f"/desk/complaints/{case.number}/photos/{one.pk}").status_code == 404
        assert other.get(f"/desk/complaints/{case.number}/photos/{one.pk}/original").status_code == 404
        with pytest.raises(Refused):
            services.cover(photo=one, boxes=[(0, 0, 10, 10)], actor=clerk, at=AT)


def test_south_sees_nothing(case: Complaint, browse: Browse, south: Tenant, south_officer: Any) -> None:
    one = Photo.objects.get(complaint=case)
    client = browse(south).sign_in(south_officer)
    for path in ("", "/original"):
        assert client.get(f"/desk/complaints/{case.number}/photos/{one.pk}{path}").status_code in {403, 404}


@pytest.mark.parametrize(
    "boxes", [[], [(0, 0, 0, 10)], [(-1, 0, 10, 10)], [(900, 0, 200, 10)], [(0, 0, 10, 1001)]], ids=str
)
def test_boxes_lie_inside(case: Complaint, administrator: Any, boxes: Any) -> None:
    with pytest.raises(Invalid):
        services.cover(photo=Photo.objects.get(complaint=case), boxes=boxes, actor=administrator, at=AT)


@pytest.mark.parametrize("typed", ["x", "-5", "1e9", "²", "9" * 50, "50.x"])
def test_odd_numbers_are_told(admin: HostClient, case: Complaint, typed: str) -> None:
    one = Photo.objects.get(complaint=case)
    boxes = {"left_0": typed, "top_0": "10", "width_0": "60", "height_0": "30"}
    response = admin.post(f"/desk/complaints/{case.number}/photos/{one.pk}", boxes)
    assert response.status_code == 422
    assert 'value="60"' in response.content.decode()

"""Files are served to those who may read them, and do nothing in the browser."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.utils import timezone

from shared_apps.files import access, services
from shared_apps.files.models import StoredFile
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.factories.photos import photo


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Owners read their own; everyone reads what is published."""
    monkeypatch.setattr(access, "_rules", {})
    access.register("published", access.everyone)
    access.register("own", _is_owner)


def _is_owner(request: HttpRequest, file: StoredFile) -> bool:
    return file.uploaded_by_id is not None and file.uploaded_by_id == request.user.pk


def _store(tenant: Tenant, purpose: str = "published", actor: Any = None) -> StoredFile:
    with tenant_scope(tenant):
        return services.store_image(photo("ถนน.jpg"), actor=actor, purpose=purpose, at=timezone.now())


def test_it_works(north: Tenant, browse: Browse) -> None:
    file = _store(north)

    response = browse(north).get(f"/files/{file.pk}")

    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert len(content) == file.bytes
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(file.bytes)
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_thumbnail_is_small(north: Tenant, browse: Browse) -> None:
    file = _store(north)
    response = browse(north).get(f"/files/{file.pk}/thumbnail")
    assert len(b"".join(response.streaming_content)) == file.thumbnail_bytes < file.bytes


def test_a_known_file_is_not_sent_again(north: Tenant, browse: Browse) -> None:
    file = _store(north)
    address = f"/files/{file.pk}"
    response = browse(north).get(address, headers={"if-none-match": f'"{file.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "private, no-cache"


def test_only_the_owner(north: Tenant, browse: Browse, citizen: Any, stranger: Any, officer: Any) -> None:
    file = _store(north, "own", citizen)
    for address in (f"/files/{file.pk}", f"/files/{file.pk}/thumbnail"):
        assert browse(north).sign_in(citizen).get(address).status_code == 200
        assert browse(north).sign_in(stranger).get(address).status_code == 404
        assert browse(north).sign_in(officer).get(address).status_code == 404
        assert browse(north).get(address).status_code == 404


def test_the_right_is_asked_before_the_cache(north: Tenant, browse: Browse, citizen: Any) -> None:
    file = _store(north, "own", citizen)
    response = browse(north).get(f"/files/{file.pk}", headers={"if-none-match": f'"{file.sha256}"'})
    assert response.status_code == 404


def test_another_lgo_has_no_such_file(north: Tenant, south: Tenant, browse: Browse) -> None:
    file = _store(north)
    assert browse(south).get(f"/files/{file.pk}").status_code == 404
    assert browse(None).get(f"/files/{file.pk}").status_code == 404


def test_the_same_bytes_in_both_lgos_stay_apart(north: Tenant, south: Tenant, browse: Browse) -> None:
    mine, theirs = _store(north), _store(south)
    assert mine.sha256 == theirs.sha256
    assert browse(south).get(f"/files/{theirs.pk}").status_code == 200
    assert browse(south).get(f"/files/{mine.pk}").status_code == 404


def test_a_purpose_without_rule_is_closed(north: Tenant, browse: Browse, administrator: Any) -> None:
    file = _store(north, "nobody_registered_this", administrator)
    address = f"/files/{file.pk}"
    assert browse(north).sign_in(administrator).get(address).status_code == 404


def test_lost_bytes_are_a_404(north: Tenant, browse: Browse) -> None:
    file = _store(north)
    with tenant_scope(north):
        services.default_storage.delete(services.path_of(file.sha256, "jpg"))
    assert browse(north).get(f"/files/{file.pk}").status_code == 404


def test_a_pdf_is_downloaded(north: Tenant, browse: Browse) -> None:
    with tenant_scope(north):
        pdf = SimpleUploadedFile('a"\r\nSet-Cookie: x=1.pdf', b"%PDF-1.7")
        file = services.store_file(pdf, actor=None, purpose="published", at=timezone.now())
    response = browse(north).get(f"/files/{file.pk}")
    assert response["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in response
    assert browse(north).get(f"/files/{file.pk}/thumbnail").status_code == 404


def test_a_file_is_only_read(north: Tenant, browse: Browse) -> None:
    file = _store(north)
    assert browse(north).post(f"/files/{file.pk}").status_code == 405


def test_two_rules_for_one_purpose_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two rules"):
        access.register("published", _is_owner)

"""Storing files and sweeping what nobody refers to."""

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from kit.errors import Invalid
from shared_apps.audit.models import AuditEntry
from shared_apps.files import selectors, services
from shared_apps.files.models import StoredFile
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.factories.photos import photo, photo_bytes, photo_with_gps, svg, upload

AT = timezone.now()


def _store(upload: Any = None, **values: Any) -> StoredFile:
    return services.store_image(upload or photo(), **{"actor": None, "purpose": "test", "at": AT} | values)


def _files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def test_it_works(in_north: Tenant, media: Path, citizen: Any) -> None:
    file = _store(photo("รูป ถนน.PNG", kind="PNG"), actor=citizen)

    stored = StoredFile.objects.get(pk=file.pk)
    assert (stored.original_name, stored.content_type, stored.extension) == ("รูป ถนน.jpg", "image/jpeg", "jpg")
    assert (stored.width, stored.height, stored.uploaded_by) == (640, 480, citizen)
    paths = _files(media)
    assert len(paths) == 2
    assert {path.relative_to(media).parts[0] for path in paths} == {str(in_north.pk)}
    assert sum(path.stat().st_size for path in paths) == selectors.bytes_used() == stored.bytes + stored.thumbnail_bytes


def test_south_sees_nothing(in_north: Tenant, south: Tenant) -> None:
    file = _store()
    with tenant_scope(south):
        assert selectors.file_or_none(file.pk) is None
        assert selectors.bytes_used() == 0
        assert selectors.known_hashes() == frozenset()


def test_the_place_of_a_photo_is_suggested_once(in_north: Tenant) -> None:
    file = _store(upload(photo_with_gps()))
    assert file.suggested_place == (Decimal("13.361100"), Decimal("100.984700"))
    assert StoredFile.objects.get(pk=file.pk).suggested_place is None


def test_30_megabytes_are_refused_with_both_sizes(in_north: Tenant, media: Path) -> None:
    with pytest.raises(Invalid) as refused:
        _store(upload(photo_bytes() + b"\0" * 30 * 1024**2))
    assert refused.value.code == "too_large"
    assert "31 MB" in str(refused.value)
    assert "15 MB" in str(refused.value)
    assert _files(media) == []


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (svg(), "not_a_photo"), (b"%PDF-1.7", "not_a_photo")])
def test_refused(in_north: Tenant, content: bytes, code: str, media: Path) -> None:
    with pytest.raises(Invalid) as refused:
        _store(upload(content))
    assert refused.value.code == code
    assert _files(media) == []
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("name", ["photo.exe", "photo.svg", "photo", "photo.jpg.php"])
def test_of_a_name_only_the_stem_counts(in_north: Tenant, name: str) -> None:
    assert _store(photo(name)).original_name.endswith(".jpg")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\รูป.jpg", "รูป.jpg"),
        ('a<b>"c\r\nX: y".png', "a_b_c X_ y_.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("ก" * 400 + ".jpg", "ก" * 120 + ".jpg"),
        (None, "file.jpg"),
    ],
)
def test_names(name: str | None, clean: str) -> None:
    assert services.clean_name(name, extension="jpg") == clean


def test_the_same_photo_is_kept_once(in_north: Tenant, media: Path) -> None:
    first, second = _store(), _store()
    assert first.pk != second.pk
    assert first.sha256 == second.sha256
    assert len(_files(media)) == 2


def test_pdf(in_north: Tenant) -> None:
    pdf = SimpleUploadedFile("คำขอ.pdf", b"%PDF-1.7\n...")
    file = services.store_file(pdf, actor=None, purpose="test", at=AT)
    assert (file.original_name, file.content_type, file.is_image) == ("คำขอ.pdf", "application/pdf", False)
    with pytest.raises(Invalid):
        services.store_file(upload(b"<html>", "a.pdf"), actor=None, purpose="test", at=AT)


def _make_old(media: Path) -> None:
    old = (AT - timedelta(hours=30)).timestamp()
    for path in _files(media):
        os.utime(path, (old, old))


def test_bytes_whose_row_was_rolled_back_are_swept(in_north: Tenant, media: Path) -> None:
    kept = _store(photo(size=(800, 600)))

    def fail() -> None:
        with transaction.atomic():
            _store(photo(size=(900, 600)))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(_files(media)) == 4
    assert services.sweep_orphans(at=AT) == 0, "young files may belong to a transaction that is still open"

    _make_old(media)
    assert services.sweep_orphans(at=AT) == 2
    assert [path.stem for path in _files(media)] == sorted([kept.sha256, kept.thumbnail_sha256])


def test_the_sweep_leaves_other_lgos_alone(in_north: Tenant, south: Tenant, media: Path) -> None:
    with tenant_scope(south):
        _store()
    _make_old(media)
    assert services.sweep_orphans(at=AT) == 0
    assert len(_files(media)) == 2


def test_storing_again_saves_an_orphan_from_the_sweep(in_north: Tenant, media: Path) -> None:
    _store()
    StoredFile.objects.all().delete()
    _make_old(media)
    _store()
    assert services.sweep_orphans(at=AT) == 0
    assert len(_files(media)) == 2


def test_discarded(in_north: Tenant, media: Path, citizen: Any) -> None:
    file = _store()
    services.discard(file, actor=citizen, at=AT)
    assert selectors.file_or_none(file.pk) is None
    assert AuditEntry.objects.filter(action="files.discard", actor=citizen).exists()

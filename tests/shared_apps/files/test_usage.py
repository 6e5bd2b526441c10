"""Bytes that an LGO uses: counted at the write, given back, never more than the package has."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation

from kit.errors import OverLimit
from shared_apps.files import selectors, services
from shared_apps.files.models import StoredFile
from shared_apps.ui.errors import message_of
from tenants import usage
from tenants.models import Reservation, Tenant, TenantUsage
from tenants.scope import public_scope, tenant_scope
from tests.factories.photos import photo
from tests.support.threads import race

AT = timezone.now()
PDF = b"%PDF-1.7\n" + b"x" * 991


def allow(tenant: Tenant, size: int) -> None:
    with public_scope():
        Tenant.objects.filter(pk=tenant.pk).update(bytes_allowed=size)


def pdf(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("คำสั่ง.pdf", content)


def store(content: bytes = PDF, purpose: str = "test") -> StoredFile:
    return services.store_file(pdf(content), actor=None, purpose=purpose, at=AT)


def test_a_file_counts_when_it_is_written_and_no_longer_when_it_is_discarded(in_north: Tenant, media: Path) -> None:
    image = services.store_image(photo(), actor=None, purpose="test", at=AT)
    file = store()
    now = usage.usage_of(in_north)
    assert (now.files, now.reserved) == (image.bytes + image.thumbnail_bytes + 1000, 0)
    assert now.files == selectors.bytes_used()
    services.discard(image, actor=None, at=AT)
    assert usage.usage_of(in_north).files == file.bytes == 1000


def test_an_upload_over_the_limit_says_so_and_leaves_nothing(in_north: Tenant, media: Path) -> None:
    allow(in_north, 1500)
    store()
    with pytest.raises(OverLimit) as refused:
        store()
    assert refused.value.code == "storage_full"
    with translation.override("th"):
        assert "พื้นที่จัดเก็บของหน่วยงานเต็มแล้ว" in message_of(refused.value)
    now = usage.usage_of(in_north)
    assert (now.files, now.reserved) == (1000, 0)
    assert StoredFile.objects.count() == 1
    allow(in_north, 2000)
    store()
    assert usage.usage_of(in_north).files == 2000


def test_what_was_rolled_back_does_not_count(in_north: Tenant, media: Path) -> None:
    def fail() -> None:
        with transaction.atomic():
            store()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert usage.usage_of(in_north).total == 0


def test_a_file_that_could_not_be_written_gives_its_room_back(
    in_north: Tenant, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr(services, "_put", broken)
    with pytest.raises(OSError, match="disk"):
        store()
    assert usage.usage_of(in_north).total == 0
    with public_scope():
        assert not Reservation.objects.exists()


def test_an_export_is_counted_and_never_refused(in_north: Tenant, media: Path) -> None:
    allow(in_north, 10)
    kept = services.keep(
        BytesIO(b"x" * 500), name="รายการ", extension="csv", content_type="text/csv", actor=None, purpose="test", at=AT
    )
    assert usage.usage_of(in_north).files == kept.bytes == 500


def test_what_the_files_are_for(in_north: Tenant, south: Tenant, media: Path) -> None:
    store(purpose="complaint_photo")
    store(PDF + b"y", purpose="complaint_photo")
    store(purpose="registry.acting_order")
    with translation.override("th"):
        found = [(share.label, share.files, share.bytes) for share in selectors.use_by_purpose()]
    assert found == [("ภาพถ่ายของเรื่องร้องเรียนและคำขอ", 2, 2001), ("คำสั่งรักษาราชการแทน", 1, 1000)]
    month = timezone.localtime(AT).date().replace(day=1)
    assert selectors.use_by_month(since=month) == [(month, 3001)]
    with tenant_scope(south):
        assert selectors.use_by_purpose() == []
        assert selectors.use_by_month(since=month) == []
        assert usage.usage_of(south).total == 0


def test_the_nightly_count_puts_right_what_a_dead_process_left(in_north: Tenant, media: Path) -> None:
    store()
    usage.reserve(in_north, size=77, at=AT - timedelta(hours=2))
    young = usage.reserve(in_north, size=11, at=AT)
    with public_scope():
        TenantUsage.objects.filter(pk=in_north.pk).update(files=5)
    services.count_usage(at=AT)
    now = usage.usage_of(in_north)
    assert (now.files, now.reserved) == (1000, 11)
    with public_scope():
        assert [one.pk for one in Reservation.objects.all()] == [young]


def test_stale_reservations_are_swept(in_north: Tenant) -> None:
    usage.reserve(in_north, size=77, at=AT - timedelta(hours=2))
    usage.reserve(in_north, size=11, at=AT - timedelta(minutes=59))
    assert usage.sweep(at=AT) == 1
    assert usage.usage_of(in_north).reserved == 11
    assert usage.sweep(at=AT) == 0


def test_an_empty_lgo_is_not_charged_for_its_tables(committed: str, north: Tenant, south: Tenant) -> None:
    """In a database of its own: what other tests rolled back still lies in the tables' files."""
    assert usage.measure_databases() >= 2
    assert usage.usage_of(north).database == 0
    with public_scope():
        assert usage.schema_sizes()[north.schema_name] > 1024**2


SIZE, PLACES, THREADS = 1000, 10, 24


def _stored_by_all(tenant: Tenant, write: Callable[[int], object]) -> int:
    """How many bytes lie there after all have written at once."""

    def work(index: int) -> None:
        with tenant_scope(tenant):
            write(index)

    race(work, THREADS)
    with tenant_scope(tenant):
        return selectors.bytes_used()


def _content(index: int) -> bytes:
    return b"%PDF-1.7\n" + os.urandom(SIZE - 11) + bytes([index, 0])


def test_24_uploads_at_once_do_not_overshoot(committed: str, north: Tenant, media: Path) -> None:
    allow(north, SIZE * PLACES)
    assert _stored_by_all(north, lambda index: store(_content(index))) == SIZE * PLACES
    now = usage.usage_of(north)
    assert (now.files, now.reserved) == (SIZE * PLACES, 0)


def test_the_harness_finds_a_check_that_is_not_an_update(committed: str, north: Tenant, media: Path) -> None:
    allow(north, SIZE * PLACES)

    def faulty(index: int) -> None:
        if selectors.bytes_used() + SIZE > SIZE * PLACES:
            raise OverLimit("full")
        services.keep(
            BytesIO(_content(index)), name="a", extension="pdf", content_type="x", actor=None, purpose="test", at=AT
        )

    assert _stored_by_all(north, faulty) > SIZE * PLACES

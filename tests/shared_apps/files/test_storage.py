"""Storages: by tenant, and nowhere else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from shared_apps.files.s3 import TenantS3Storage
from shared_apps.files.storage import TenantFileStorage
from tenants.errors import NoScope
from tenants.models import Tenant
from tenants.scope import public_scope, schema_scope, tenant_scope

ESCAPES = ["../{south}/a.txt", "a/../../{south}/a.txt", "/etc/passwd", "../../../../etc/passwd"]


@pytest.fixture
def storage() -> TenantFileStorage:
    """The storage of a disk."""
    return TenantFileStorage()


def _save(storage: TenantFileStorage, text: str = "north") -> None:
    storage.save("a.txt", ContentFile(text.encode()))


def _read(storage: TenantFileStorage, name: str = "a.txt") -> str:
    with storage.open(name) as file:
        return bytes(file.read()).decode()


def test_each_tenant_has_its_own(north: Tenant, south: Tenant, storage: TenantFileStorage, media: Path) -> None:
    with tenant_scope(north):
        _save(storage, "north")
    with tenant_scope(south):
        assert not storage.exists("a.txt")
        _save(storage, "south")
    with tenant_scope(north):
        assert _read(storage) == "north"
    assert sorted(path.parent.name for path in media.rglob("a.txt")) == sorted([str(north.pk), str(south.pk)])


def test_control_djangos_own_storage_leaks(north: Tenant, south: Tenant, media: Path) -> None:
    plain = FileSystemStorage(location=media)
    with tenant_scope(north):
        plain.save("a.txt", ContentFile(b"north"))
    with tenant_scope(south):
        assert plain.exists("a.txt")


def test_the_operator_has_a_folder_of_its_own(north: Tenant, storage: TenantFileStorage, media: Path) -> None:
    with public_scope():
        _save(storage)
    assert (media / "public" / "a.txt").exists()


def test_without_a_tenant_nothing_is_stored(north: Tenant, storage: TenantFileStorage) -> None:
    with pytest.raises(NoScope):
        _save(storage)
    with schema_scope("tenant_template"), pytest.raises(NoScope):
        _save(storage)


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_name_that_leads_out_is_refused(
    north: Tenant, south: Tenant, storage: TenantFileStorage, escape: str
) -> None:
    name = escape.format(south=south.pk)
    with tenant_scope(south):
        _save(storage, "secret")
    with tenant_scope(north):
        for attempt in (storage.open, storage.exists, storage.delete, storage.path):
            with pytest.raises(SuspiciousFileOperation):
                attempt(name)
        with pytest.raises(SuspiciousFileOperation):
            storage.save(name, ContentFile(b"overwritten"))
    with tenant_scope(south):
        assert _read(storage) == "secret"


def test_a_crash_while_writing_leaves_nothing(in_north: Tenant, storage: TenantFileStorage, media: Path) -> None:
    class Torn(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        storage.save("a.txt", Torn(b"whole"))
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_there_is_no_address(in_north: Tenant, storage: TenantFileStorage) -> None:
    with pytest.raises(NotImplementedError):
        storage.url("a.txt")


# --- S3 -----------------------------------------------------------------------------------------------------------


class _Bucket(BaseHTTPRequestHandler):
    """As much of S3 as is used: objects by key."""

    objects: dict[str, bytes]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.objects[self.path.partition("?")[0]] = _without_chunk_signatures(
            self.headers.get("Content-Encoding"), body
        )
        self._answer(200)

    def do_GET(self) -> None:
        content = self.objects.get(self.path.partition("?")[0])
        self._answer(404 if content is None else 200, content or b"")

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.objects.pop(self.path.partition("?")[0], None)
        self._answer(204)

    def _answer(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def _without_chunk_signatures(encoding: str | None, body: bytes) -> bytes:
    if encoding != "aws-chunked":
        return body
    size, _, rest = body.partition(b"\r\n")
    return rest[: int(size.split(b";")[0], 16)]


@pytest.fixture
def bucket() -> Iterator[tuple[TenantS3Storage, dict[str, bytes]]]:
    """The storage of S3 with a server that keeps what it is sent."""
    objects: dict[str, bytes] = {}
    handler = type("Handler", (_Bucket,), {"objects": objects})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    storage = TenantS3Storage(
        access_key="key",
        secret_key="secret",
        bucket_name="files",
        region_name="local",
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        addressing_style="path",
        file_overwrite=False,
        default_acl=None,
    )
    yield storage, objects
    server.shutdown()
    server.server_close()


def test_s3_keys_begin_with_the_tenant(
    north: Tenant, south: Tenant, bucket: tuple[TenantS3Storage, dict[str, bytes]]
) -> None:
    storage, objects = bucket
    with tenant_scope(north):
        assert storage.save("ab/cd/x.jpg", ContentFile(b"north")) == "ab/cd/x.jpg"
        assert storage.save("ab/cd/x.jpg", ContentFile(b"north")) == "ab/cd/x.jpg"
        with storage.open("ab/cd/x.jpg") as file:
            assert file.read() == b"north"
    assert list(objects) == [f"/files/{north.pk}/ab/cd/x.jpg"]
    with tenant_scope(south):
        assert not storage.exists("ab/cd/x.jpg")
        storage.delete("ab/cd/x.jpg")
    assert len(objects) == 1


@pytest.mark.parametrize("escape", ["../{south}/a.txt", "a/../../{south}/a.txt", "/../x"])
def test_s3_keys_cannot_lead_out(
    north: Tenant, south: Tenant, bucket: tuple[TenantS3Storage, dict[str, bytes]], escape: str
) -> None:
    storage, _objects = bucket
    with tenant_scope(north), pytest.raises((SuspiciousFileOperation, ValueError)):
        storage.save(escape.format(south=south.pk), ContentFile(b"x"))


def test_s3_needs_a_tenant(north: Tenant, bucket: tuple[TenantS3Storage, dict[str, bytes]]) -> None:
    storage, _objects = bucket
    with pytest.raises(NoScope):
        storage.save("a.txt", ContentFile(b"x"))
    with tenant_scope(north), pytest.raises(NotImplementedError):
        storage.url("a.txt")

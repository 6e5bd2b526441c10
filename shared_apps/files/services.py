"""Storing files: bytes first, then the row. Bytes whose row was rolled back are swept away."""

import hashlib
import re
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid
from kit.thai import normalise_text
from shared_apps.accounts.selectors import accounts_in_use
from shared_apps.audit import services as audit
from shared_apps.files import selectors
from shared_apps.files.images import Shape, clean_image
from shared_apps.files.models import StoredFile
from tenants import usage
from tenants.models import Tenant
from tenants.scope import current_tenant, public_scope, require_tenant, tenant_scope

log = structlog.get_logger(__name__)

ORPHAN_AGE = timedelta(hours=24)
EMPTY = _("This file is empty. Please choose it again.")
TOO_LARGE = _("This file is too large (%(size)s MB). The most we can take is %(limit)s MB.")
NOT_A_PDF = _("This file is not a PDF.")
_CHUNK = 1024**2
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def store_image(
    upload: "UploadedFile[Any]", *, actor: Any, purpose: str, at: datetime, shape: Shape | None = None
) -> StoredFile:
    """Keep a photo: decoded, turned upright, shrunk and encoded again, without anything else that was in the file.

    `shape` cuts the picture to what it is for. The result's `suggested_place` is where the photo says it was taken;
    ask before using it.

    Raises:
        Invalid: empty, too large, no photo, damaged, or a bomb; the message is for whoever sent it.
        OverLimit: the LGO's package has no room for it.
    """
    image = clean_image(_read(upload, settings.IMAGE_MAX_BYTES), shape)
    file = StoredFile(
        sha256=image.sha256,
        bytes=len(image.data),
        content_type="image/jpeg",
        extension="jpg",
        original_name=clean_name(upload.name, extension="jpg"),
        purpose=purpose,
        width=image.width,
        height=image.height,
        thumbnail_sha256=image.thumbnail_sha256,
        thumbnail_bytes=len(image.thumbnail),
        uploaded_by=actor,
        created_at=at,
    )
    with _room_for(file):
        _put(image.sha256, "jpg", image.data)
        _put(image.thumbnail_sha256, "jpg", image.thumbnail)
        file.save()
    file.suggested_place = image.place
    return file


def store_file(upload: "UploadedFile[Any]", *, actor: Any, purpose: str, at: datetime) -> StoredFile:
    """Keep a PDF as it is; it is served as a download, never shown.

    Raises:
        Invalid: empty, too large, or no PDF.
        OverLimit: the LGO's package has no room for it.
    """
    content = _read(upload, settings.FILE_MAX_BYTES)
    if not content.startswith(b"%PDF-"):
        raise Invalid(NOT_A_PDF, code="not_a_pdf")
    file = StoredFile(
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        content_type="application/pdf",
        extension="pdf",
        original_name=clean_name(upload.name, extension="pdf"),
        purpose=purpose,
        uploaded_by=actor,
        created_at=at,
    )
    with _room_for(file):
        _put(file.sha256, "pdf", content)
        file.save()
    return file


def keep(
    content: IO[bytes], *, name: str, extension: str, content_type: str, actor: Any, purpose: str, at: datetime
) -> StoredFile:
    """Keep a file that we have made ourselves, such as a list; it is served as a download, never shown.

    It counts as stored, and is kept also when the package is full: an LGO may always take its data away.
    """
    digest, size = _digest(content)
    file = StoredFile(
        sha256=digest,
        bytes=size,
        content_type=content_type,
        extension=extension,
        original_name=clean_name(f"{name}.{extension}", extension=extension),
        purpose=purpose,
        uploaded_by=actor,
        created_at=at,
    )
    with _room_for(file, is_limited=False):
        default_storage.save(path_of(digest, extension), File(content))
        file.save()
    return file


def read_file(file: StoredFile) -> bytes | None:
    """The bytes of a file, for documents that hold it; None when they are gone."""
    try:
        with default_storage.open(path_of(file.sha256, file.extension)) as stored:
            return bytes(stored.read())
    except FileNotFoundError:
        return None


def discard(file: StoredFile, *, actor: Any, at: datetime, bytes_too: bool = False) -> None:
    """Forget a file that nothing refers to, such as a photo taken out of a draft.

    Its bytes are swept later, or after the commit with `bytes_too` when no other file shares them.
    """
    audit.record("files.discard", actor=actor, target=file, data={"sha256": file.sha256}, at=at)
    tenant, found = current_tenant(), StoredFile.objects.filter(pk=file.pk)
    if tenant is None:
        # Tables of tenant apps refer to files, and are not in `public`: Django must not look for rows in them.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM files_storedfile WHERE id = %s", [file.pk])
    elif found.delete()[0]:
        usage.give_back(tenant, size=size_of(file))
    if bytes_too:
        _delete_after_commit(file)


def _delete_after_commit(file: StoredFile) -> None:
    """Delete the bytes and the thumbnail, unless another file has the same ones."""
    tenant = current_tenant()
    parts = ((file.sha256, file.extension), (file.thumbnail_sha256, "jpg"))
    for digest, extension in parts:
        if digest and not selectors.hash_is_known(digest):
            path = path_of(digest, extension)
            transaction.on_commit(partial(_delete_bytes, tenant, path))


def size_of(file: StoredFile) -> int:
    """The bytes that a file counts for, its thumbnail's included."""
    return file.bytes + file.thumbnail_bytes


def _room_for(file: StoredFile, *, is_limited: bool = True) -> AbstractContextManager[None]:
    """Room in the package of the LGO; the operator's own files need none."""
    tenant = current_tenant()
    if tenant is None:
        return nullcontext()
    return usage.room(tenant, size=size_of(file), at=file.created_at, is_limited=is_limited)


def count_usage(*, at: datetime) -> None:
    """Count this tenant's files and officers anew, and set what its package is charged for to that."""
    tenant = require_tenant()
    before = usage.usage_of(tenant).files
    now = usage.recount(tenant, count=selectors.bytes_used, officers=lambda: accounts_in_use(at), at=at)
    if now.files != before:
        log.warning("storage_count_put_right", lgo=str(tenant.pk), before=before, after=now.files)


def forget_of_operator(file: StoredFile, *, actor: Any, at: datetime) -> None:
    """Forget a file of the operator's own, to which nothing refers; its bytes are swept later. Public scope.

    Not by `discard`: Django would look for what refers to it in tables that only tenants have.
    """
    audit.record("files.discard", actor=actor, target=file, data={"sha256": file.sha256}, at=at)
    rows = StoredFile.objects.filter(pk=file.pk)
    rows._raw_delete(using=rows.db)  # noqa: SLF001  # Django has no public way to delete without looking around


def _digest(content: IO[bytes]) -> tuple[str, int]:
    """The hash and the length of a file, which is at its beginning before and after."""
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return digest.hexdigest(), size


def _delete_bytes(tenant: Tenant | None, path: str) -> None:
    with tenant_scope(tenant) if tenant else public_scope():  # the commit may come after the scope was left
        default_storage.delete(path)


def sweep_orphans(*, at: datetime) -> int:
    """Delete bytes of this tenant that have been without a row for a day; returns how many files."""
    known = selectors.known_hashes()
    stale = [path for path in _walk(default_storage, "") if _is_orphan(path, known, at)]
    for path in stale:
        if not selectors.hash_is_known(PurePosixPath(path).stem):
            default_storage.delete(path)
    log.info("orphan_files_swept", files=len(stale))
    return len(stale)


def stored_paths() -> list[str]:
    """Where the bytes of all files and small photos that this tenant knows of lie, each once."""
    rows = StoredFile.objects.values_list("sha256", "thumbnail_sha256", "extension").iterator(chunk_size=5000)
    return sorted({path_of(digest, row[2]) for row in rows for digest in row[:2] if digest})


def all_paths() -> list[str]:
    """Where the bytes of this tenant lie, those without a row included."""
    return _walk(default_storage, "")


def path_of(digest: str, extension: str) -> str:
    """Where bytes of this hash lie in the tenant's folder."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}.{extension}"


def clean_name(name: str | None, *, extension: str) -> str:
    """A name as people see it: no path, no control or reserved characters, and the true extension."""
    last = normalise_text((name or "").replace("\\", "/").rsplit("/", 1)[-1])
    stem = _NOT_IN_NAMES.sub("_", last).rpartition(".")[0] or last
    return f"{stem.strip('. ')[:120] or 'file'}.{extension}"


def _read(upload: "UploadedFile[Any]", limit: int) -> bytes:
    size = upload.size or 0
    if size > limit:
        params = {"size": -(-size // 1024**2), "limit": limit // 1024**2}
        raise Invalid(TOO_LARGE, code="too_large", params=params)
    upload.seek(0)
    content = upload.read(limit + 1)
    if not content:
        raise Invalid(EMPTY, code="empty")
    return bytes(content)


def _put(digest: str, extension: str, content: bytes) -> None:
    """Write, also when the bytes are there: a fresh time keeps the sweep away from them."""
    default_storage.save(path_of(digest, extension), ContentFile(content))


def _walk(storage: Storage, folder: str) -> list[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    prefix = f"{folder}/" if folder else ""
    found = [prefix + name for name in files]
    for name in folders:
        found += _walk(storage, prefix + name)
    return found


def _is_orphan(path: str, known: frozenset[str], at: datetime) -> bool:
    if PurePosixPath(path).stem in known:
        return False
    try:
        return default_storage.get_modified_time(path) < at - ORPHAN_AGE
    except FileNotFoundError:
        return False

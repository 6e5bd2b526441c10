"""Reading of files."""

from uuid import UUID

from django.db.models import F, Q, Sum

from shared_apps.files.models import StoredFile


def file_or_none(file_id: UUID) -> StoredFile | None:
    """The file of this id in this scope."""
    return StoredFile.objects.filter(pk=file_id).first()


def bytes_used() -> int:
    """How much this tenant stores, by rows: what billing counts."""
    total: int | None = StoredFile.objects.aggregate(total=Sum(F("bytes") + F("thumbnail_bytes")))["total"]
    return total or 0


def known_hashes() -> frozenset[str]:
    """The hashes of all bytes that a row refers to."""
    rows = StoredFile.objects.values_list("sha256", "thumbnail_sha256").iterator(chunk_size=5000)
    return frozenset(digest for row in rows for digest in row if digest)


def hash_is_known(digest: str) -> bool:
    """Whether a row refers to bytes of this hash now."""
    return StoredFile.objects.filter(Q(sha256=digest) | Q(thumbnail_sha256=digest)).exists()

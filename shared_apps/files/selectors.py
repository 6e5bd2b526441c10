"""Reading of files."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from kit import clock
from shared_apps.files import access
from shared_apps.files.models import StoredFile


def file_or_none(file_id: UUID) -> StoredFile | None:
    """The file of this id in this scope."""
    return StoredFile.objects.filter(pk=file_id).first()


def bytes_used() -> int:
    """How much this tenant stores, by rows: what billing counts."""
    total: int | None = StoredFile.objects.aggregate(total=Sum(F("bytes") + F("thumbnail_bytes")))["total"]
    return total or 0


@dataclass(frozen=True)
class Share:
    """What the files of one purpose, or of one month, take up."""

    label: str
    files: int
    bytes: int


def use_by_purpose() -> list[Share]:
    """What this tenant's files take up by what they are for, the largest first."""
    shares: dict[str, Share] = {}
    for row in _sums(StoredFile.objects.values("purpose")):
        label = access.label_of(row["purpose"])
        before = shares.get(label, Share(label, 0, 0))
        shares[label] = Share(label, before.files + row["files"], before.bytes + row["size"])
    return sorted(shares.values(), key=lambda share: -share.bytes)


def use_by_month(*, since: date) -> list[tuple[date, int]]:
    """Bytes stored in each month that has any, from that of `since` on, by the months of Bangkok."""
    months = StoredFile.objects.annotate(month=TruncMonth("created_at", tzinfo=clock.BANGKOK))
    rows = _sums(months.values("month").order_by("month"))
    return [(row["month"].date(), row["size"]) for row in rows if row["month"].date() >= since.replace(day=1)]


def _sums(rows: Any) -> Any:
    return rows.annotate(files=Count("pk"), size=Sum(F("bytes") + F("thumbnail_bytes")))


def known_hashes() -> frozenset[str]:
    """The hashes of all bytes that a row refers to."""
    rows = StoredFile.objects.values_list("sha256", "thumbnail_sha256").iterator(chunk_size=5000)
    return frozenset(digest for row in rows for digest in row if digest)


def hash_is_known(digest: str) -> bool:
    """Whether a row refers to bytes of this hash now."""
    return StoredFile.objects.filter(Q(sha256=digest) | Q(thumbnail_sha256=digest)).exists()


def files_of(purpose: str, user: Any) -> "QuerySet[StoredFile]":
    """What this person stored for a purpose."""
    return StoredFile.objects.filter(purpose=purpose, uploaded_by=user)

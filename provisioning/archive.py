"""All data of a tenant as one ZIP: a CSV for each table, every file, and a list with the SHA-256 of each.

What opens accounts (passwords, secrets, tokens, sessions) is left out; the list says so.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.db import connection, transaction
from psycopg import sql

from shared_apps.files.services import stored_paths
from tenants.models import Tenant

FORMAT = "thongthin-handover/1"
_LEFT_OUT_TABLES = re.compile(r"session|authenticator|idempotency|emailconfirmation|^django_migrations$")
_LEFT_OUT_COLUMNS = re.compile(r"^(password|pin|.*(secret|token|digest|_hash))$")
_CHUNK = 1024**2
_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
GROUP BY c.relname ORDER BY c.relname
"""
_README = """\
ข้อมูลทั้งหมดของ{name} ณ วันที่จัดทำ

tables/    ข้อมูลทุกตาราง เป็น CSV (UTF-8 บรรทัดแรกเป็นชื่อช่อง)
files/     ไฟล์ทั้งหมด ชื่อไฟล์คือค่า SHA-256 ของเนื้อไฟล์ ดูชื่อเดิมได้ใน tables/files_storedfile.csv
manifest.json    รายการทุกไฟล์ในชุดนี้ พร้อมขนาดและค่า SHA-256
manifest.sha256  ค่า SHA-256 ของ manifest.json ใช้ตรวจว่าชุดนี้ครบถ้วนและไม่ถูกแก้ไข

รหัสผ่านและข้อมูลลับสำหรับเข้าสู่ระบบไม่อยู่ในชุดนี้
"""


@dataclass(frozen=True)
class Entry:
    """Something in the archive."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None


@dataclass
class Archive:
    """What was written; `manifest` is the SHA-256 of the list."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    manifest: str = ""

    @property
    def tables(self) -> int:
        """How many tables."""
        return sum(entry.rows is not None for entry in self.entries)

    @property
    def rows(self) -> int:
        """How many rows, of all tables."""
        return sum(entry.rows or 0 for entry in self.entries)

    @property
    def files(self) -> int:
        """How many stored files."""
        return sum(entry.path.startswith("files/") for entry in self.entries)


def write_archive(target: IO[bytes], tenant: Tenant, *, at: datetime) -> Archive:
    """Write all of the tenant whose scope this runs in; its rows are those of one moment."""
    archive = Archive()
    with ZipFile(target, "w", ZIP_DEFLATED) as out:
        _text(out, archive, "README.txt", _README.format(name=tenant.name))
        with _one_moment():
            for table, columns in _tables():
                _write_table(out, archive, table, columns)
            paths = list(stored_paths())
        for path in paths:
            _write_file(out, archive, path)
        manifest = _manifest(archive, tenant, at)
        archive.manifest = hashlib.sha256(manifest.encode()).hexdigest()
        out.writestr("manifest.json", manifest)
        out.writestr("manifest.sha256", f"{archive.manifest}  manifest.json\n")
    return archive


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees one moment; inside another (tests), that one."""
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        if not is_inner:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _tables() -> list[tuple[str, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return [(name, list(columns)) for name, columns in cursor.fetchall()]


def _write_table(out: ZipFile, archive: Archive, table: str, columns: list[str]) -> None:
    kept = [column for column in columns if not _LEFT_OUT_COLUMNS.match(column)]
    if _LEFT_OUT_TABLES.search(table) or not kept:
        archive.left_out.append(table)
        return
    archive.left_out += [f"{table}.{column}" for column in columns if column not in kept]
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT WITH (FORMAT csv, HEADER)").format(
        sql.SQL(", ").join(map(sql.Identifier, kept)), sql.Identifier(table)
    )
    with connection.connection.cursor() as cursor:
        with cursor.copy(query) as copied:
            path = f"tables/{table}.csv"
            size, digest = _stream(out, path, (bytes(chunk) for chunk in copied))
        archive.entries.append(Entry(path, size, digest, max(cursor.rowcount, 0)))


def _write_file(out: ZipFile, archive: Archive, path: str) -> None:
    name = f"files/{path.rsplit('/', 1)[-1]}"
    try:
        with default_storage.open(path) as stored:
            size, digest = _stream(out, name, iter(lambda: stored.read(_CHUNK), b""))
    except FileNotFoundError:
        archive.missing.append(name)
        return
    archive.entries.append(Entry(name, size, digest))


def _stream(out: ZipFile, path: str, chunks: Iterator[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with out.open(path, "w", force_zip64=True) as entry:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            entry.write(chunk)
    return size, digest.hexdigest()


def _text(out: ZipFile, archive: Archive, path: str, text: str) -> None:
    size, digest = _stream(out, path, iter([text.encode()]))
    archive.entries.append(Entry(path, size, digest))


def _manifest(archive: Archive, tenant: Tenant, at: datetime) -> str:
    content = {
        "format": FORMAT,
        "lgo": {"id": str(tenant.pk), "name": tenant.name, "type": tenant.lgo_type, "dla_code": tenant.dla_code},
        "made_at": at.isoformat(),
        "left_out": archive.left_out,
        "missing": archive.missing,
        "entries": [asdict(entry) for entry in archive.entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)

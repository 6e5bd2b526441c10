"""Lists to files. What is small is written while the browser waits, the rest by a job."""

import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kit.errors import NotFound, Refused
from shared_apps.accounts.permissions import NO_RIGHT
from shared_apps.audit import services as audit
from shared_apps.exports import registry, selectors, writers
from shared_apps.exports.models import EXPORT_PURPOSE, Export, ExportState
from shared_apps.exports.registry import ListExport
from shared_apps.files import services as files
from shared_apps.jobs.services import enqueue

LARGE = 20_000
"""Rows above which a job writes the list."""
KEPT = timedelta(days=1)
"""How long the file of a large list is kept."""
NO_SUCH_LIST = _("There is no such list.")
_CHUNK = 1000


def list_for(user: Any, code: str) -> ListExport:
    """The list of that code, when this user may take it away.

    Raises:
        NotFound: there is no such list.
        Refused: the user may not.
    """
    found = registry.get(code)
    if found is None:
        raise NotFound(NO_SUCH_LIST)
    if not found.may_export(user):
        raise Refused(NO_RIGHT, code="no_right")
    return found


@transaction.atomic
def write_now(one: ListExport, *, form: str, rows: Any, actor: Any, at: datetime) -> bytes:
    """Write a list, and record that it was taken away."""
    file = io.BytesIO()
    cells = (one.row(found) for found in rows.iterator(chunk_size=_CHUNK))
    count = writers.write(form, file, title=str(one.label), headers=one.headers(), rows=cells)
    record(one.code, form=form, rows=count, actor=actor, at=at)
    return file.getvalue()


def write_rows(*, form: str, title: str, headers: Sequence[object], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write rows that no registered list gives."""
    file = io.BytesIO()
    writers.write(form, file, title=title, headers=headers, rows=rows)
    return file.getvalue()


def record(code: str, *, form: str, rows: int, actor: Any, at: datetime) -> None:
    """Record that a list was taken away."""
    audit.record(f"{code}.export", actor=actor, data={"form": form, "rows": rows}, at=at)


@transaction.atomic
def order(one: ListExport, *, form: str, query: str, total: int, language: str, actor: Any, at: datetime) -> Export:
    """Let a job write a large list; its page shows how far it is."""
    export = Export.objects.create(
        code=one.code, form=form, query=query, total=total, language=language, requested_by=actor, requested_at=at
    )
    record(one.code, form=form, rows=total, actor=actor, at=at)
    enqueue("exports.write", key=f"export:{export.pk}", export_id=str(export.pk))
    return export


def write_ordered(*, export_id: str, at: datetime) -> None:
    """Write what was ordered, as who ordered it may see it now. Run again, it writes the same file anew."""
    export = selectors.export_by_id(export_id)
    if export is None or export.state == ExportState.DONE:
        return
    one = registry.get(export.code)
    if one is None or not one.may_export(export.requested_by):
        _set(export, state=ExportState.FAILED)
        return
    _set(export, state=ExportState.RUNNING, done=0)
    try:
        with override(export.language):
            _write(export, one, at)
    except Exception:
        _set(export, state=ExportState.FAILED)
        raise


def _write(export: Export, one: ListExport, at: datetime) -> None:
    rows = one.rows_of(export.requested_by, QueryDict(export.query))
    cells = (one.row(found) for found in rows.iterator(chunk_size=_CHUNK))
    with tempfile.TemporaryFile() as file:
        count = writers.write(
            export.form,
            file,
            title=str(one.label),
            headers=one.headers(),
            rows=cells,
            told=lambda done: _set(export, done=done),
        )
        file.seek(0)
        stored = files.keep(
            file,
            name=str(one.label),
            extension=export.form,
            content_type=writers.CONTENT_TYPES[export.form],
            actor=export.requested_by,
            purpose=EXPORT_PURPOSE,
            at=at,
        )
    _set(export, state=ExportState.DONE, file=stored, done=count, total=count)


def _set(export: Export, **values: Any) -> None:
    Export.objects.filter(pk=export.pk).update(**values)


def forget_old(*, at: datetime) -> int:
    """Delete exports past their time with their files; returns how many."""
    count = 0
    for export in selectors.expired(at - KEPT):
        with transaction.atomic():
            if export.file:
                files.discard(export.file, actor=None, at=at, bytes_too=True)
            Export.objects.filter(pk=export.pk).delete()
        count += 1
    return count

"""Statements that were sent and wait for their columns to be told, in the operator's own storage."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from shared_apps.files.selectors import file_or_none, files_of
from shared_apps.files.services import forget_of_operator, read_file
from shared_apps.files.services import keep as keep_file

DRAFT_PURPOSE = "billing.statement_draft"


@dataclass(frozen=True)
class Draft:
    """A file that was sent."""

    pk: UUID
    name: str
    content: bytes


def keep(upload: Any, *, actor: Any, at: datetime) -> Draft:
    """Keep what was sent until it is imported; one a person."""
    forget(actor, at=at)
    content = upload.read()
    name, _dot, ending = str(upload.name).rpartition(".")
    stored = keep_file(
        BytesIO(content),
        name=name or ending,
        extension="xml" if ending.lower() == "xml" else "csv",
        content_type="application/octet-stream",
        actor=actor,
        purpose=DRAFT_PURPOSE,
        at=at,
    )
    return Draft(stored.pk, stored.original_name, content)


def find(pk: UUID | None, actor: Any) -> Draft | None:
    """What this person sent before."""
    stored = file_or_none(pk) if pk else None
    if stored is None or stored.purpose != DRAFT_PURPOSE or stored.uploaded_by_id != actor.pk:
        return None
    content = read_file(stored)
    return Draft(stored.pk, stored.original_name, content) if content is not None else None


def forget(actor: Any, *, at: datetime) -> None:
    """Forget what this person sent and did not import."""
    for stored in files_of(DRAFT_PURPOSE, actor):
        forget_of_operator(stored, actor=actor, at=at)

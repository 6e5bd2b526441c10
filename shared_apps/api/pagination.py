"""Pages by cursor: stable while rows are added, opaque, signed for one LGO and one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid
from tenants.scope import current_key

Row = TypeVar("Row", bound=Model)
MOST = 100
BAD_CURSOR = _("This cursor is not of this list. Begin without one.")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and where the next ones begin."""

    items: Sequence[Row]
    next_cursor: str | None


def page_of(
    rows: "QuerySet[Row]",
    *,
    name: str,
    cursor: str | None,
    limit: int,
    moment: str = "submitted_at",
) -> "Page[Row]":
    """`limit` rows from `cursor` on, newest first by the column `moment`, then by key.

    Raises:
        Invalid: the cursor is another list's, another LGO's, or was changed.
    """
    if cursor:
        at, key = _read(cursor, name)
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": key}))
    found = list(rows.order_by(f"-{moment}", "-pk")[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    last: Any = found[limit - 1]
    return Page(found[:limit], signing.dumps([getattr(last, moment).isoformat(), last.pk], salt=_salt(name)))


def _read(cursor: str, name: str) -> tuple[datetime, int]:
    try:
        at, key = signing.loads(cursor, salt=_salt(name))
        moment = parse_datetime(at)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(BAD_CURSOR, code="bad_cursor", field="cursor") from error
    if moment is None:
        raise Invalid(BAD_CURSOR, code="bad_cursor", field="cursor")
    return moment, int(key)


def _salt(name: str) -> str:
    return f"api.cursor:{current_key()}:{name}"

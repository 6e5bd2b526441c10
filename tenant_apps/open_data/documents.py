"""The public cases as a file: the same columns for ever, new ones at the end."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kit import clock
from shared_apps.exports.writers import harmless
from tenant_apps.complaints.models import Kind
from tenant_apps.complaints.selectors import PublicCase
from tenant_apps.complaints.workflow import OPEN, State

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_BUDDHIST = 543


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, what it holds, and an example."""

    name: str
    meaning: Any
    example: str
    value: Callable[[PublicCase, "Words"], Any]


@dataclass(frozen=True)
class Words:
    """Labels in both languages, read once: a file is written after the request's language is gone."""

    kinds: Mapping[str, str]
    states: Mapping[str, str]
    states_en: Mapping[str, str]
    categories: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, categories: Iterable[Any]) -> "Words":
        """The labels as they are now."""
        with override("en"):
            states_en = {str(one.value): str(one.label) for one in State}
        with override("th"):
            return cls(
                kinds={str(one.value): str(one.label) for one in Kind},
                states={str(one.value): str(one.label) for one in State},
                states_en=states_en,
                categories={one.code: (one.name_th, one.name_en) for one in categories},
            )


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(clock.BANGKOK).isoformat(timespec="seconds") if at else None


def _buddhist(at: datetime | None) -> str | None:
    """The day as Thai offices write it: day/month/year พ.ศ."""
    if at is None:
        return None
    day = clock.bangkok_day(at)
    return f"{day.day:02d}/{day.month:02d}/{day.year + _BUDDHIST}"


def _name(case: PublicCase, words: Words, place: int) -> str:
    return words.categories.get(case.category_code, ("", ""))[place]


def _degrees(number: Any) -> float | None:
    return None if number is None else round(float(number), 3)


COLUMNS = (
    Column("number", _("Number of the case"), "RQ-2569-000123", lambda case, _w: case.number),
    Column("kind", _("Type: complaint, advice or suggestion"), "complaint", lambda case, _w: case.kind),
    Column("kind_th", _("Type in Thai"), "ร้องเรียน", lambda case, words: words.kinds[case.kind]),
    Column("category", _("Code of the category"), "street-lights", lambda case, _w: case.category_code),
    Column("category_th", _("Category in Thai"), "ไฟฟ้าสาธารณะ", lambda case, words: _name(case, words, 0)),
    Column("category_en", _("Category in English"), "Street lights", lambda case, words: _name(case, words, 1)),
    Column("subject", _("Subject, empty when the reporter keeps it to the office"), "", lambda case, _w: case.title),
    Column("status", _("open or closed"), "open", lambda case, _w: "open" if case.state in OPEN else "closed"),
    Column("state", _("State in the office's work"), "in_progress", lambda case, _w: str(case.state.value)),
    Column("state_th", _("State in Thai"), "กำลังดำเนินการ", lambda case, words: words.states[case.state.value]),
    Column("state_en", _("State in English"), "In progress", lambda case, words: words.states_en[case.state.value]),
    Column("division", _("Division that answers"), "กองช่าง", lambda case, _w: case.division),
    Column("submitted_at", _("Filed, ISO 8601"), "2026-11-21T09:30:00+07:00", lambda case, _w: _iso(case.submitted_at)),
    Column("submitted_be", _("Filed, Buddhist year"), "21/11/2569", lambda case, _w: _buddhist(case.submitted_at)),
    Column("due_at", _("Due, ISO 8601"), "2026-12-14T23:59:59+07:00", lambda case, _w: _iso(case.due_at)),
    Column("due_be", _("Due, Buddhist year"), "14/12/2569", lambda case, _w: _buddhist(case.due_at)),
    Column("resolved_at", _("Answered, ISO 8601"), "", lambda case, _w: _iso(case.resolved_at)),
    Column("resolved_be", _("Answered, Buddhist year"), "", lambda case, _w: _buddhist(case.resolved_at)),
    Column("closed_at", _("Closed, ISO 8601"), "", lambda case, _w: _iso(case.closed_at)),
    Column("closed_be", _("Closed, Buddhist year"), "", lambda case, _w: _buddhist(case.closed_at)),
    Column("latitude", _("Latitude (WGS 84), rounded to about 110 m"), "17.392", lambda c, _w: _degrees(c.latitude)),
    Column(
        "longitude", _("Longitude (WGS 84), rounded to about 110 m"), "104.772", lambda c, _w: _degrees(c.longitude)
    ),
)


def as_csv(cases: Iterable[PublicCase], words: Words) -> Iterator[str]:
    """UTF-8 with a mark that spreadsheets know; nothing is run as a formula."""
    yield "\ufeff" + _line([column.name for column in COLUMNS])
    for case in cases:
        yield _line([harmless(column.value(case, words)) for column in COLUMNS])


def _line(cells: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def as_json(cases: Iterable[PublicCase], words: Words, *, publisher: str) -> Iterator[str]:
    """An object with licence, publisher and the list `cases`."""
    head = {"licence": LICENCE, "publisher": publisher, "columns": [column.name for column in COLUMNS]}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "cases": ['
    separator = "\n"
    for case in cases:
        row = {column.name: column.value(case, words) for column in COLUMNS}
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"

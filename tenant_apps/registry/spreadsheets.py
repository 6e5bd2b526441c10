"""Reading a list of people from a CSV or Excel file that somebody uploads."""

import csv
import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from tablib import Dataset
from tablib.exceptions import TablibException

from kit.errors import Invalid
from kit.thai import normalise_text

MAX_BYTES = 1024 * 1024
MAX_ROWS = 200
_MAX_UNPACKED = 20 * 1024 * 1024
_COLUMNS = {
    "email": ("อีเมล", "email", "e-mail", "ไปรษณีย์อิเล็กทรอนิกส์"),
    "display_name": ("ชื่อและนามสกุล", "ชื่อ-นามสกุล", "ชื่อ", "name", "name and surname"),
    "division": ("กอง", "กอง/สำนัก", "สังกัด", "division"),
    "position": ("ตำแหน่ง", "position"),
    "roles": ("บทบาท", "role", "roles"),
}
REQUIRED = ("email", "display_name")
HEADERS = ("อีเมล", "ชื่อและนามสกุล", "กอง", "ตำแหน่ง", "บทบาท")

Row = dict[str, str]


def read_people(upload: "UploadedFile[Any]") -> list[Row]:
    """The rows below the headings, as text; empty rows are left out.

    Raises:
        Invalid: too large, no such file, headings are missing, or no row.
    """
    if not upload.size or upload.size > MAX_BYTES:
        raise Invalid(_("The file must be smaller than 1 MB. Divide the list and send its parts."), field="file")
    content = upload.read()
    table = _excel(content) if content.startswith(b"PK") else _csv(content)
    rows = [[normalise_text("" if cell is None else str(cell)) for cell in line] for line in table]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise Invalid(_("The file is empty. Write one person in each row."), field="file")
    places = _places(rows[0])
    found = [{name: row[at] if at < len(row) else "" for name, at in places.items()} for row in rows[1:]]
    if not found:
        raise Invalid(_("There is nobody below the headings. Write one person in each row."), field="file")
    if len(found) > MAX_ROWS:
        raise Invalid(
            _("At most %(rows)s people at a time. Divide the list and send its parts."),
            params={"rows": MAX_ROWS},
            field="file",
        )
    return found


def _places(headings: list[str]) -> dict[str, int]:
    known = {title: name for name, titles in _COLUMNS.items() for title in titles}
    places = {known[title.lower()]: at for at, title in enumerate(headings) if title.lower() in known}
    if not set(REQUIRED) <= places.keys():
        raise Invalid(
            _("The first row must have the headings %(headings)s. Download the example and fill it in."),
            params={"headings": " · ".join(HEADERS)},
            field="file",
        )
    return places


def _excel(content: bytes) -> list[tuple[Any, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
                raise Invalid(_("The file is too large inside. Save the list alone, without pictures."), field="file")
        return list(Dataset().load(io.BytesIO(content), format="xlsx", headers=False))
    except (zipfile.BadZipFile, TablibException, KeyError, ValueError, IndexError, OSError, EOFError) as error:
        raise Invalid(_("This file cannot be read. Save it as Excel (.xlsx) or CSV."), field="file") from error


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise Invalid(_("This file cannot be read. Save it as Excel (.xlsx) or CSV."), field="file") from error


def _decoded(content: bytes) -> str:
    """UTF-8, or the Thai of Windows, which Excel writes when it saves a CSV."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid(_("This file cannot be read. Save it as Excel (.xlsx) or CSV."), field="file")

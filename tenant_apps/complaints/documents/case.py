"""One case on paper: what was filed, what has happened, photos; for its reporter, and for officers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kit.pdf import STYLES, WIDTH, Paragraph, image, qr, render, table
from shared_apps.files.services import read_file
from shared_apps.ui.templatetags.thai import phone, thaidate, thaidatetime
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Photo
from tenant_apps.site.selectors import site_settings

_QR = 76
_SEAL = 56
_LABEL = 120
_PHOTO = (WIDTH - 12) / 2


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is printed. `address` is what the QR code opens; `titles` name the entries of the timeline by their id."""

    complaint: Complaint
    office: str
    address: str
    events: Sequence[ComplaintEvent]
    titles: dict[int, str]
    photos: Sequence[Photo]
    contact: dict[str, str]
    for_officer: bool
    language: str
    at: datetime


def case_paper(paper: Paper) -> bytes:
    """The case as a PDF."""
    number = paper.complaint.number
    footer = _("%(office)s · Case %(number)s · printed %(when)s") % {
        "office": paper.office,
        "number": number,
        "when": thaidatetime(paper.at, "medium"),
    }
    story = [*_head(paper), *_facts(paper), *_people(paper), *_timeline(paper), *_photos(paper)]
    title = _("Case %(number)s") % {"number": number}
    return render(story, title=title, author=paper.office, language=paper.language, footer=footer, at=paper.at)


def _head(paper: Paper) -> list[Any]:
    kind = _("Record of a case (for officers)") if paper.for_officer else _("Record of a case")
    if paper.complaint.is_sample:
        kind = _("Sample: %(paper)s") % {"paper": kind}
    words = [[Paragraph(paper.office, STYLES["title"])], [Paragraph(kind, STYLES["heading"])]]
    words.append([Paragraph(_("Case %(number)s") % {"number": paper.complaint.number}, STYLES["body"])])
    seal = _seal()
    middle = WIDTH - _QR - (_SEAL + 12 if seal else 0)
    cells: list[Any] = [table(words, [middle - 12], lines=False), qr(paper.address, size=_QR)]
    widths = [middle, _QR]
    if seal is not None:
        cells, widths = [seal, *cells], [_SEAL + 12, *widths]
    return [table([cells], widths, lines=False)]


def _seal() -> Any:
    seal = site_settings().seal
    data = read_file(seal) if seal is not None and seal.is_image else None
    return image(data, width=_SEAL, height=_SEAL) if data else None


def _facts(paper: Paper) -> list[Any]:
    case = paper.complaint
    rows = [
        (_("Subject"), case.title),
        (_("Kind of case"), case.get_kind_display()),
        (_("Category"), case.category.name),
        (_("Details"), case.description),
        (_("Place of the matter"), case.place),
        (_("Coordinates"), f"{case.latitude}, {case.longitude}" if case.has_pin else ""),
        (_("Filed"), thaidatetime(case.submitted_at, "medium")),
        (_("Counts as received"), thaidatetime(case.legal_received_at, "medium")),
        (_("Answer by"), thaidate(case.due_at, "medium") if case.due_at else ""),
        (_("Division"), case.division.name if case.division else ""),
        (_("Responsible"), str(case.assignee) if paper.for_officer and case.assignee else ""),
        (_("Status"), str(case.state_shown.label)),
    ]
    return [Paragraph(_("The case"), STYLES["heading"]), _two_columns(rows)]


def _people(paper: Paper) -> list[Any]:
    if paper.complaint.is_anonymous:
        rows = [(_("Reporter"), _("The reporter wishes not to be known."))]
    else:
        contact = paper.contact
        rows = [(_("Name"), contact["name"]), (_("Telephone"), contact["phone"]), (_("E-mail"), contact["email"])]
    person = getattr(paper.complaint, "on_behalf", None)
    if person is not None:
        rows.append((_("Filed for"), f"{person.name} ({person.get_relation_display()})"))
        if person.phone and not paper.for_officer:
            rows.append((_("Telephone of this person"), phone(person.phone)))
    if not any(value for _label, value in rows):
        rows = [(_("Reporter"), _("The reporter gave no name and no contact."))]
    return [Paragraph(_("Who filed"), STYLES["heading"]), _two_columns(rows)]


def _timeline(paper: Paper) -> list[Any]:
    rows = [(_("Date and time"), _("What has happened"))]
    rows += [(thaidatetime(event.at), _words_of(paper, event)) for event in reversed(paper.events)]
    return [
        Paragraph(_("What has happened"), STYLES["heading"]),
        table(rows, [_LABEL, WIDTH - _LABEL], header=1),
    ]


def _words_of(paper: Paper, event: ComplaintEvent) -> str:
    by = event.actor_name if paper.for_officer and event.audience == "officer" else ""
    parts = [paper.titles[event.pk], event.note, f"({by})" if by else ""]
    return "\n".join(part for part in parts if part)


def _photos(paper: Paper) -> list[Any]:
    moments = ((Photo.Moment.BEFORE, _("Photos before the work")), (Photo.Moment.AFTER, _("Photos after the work")))
    story: list[Any] = []
    for moment, heading in moments:
        cells = list(_cells([photo for photo in paper.photos if photo.moment == moment]))
        if cells:
            story += [Paragraph(heading, STYLES["heading"]), _pairs(cells)]
    return story


def _cells(photos: Iterable[Photo]) -> Iterable[Any]:
    for photo in photos:
        data = read_file(photo.file)
        if data is None:
            continue
        picture = image(data, width=_PHOTO - 12, height=200)
        if photo.caption:
            caption = Paragraph(photo.caption, STYLES["small"])
            yield table([[picture], [caption]], [_PHOTO - 12], lines=False)
        else:
            yield picture


def _pairs(cells: list[Any]) -> Any:
    rows = [[*cells[at : at + 2], *([""] if at + 1 == len(cells) else [])] for at in range(0, len(cells), 2)]
    return table(rows, [_PHOTO, _PHOTO], lines=False)


def _two_columns(rows: Iterable[tuple[str, str]]) -> Any:
    shown = [(Paragraph(label, STYLES["cell-bold"]), value) for label, value in rows if value]
    return table(shown, [_LABEL, WIDTH - _LABEL])

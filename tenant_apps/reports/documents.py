"""A report on paper."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kit import clock
from kit.dates import format_moment, format_short
from kit.pdf import STYLES, WIDTH, Bold, Paragraph, bar_chart, render, table
from kit.pdf.styles import Align
from shared_apps.ui.figures import Figure
from tenant_apps.reports.selectors import Report

_LABEL = 0.34
_RIGHT: Align = "right"


def report_pdf(report: Report, *, office: str, about: Iterable[str], figures: Iterable[Figure], at: datetime) -> bytes:
    """The figures with the office's name, what was chosen, and when it was printed."""
    total = report.total
    story: list[Any] = [
        Paragraph(office, STYLES["centered-title"]),
        Paragraph(_("Report on complaints and requests"), STYLES["centered-title"]),
        *(Paragraph(line, STYLES["centered"]) for line in about),
        Paragraph([Bold(_("Cases filed")), f" {total.filed:,}   ", Bold(_("Answered")), f" {total.answered:,}   "]),
    ]
    for figure in figures:
        story += _figure(figure)
    printed = _("Printed %(moment)s") % {"moment": format_moment(clock.bangkok(at))}
    title = _("Report on complaints and requests")
    return render(story, title=title, author=office, footer=f"{office} · {printed}", at=clock.bangkok(at))


def delays_pdf(events: Iterable[Any], *, office: str, about: Iterable[str], at: datetime) -> bytes:
    """A copy of the reasons that citizens were told, for the Public Sector Development Commission."""
    title = _("Copy of the reasons for delay told to the public")
    rows = [
        [
            f"{event.case.number}\n{event.case.category.name}",
            "\n".join(_day(day) for day in (event.case.legal_received_at, event.case.due_at)),
            _day(event.at),
            event.note,
        ]
        for event in events
    ]
    headings = [_("Number"), _("Received / due"), _("Told"), _("Reason")]
    widths = [WIDTH * share for share in (0.23, 0.18, 0.17, 0.42)]
    story: list[Any] = [
        Paragraph(office, STYLES["centered-title"]),
        Paragraph(title, STYLES["centered-title"]),
        Paragraph(_("Section 10 of the Licensing Facilitation Act B.E. 2558 (2015)"), STYLES["centered"]),
        *(Paragraph(line, STYLES["centered"]) for line in about),
        table([headings, *rows], widths, header=1)
        if rows
        else Paragraph(_("There is nothing to show for this period.")),
    ]
    printed = _("Printed %(moment)s") % {"moment": format_moment(clock.bangkok(at))}
    return render(story, title=title, author=office, footer=f"{office} · {printed}", at=clock.bangkok(at))


def _day(moment: datetime | None) -> str:
    return format_short(clock.bangkok_day(moment), full_year=True) if moment else "–"


def _figure(figure: Figure) -> list[Any]:
    heading = Paragraph(figure.title, STYLES["heading"])
    if not figure.rows:
        return [heading, Paragraph(_("There is nothing to show for this period."))]
    rest = WIDTH * (1 - _LABEL) / (len(figure.headings) - 1)
    widths = [WIDTH * _LABEL, *[rest] * (len(figure.headings) - 1)]
    rows = [[row.label, *(cell.text for cell in row.cells)] for row in figure.rows]
    align: list[Align] = ["left", *(_RIGHT for _heading in figure.headings[1:])]
    bars = [(row.label, row.cells[0].value or 0.0, row.cells[0].text) for row in figure.rows]
    return [heading, bar_chart(bars), table([list(figure.headings), *rows], widths, header=1, align=align)]

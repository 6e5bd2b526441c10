"""The certificate that all data of an LGO was erased."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from kit import clock, pdf
from kit.dates import format_moment
from kit.pdf import STYLES, Paragraph, gap, table
from provisioning.models import Erasure
from shared_apps.ui.templatetags.thai import thainumber


def certificate_of_erasure(erasure: Erasure, *, at: datetime) -> bytes:
    """The PDF: what was erased, on whose word, when, and the list by which the LGO proves what it had taken away."""
    with override("th"):
        title = _("Certificate of erasure")
        rows = [[label, value] for label, value in _facts(erasure, at)]
        story = [
            Paragraph(title, STYLES["title"]),
            gap(12),
            Paragraph(
                _("All data and files of this local government were erased. Nothing can be read any more."),
                STYLES["body"],
            ),
            gap(8),
            table(rows, [170, pdf.WIDTH - 170], header=0),
            gap(8),
            Paragraph(
                _("Invoices, receipts, the ledger and the log of actions are kept for as long as the law prescribes."),
                STYLES["body"],
            ),
        ]
        return pdf.render(story, title=title, author=_("Digital Government Development Agency"), at=at)


def _facts(erasure: Erasure, at: datetime) -> list[tuple[str, str]]:
    tenant, handover = erasure.tenant, erasure.handover
    return [
        (_("Local government"), f"{tenant.name} ({tenant.dla_code})"),
        (_("Erased"), format_moment(clock.bangkok(at))),
        (_("Reason"), erasure.reason),
        (_("Approved by"), erasure.approved_by.display_name),
        (_("Tables and rows"), f"{thainumber(handover.tables)} / {thainumber(handover.rows)}"),
        (_("Files"), thainumber(erasure.files)),
        (_("Archive handed over"), format_moment(clock.bangkok(handover.made_at or at))),
        (_("SHA-256 of its list"), handover.manifest),
    ]

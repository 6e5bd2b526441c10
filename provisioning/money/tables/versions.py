"""Tables of what two people agree to."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from billing.models import LadderRules
from billing.models.versions import AgreedVersion
from provisioning.money import states
from provisioning.money.tables import DayColumn, link
from shared_apps.ui.templatetags.thai import status_badge, thainumber

_LEAD = {"td": {"class": "row-head"}}
_NUMERIC = {"td": {"class": "numeric"}, "th": {"class": "numeric"}}
_ONE_LINE = {"td": {"class": "nowrap"}}


class _VersionTable(tables.Table):
    """What two people agree to; `page_name` is the URL name of one version."""

    page_name: ClassVar[str]

    version = tables.Column(verbose_name=_("Version"), attrs=_LEAD)
    effective_from = DayColumn(verbose_name=_("Effective from"))
    written_by = tables.Column(verbose_name=_("Written by"), order_by="written_by__display_name", default="–")
    approved_by = tables.Column(verbose_name=_("Approved by"), order_by="approved_by__display_name", default="–")
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "-version"

    def __init__(self, *args: Any, in_force: int | None = None, **kwargs: Any) -> None:
        self.in_force = in_force
        super().__init__(*args, **kwargs)

    def render_version(self, record: AgreedVersion) -> SafeString:
        return link(self.page_name, record.pk, _("Version %(number)s") % {"number": record.version})

    def render_state(self, record: AgreedVersion) -> SafeString:
        return status_badge(states.version_badge(record.state, in_force=record.pk == self.in_force))


class BookTable(_VersionTable):
    """Price books."""

    page_name = "money_book"
    vat_percent = tables.Column(verbose_name=_("VAT (%)"), attrs=_NUMERIC)

    class Meta(_VersionTable.Meta):
        sequence = ("version", "effective_from", "vat_percent", "...")
        empty_text = _("No price book fits.")

    def render_vat_percent(self, value: Any) -> str:
        return thainumber(value, 2)


class LadderTable(_VersionTable):
    """Versions of the days of the ladder."""

    page_name = "money_ladder"
    days = tables.Column(verbose_name=_("Stages (days)"), accessor="grace", order_by="grace", attrs=_ONE_LINE)

    class Meta(_VersionTable.Meta):
        sequence = ("version", "effective_from", "days", "...")
        empty_text = _("No version fits.")

    def render_days(self, record: LadderRules) -> str:
        return f"{record.grace} / {record.read_only} / {record.export_only}"

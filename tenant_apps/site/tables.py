"""Lists of the settings."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shared_apps.audit.models import AuditEntry
from shared_apps.ui.templatetags.thai import thaidate, thaidatetime
from tenant_apps.site.history import Act, act_of
from tenant_apps.site.models import Holiday


class HistoryTable(tables.Table):
    """Who changed what and when."""

    part = tables.Column(verbose_name=_("Part"), accessor="pk", orderable=False, attrs={"td": {"class": "row-head"}})
    at = tables.Column(verbose_name=pgettext_lazy("history", "When"))
    actor_name = tables.Column(verbose_name=pgettext_lazy("history", "Who"), accessor="pk", order_by=("actor_name",))
    changes = tables.Column(verbose_name=_("What changed"), accessor="pk", orderable=False)

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []
        sequence: ClassVar = ("part", "at", "actor_name", "changes")
        empty_text = _("Nothing has been changed here yet.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acts: dict[int, Act] = {}

    def render_part(self, record: AuditEntry) -> str:
        return self._act(record).part

    def render_at(self, record: AuditEntry) -> str:
        return thaidatetime(record.at)

    def render_actor_name(self, record: AuditEntry) -> str:
        return self._act(record).who

    def render_changes(self, record: AuditEntry) -> str:
        lines = ((one.label, one.old, one.new) for one in self._act(record).changes)
        return format_html_join("", '<div class="change"><strong>{}</strong>: {} → {}</div>', lines)

    def _act(self, record: AuditEntry) -> Act:
        return self.acts.get(record.pk) or self.acts.setdefault(record.pk, act_of(record))


class HolidayTable(tables.Table):
    """The days on which the office is closed."""

    day = tables.Column(verbose_name=_("Day"), attrs={"td": {"class": "row-head"}})
    name = tables.Column(verbose_name=_("Name"))
    kind = tables.Column(verbose_name=_("Kind"))
    is_cancelled = tables.Column(verbose_name=_("State"))
    changed_by = tables.Column(verbose_name=_("Last changed"), order_by=("changed_at",))

    class Meta:
        model = Holiday
        fields: ClassVar[list[str]] = []
        sequence: ClassVar = ("day", "name", "kind", "is_cancelled", "changed_by")
        empty_text = _("There is no holiday here. Import a year, or add a day.")

    def render_day(self, record: Holiday) -> str:
        url = reverse("site_holiday", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, thaidate(record.day, "long"))

    def render_is_cancelled(self, record: Holiday) -> str:
        if not record.is_cancelled:
            return format_html('<span class="status status-info">{}</span>', gettext("Closed"))
        words = gettext("The office works")
        return format_html(
            '<span class="status status-warning">{}</span><span class="row-sub">{}</span>', words, record.reason
        )

    def render_changed_by(self, record: Holiday) -> str:
        return f"{record.changed_by} {thaidate(record.changed_at)}"

"""Lists of the settings."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from shared_apps.audit.models import AuditEntry
from shared_apps.ui.templatetags.thai import thaidatetime
from tenant_apps.site.history import Act, act_of


class HistoryTable(tables.Table):
    """Who changed what and when."""

    part = tables.Column(verbose_name=_("Part"), accessor="pk", orderable=False, attrs={"td": {"class": "row-head"}})
    at = tables.Column(verbose_name=_("When"))
    actor_name = tables.Column(verbose_name=_("Who"))
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

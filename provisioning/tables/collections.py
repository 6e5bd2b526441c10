"""The list of LGOs whose payment is to be looked after."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from provisioning.models import FollowUp
from provisioning.selectors import Collection
from shared_apps.ui.templatetags.thai import thaidate, thainumber

_NUMBER = {"td": {"class": "numeric"}, "th": {"class": "numeric"}}
_ONE_LINE = {"td": {"class": "nowrap"}}


def days_in_words(days: int) -> str:
    """`12 days left`, `5 days over`."""
    if days >= 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": thainumber(days)}
    return ngettext("%(days)s day over", "%(days)s days over", -days) % {"days": thainumber(-days)}


class CollectionTable(tables.Table):
    """LGOs of one stage."""

    chosen = tables.Column(verbose_name=_("Choose"), orderable=False, empty_values=())
    name = tables.Column(verbose_name=_("Local government"), attrs={"td": {"class": "row-head"}})
    days = tables.Column(verbose_name=_("Time"), attrs=_ONE_LINE)
    changes_on = tables.Column(verbose_name=_("Next stage"), default="–", attrs=_ONE_LINE)
    owed = tables.Column(verbose_name=_("Owed (baht)"), attrs=_NUMBER)
    last_contact = tables.Column(verbose_name=_("Last contact"), default="–", attrs=_ONE_LINE)
    next_step = tables.Column(verbose_name=_("Next step"), default="–", orderable=False)

    class Meta:
        empty_text = _("No local government is at this stage.")

    def render_chosen(self, record: Collection) -> SafeString:
        return format_html(
            '<input class="form-check-input" type="checkbox" name="tenant" value="{}" form="remind" aria-label="{}">',
            record.tenant.pk,
            record.name,
        )

    def render_name(self, record: Collection) -> SafeString:
        url = reverse("console_tenant", args=[record.tenant.pk])
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_days(self, value: int) -> str:
        return days_in_words(value)

    def render_changes_on(self, value: Any) -> str:
        return thaidate(value)

    def render_owed(self, value: Any) -> str:
        return thainumber(value, 2)

    def render_last_contact(self, value: datetime) -> str:
        return thaidate(value)

    def render_next_step(self, value: FollowUp) -> SafeString:
        return format_html('{}<span class="row-sub">{}</span>', value.text[:80], thaidate(value.due_on))


def collection_headers() -> tuple[object, ...]:
    """The columns of the export."""
    return (
        _("Local government"),
        _("DLA code"),
        _("Stage"),
        _("Days left"),
        _("Next stage"),
        _("Owed (baht)"),
        _("Last contact"),
        _("Next step"),
        _("Next step by"),
    )


def collection_row(one: Collection, label: str) -> list[Any]:
    """An LGO as a row of the export."""
    step = one.next_step
    return [
        one.name,
        one.tenant.dla_code,
        label,
        one.days,
        one.changes_on,
        one.owed,
        one.last_contact,
        step.text if step else "",
        step.due_on if step else None,
    ]

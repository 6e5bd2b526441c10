"""The list of LGOs whose payment is to be looked after."""

from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from billing.models import StoredStanding
from provisioning import selectors
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
    name = tables.Column(
        accessor="tenant__name", verbose_name=_("Local government"), attrs={"td": {"class": "row-head"}}
    )
    days = tables.Column(verbose_name=_("Time"), attrs=_ONE_LINE)
    changes_on = tables.Column(verbose_name=_("Next stage"), default="–", attrs=_ONE_LINE)
    owed = tables.Column(verbose_name=_("Owed (baht)"), attrs=_NUMBER)
    last_contact = tables.Column(verbose_name=_("Last contact"), empty_values=(), attrs=_ONE_LINE)
    next_step = tables.Column(verbose_name=_("Next step"), empty_values=(), orderable=False)

    class Meta:
        empty_text = _("No local government is at this stage.")

    def before_render(self, request: Any) -> None:
        """Contacts and next steps of this page, in two queries."""
        found = selectors.collections(row.record for row in self.paginated_rows)
        self.found: dict[Any, Collection] = {one.standing.pk: one for one in found}

    def order_last_contact(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """LGOs to which nobody has spoken come first when the oldest do."""
        contact = F("contact").desc(nulls_last=True) if is_descending else F("contact").asc(nulls_first=True)
        return selectors.in_order_of_contact(queryset).order_by(contact, "pk"), True

    def render_chosen(self, record: StoredStanding) -> SafeString:
        return format_html(
            '<input class="form-check-input" type="checkbox" name="tenant" value="{}" form="remind" aria-label="{}">',
            record.pk,
            record.tenant.name,
        )

    def render_name(self, record: StoredStanding) -> SafeString:
        url = reverse("console_tenant", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record.tenant.name)

    def render_days(self, value: int) -> str:
        return days_in_words(value)

    def render_changes_on(self, value: Any) -> str:
        return thaidate(value)

    def render_owed(self, value: Any) -> str:
        return thainumber(value, 2)

    def render_last_contact(self, record: StoredStanding) -> str:
        return thaidate(self.found[record.pk].last_contact) or "–"

    def render_next_step(self, record: StoredStanding) -> SafeString | str:
        step = self.found[record.pk].next_step
        return format_html('{}<span class="row-sub">{}</span>', step.text[:80], thaidate(step.due_on)) if step else "–"


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
        one.standing.changes_on,
        one.owed,
        one.last_contact,
        step.text if step else "",
        step.due_on if step else None,
    ]

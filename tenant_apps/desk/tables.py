"""The inbox as a table: rows of `shared_apps.casework.work`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableQuerysetData

from kit import clock
from shared_apps.casework import work
from shared_apps.ui.templatetags.thai import icon, sample_badge, status_badge, thaidate
from tenant_apps.desk.models import SavedView
from tenant_apps.desk.panels import LABELS
from tenant_apps.desk.shown import address_of, due_badge
from tenant_apps.registry.selectors import thai_order

Row = Mapping[str, Any]


class WorkData(TableQuerysetData):
    """Rows of work of which a page is read in two steps: its keys in the list's order, then what is shown of them.

    Ordering whole rows reads all of them; their keys and what they are ordered by are read from an index.
    """

    def __init__(
        self, user: Any, criteria: work.Criteria, rows: "QuerySet[Any, dict[str, Any]]", *, at: datetime
    ) -> None:
        super().__init__(rows)
        self.user, self.criteria, self.at = user, criteria, at

    def __getitem__(self, key: Any) -> Any:
        """A page of the list; what someone has changed meanwhile so that it does not fit any more is left out."""
        if not isinstance(key, slice):
            return super().__getitem__(key)
        keys = self._keys(key)
        found = {(row["service"], row["id"]): row for row in self._find(replace(self.criteria, picked=keys))}
        return work.with_hints([found[one] for one in keys if one in found])

    def _keys(self, part: slice) -> tuple[tuple[str, int], ...]:
        order = self.data.query.order_by
        columns = dict.fromkeys(["service", "id", *(name.lstrip("-") for name in order)])
        rows = self._find(self.criteria, columns=tuple(columns)).order_by(*order)[part]
        return tuple((row["service"], row["id"]) for row in rows)

    def _find(self, criteria: work.Criteria, **options: Any) -> Any:
        return work.find(self.user, criteria, at=self.at, **options)


class PickColumn(tables.Column):
    """The boxes; the column is named for screen readers only."""

    @property
    def header(self) -> SafeString:
        """Its name, unseen."""
        return format_html('<span class="visually-hidden">{}</span>', gettext("Choose"))


class WorkTable(tables.Table):
    """One row a case; on a phone one card."""

    pick = PickColumn(accessor="id", orderable=False, attrs={"td": {"class": "row-pick"}})
    title = tables.Column(verbose_name=_("Number / subject"), order_by=("number",), attrs={"td": {"class": "row-head"}})
    submitted_at = tables.Column(verbose_name=_("Filed"), order_by=("submitted_at", "number"))
    division = tables.Column(
        verbose_name=_("Division"), accessor="division_name", order_by=("division_order", "-submitted_at", "id")
    )
    assignee = tables.Column(
        verbose_name=_("Responsible"), accessor="assignee_name", order_by=("assignee_name", "-submitted_at", "id")
    )
    state = tables.Column(verbose_name=_("Status"), order_by=("state", "-submitted_at", "id"))
    due_at = tables.Column(verbose_name=_("Due"), order_by=("due_at", "number"))

    class Meta:
        fields: ClassVar = ("pick", "title", "submitted_at", "division", "assignee", "state", "due_at")
        default = "–"

    def render_pick(self, record: Row) -> SafeString:
        """A box that belongs to the form of acts on many cases."""
        return format_html(
            '<input class="form-check-input" type="checkbox" form="bulk" name="case" value="{}:{}:{}" aria-label="{}">',
            record["service"],
            record["id"],
            record["version"],
            gettext("Choose %(number)s") % {"number": record["number"]},
        )

    def render_title(self, record: Row) -> SafeString:
        """Subject, leading to the case; number and category; what is special."""
        source = work.source_of(record["service"])
        return format_html(
            '<a href="{}">{}</a>{}{}<span class="row-sub"><span class="reference">{}</span> · {}{}</span>{}',
            source.url(record["number"]),
            record["title"],
            format_html(' <span class="nowrap">{}</span>', icon("lock", title=gettext("Restricted")))
            if record["is_restricted"]
            else "",
            format_html(" {}", sample_badge()) if record["is_sample"] else "",
            record["number"],
            record["category_name"],
            f" · {gettext('Reopened')}" if record["times_reopened"] else "",
            format_html('<span class="row-sub">{}</span>', record["hint"]) if record.get("hint") else "",
        )

    def render_submitted_at(self, value: datetime) -> SafeString:
        """The day."""
        return format_html('<span class="nowrap">{}</span>', thaidate(value))

    def render_state(self, record: Row) -> SafeString:
        """As a badge."""
        return status_badge(work.source_of(record["service"]).state_shown(record["state"]))

    def render_due_at(self, record: Row) -> SafeString | str:
        """What is left of the time."""
        badge = due_badge(record, at=clock.now())
        return status_badge(badge) if badge else "–"


class ViewTable(tables.Table):
    """Saved views; what can be done with each stands in its last column."""

    acts = ("act",)
    name = tables.Column(verbose_name=_("Name"), attrs={"td": {"class": "row-head"}})
    tab = tables.Column(verbose_name=_("Tab"), orderable=False)
    shared = tables.Column(
        verbose_name=_("Who sees it"), accessor="division", order_by=("division__order", "name"), empty_values=()
    )
    owner = tables.Column(verbose_name=_("Saved by"), order_by=("owner__display_name", "name"))
    act = tables.TemplateColumn(verbose_name="", template_name="desk/view_acts.html", orderable=False)

    class Meta:
        empty_text = _("No saved view was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def order_name(self, queryset: "QuerySet[SavedView]", is_descending: bool) -> "tuple[QuerySet[SavedView], bool]":
        """As in a Thai dictionary."""
        return queryset.order_by(thai_order("name", descending=is_descending), "pk"), True

    def render_name(self, record: SavedView) -> SafeString:
        """The name opens the inbox so."""
        return format_html('<a href="{}">{}</a>', address_of(record), record.name)

    def render_tab(self, value: str) -> str:
        """In words."""
        return str(LABELS.get(value, ""))

    def render_shared(self, record: SavedView) -> str:
        """With a division, or for its owner only."""
        if record.division is None:
            return gettext("Only for me")
        return gettext("Shared with %(division)s") % {"division": record.division.name}

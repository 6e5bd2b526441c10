"""The officers' list of consents: its filter, table and export."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kit.thai import normalise_text
from shared_apps.accounts import privacy
from shared_apps.accounts.models import Consent
from shared_apps.accounts.selectors import consents
from shared_apps.exports.registry import ListExport, Query
from shared_apps.ui.templatetags.thai import thaidatetime

STATES = [("given", _("In force")), ("withdrawn", _("Withdrawn"))]


def _purposes() -> list[tuple[str, Any]]:
    return [(privacy.NOTICE, label_of(privacy.NOTICE)), *((one.code, one.label) for one in privacy.purposes())]


def label_of(purpose: str) -> Any:
    """What a purpose is called; its code when no app knows it any more."""
    if purpose == privacy.NOTICE:
        return _("Has read the privacy notice")
    found = privacy.purpose_of(purpose)
    return found.label if found else purpose


def masked_name(row: Consent) -> str:
    """The first name and one letter of the surname; a guest by the number of the case."""
    if row.user is None:
        return gettext("Guest, case %(number)s") % {"number": row.case_number}
    first, _space, last = row.user.display_name.partition(" ")
    return f"{first} {last[:1]}…" if last else first or gettext("Without a name")


class ConsentFilter(filters.FilterSet):
    """Search by name or case; purpose; in force or withdrawn."""

    q = filters.CharFilter(label=_("Search by name or case number"), method="search", max_length=100)
    purpose = filters.ChoiceFilter(label=_("Purpose"), choices=_purposes, empty_label=_("All"))
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("All"))

    class Meta:
        model = Consent
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[Consent]", _name: str, value: Any) -> "QuerySet[Consent]":
        """Every word must be found somewhere."""
        for word in normalise_text(str(value)).split()[:8]:
            queryset = queryset.filter(Q(user__display_name__icontains=word) | Q(case_number__icontains=word))
        return queryset

    def by_state(self, queryset: "QuerySet[Consent]", _name: str, value: str) -> "QuerySet[Consent]":
        """Whether it was taken back."""
        return queryset.filter(withdrawn_at__isnull=value == "given")


class ConsentTable(tables.Table):
    """Who, what, which version, when."""

    given_at = tables.Column(verbose_name=_("Given"), attrs={"td": {"class": "row-head"}}, order_by=("given_at", "pk"))
    user = tables.Column(verbose_name=_("Who"), orderable=False, empty_values=())
    purpose = tables.Column(verbose_name=_("Purpose"), order_by=("purpose", "-given_at"))
    version = tables.Column(verbose_name=_("Version of the notice"), orderable=False)
    withdrawn_at = tables.Column(verbose_name=_("State"), orderable=False, empty_values=())

    class Meta:
        default = "—"
        empty_text = _("Nothing was found")
        order_by = "-given_at"
        attrs: ClassVar = {"class": "table table-stack"}

    def render_given_at(self, value: Any) -> str:
        """Day and time in Thai."""
        return thaidatetime(value)

    def render_user(self, record: Consent) -> str:
        """Names are masked; the export, which is logged, has them in full."""
        return masked_name(record)

    def render_purpose(self, value: str) -> str:
        """The words, not the code."""
        return str(label_of(value))

    def render_withdrawn_at(self, record: Consent) -> SafeString:
        """In force, or since when no longer."""
        if record.withdrawn_at is None:
            return format_html('<span class="status status-success">{}</span>', gettext("In force"))
        shown = gettext("Withdrawn %(when)s") % {"when": thaidatetime(record.withdrawn_at)}
        return format_html('<span class="status status-neutral">{}</span>', shown)


def _headers() -> Sequence[object]:
    return [
        _("Given"),
        _("Who"),
        pgettext("column", "Case"),
        _("Purpose"),
        _("Version of the notice"),
        pgettext("column", "Withdrawn"),
    ]


def _rows(_user: Any, query: Query) -> "QuerySet[Consent]":
    rows: QuerySet[Consent] = ConsentFilter(query, queryset=consents()).qs
    return rows


def _row(row: Consent) -> Sequence[Any]:
    name = row.user.display_name if row.user else ""
    return [row.given_at, name, row.case_number, str(label_of(row.purpose)), row.version, row.withdrawn_at]


EXPORT = ListExport(
    code="consents",
    label=_("consents"),
    headers=_headers,
    rows_of=_rows,
    row=_row,
    may_export=lambda user: user.may("privacy", "export"),
    is_personal=True,
)

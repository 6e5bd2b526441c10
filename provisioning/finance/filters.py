"""The filter of an LGO's documents."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import DocumentKind, IssuedDocument
from kit import clock
from kit.dates import fiscal_year, fiscal_year_bounds
from provisioning.filters import CleanFilter


class DocumentFilter(django_filters.FilterSet):
    """Documents by number, type and fiscal year."""

    q = CleanFilter(label=_("Search by number"), field_name="number", lookup_expr="icontains", max_length=30)
    kind = django_filters.ChoiceFilter(label=_("Type"), choices=DocumentKind.choices, empty_label=_("All"))
    year = django_filters.ChoiceFilter(label=_("Fiscal year"), method="of_year", empty_label=_("All"))

    class Meta:
        model = IssuedDocument
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this = fiscal_year(clock.today())
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in range(this, this - 6, -1)]

    def of_year(self, queryset: "QuerySet[IssuedDocument]", name: str, value: str) -> "QuerySet[IssuedDocument]":
        """Documents of a fiscal year."""
        return queryset.filter(issued_on__range=fiscal_year_bounds(int(value)))

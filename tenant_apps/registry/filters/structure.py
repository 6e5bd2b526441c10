"""Filters of divisions, positions and roles."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.thai import normalise_text
from tenant_apps.registry.models import Division, Level, Position, Role

IN_USE = [("yes", _("In use")), ("no", _("Out of use"))]


class _NameFilter(filters.FilterSet):
    """Search in the columns `searched`."""

    searched: ClassVar[tuple[str, ...]] = ("name",)
    q = filters.CharFilter(label=_("Search by name"), method="search", max_length=100)

    def search(self, queryset: Any, _name: str, value: Any) -> Any:
        """Every word must be found somewhere."""
        for word in normalise_text(str(value)).split()[:8]:
            found = Q()
            for column in self.searched:
                found |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(found)
        return queryset


class DivisionFilter(_NameFilter):
    """Search; in use or not."""

    searched = ("name", "short_name")
    state = filters.ChoiceFilter(label=_("State"), choices=IN_USE, method="by_state", empty_label=_("All"))

    class Meta:
        model = Division
        fields: ClassVar[list[str]] = []

    def by_state(self, queryset: Any, _name: str, value: str) -> Any:
        """In use or not."""
        return queryset.filter(is_active=value == "yes")


class PositionFilter(_NameFilter):
    """Search; level in the signing chain; usual role."""

    level = filters.ChoiceFilter(label=_("Level in the signing chain"), choices=Level.choices, empty_label=_("All"))
    role = filters.ModelChoiceFilter(
        label=_("Usual role"), queryset=lambda _request: Role.objects.order_by("order", "pk"), empty_label=_("All")
    )

    class Meta:
        model = Position
        fields: ClassVar[list[str]] = []


class RoleFilter(_NameFilter):
    """Search."""

    searched = ("name", "description")

    class Meta:
        model = Role
        fields: ClassVar[list[str]] = []

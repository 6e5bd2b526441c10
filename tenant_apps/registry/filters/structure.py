"""Filters of divisions, positions and roles."""

from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.filters import SearchFilter
from tenant_apps.registry.models import Division, Level, Position, Role

IN_USE = [("yes", _("In use")), ("no", _("Out of use"))]


class DivisionFilter(SearchFilter):
    """Search; in use or not."""

    searched = ("name", "short_name")
    state = filters.ChoiceFilter(label=_("State"), choices=IN_USE, method="by_state", empty_label=_("All"))

    class Meta:
        model = Division
        fields: ClassVar[list[str]] = []

    def by_state(self, queryset: Any, _name: str, value: str) -> Any:
        """In use or not."""
        return queryset.filter(is_active=value == "yes")


class PositionFilter(SearchFilter):
    """Search; level in the signing chain; usual role."""

    level = filters.ChoiceFilter(label=_("Level in the signing chain"), choices=Level.choices, empty_label=_("All"))
    role = filters.ModelChoiceFilter(
        label=_("Usual role"), queryset=lambda _request: Role.objects.order_by("order", "pk"), empty_label=_("All")
    )

    class Meta:
        model = Position
        fields: ClassVar[list[str]] = []


class RoleFilter(SearchFilter):
    """Search."""

    searched = ("name", "description")

    class Meta:
        model = Role
        fields: ClassVar[list[str]] = []

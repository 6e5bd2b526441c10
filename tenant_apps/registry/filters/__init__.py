"""Filters of the lists of people, divisions, positions, roles and acting orders."""

from tenant_apps.registry.filters.people import ORDER_STATES, STATES, ActingFilter, PeopleFilter
from tenant_apps.registry.filters.structure import DivisionFilter, PositionFilter, RoleFilter

__all__ = [
    "ORDER_STATES",
    "STATES",
    "ActingFilter",
    "DivisionFilter",
    "PeopleFilter",
    "PositionFilter",
    "RoleFilter",
]

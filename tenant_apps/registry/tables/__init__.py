"""The lists of people, divisions, positions, roles and acting orders."""

from tenant_apps.registry.tables.people import ActingTable, PeopleTable
from tenant_apps.registry.tables.structure import DivisionTable, PositionTable, RoleTable

__all__ = ["ActingTable", "DivisionTable", "PeopleTable", "PositionTable", "RoleTable"]

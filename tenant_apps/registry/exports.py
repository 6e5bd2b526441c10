"""Divisions, positions and roles to take away."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.accounts import rights
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.registry import selectors
from tenant_apps.registry.filters import DivisionFilter, PositionFilter, RoleFilter


def _may_export(user: Any) -> bool:
    return bool(user.may("people", "export"))


def _division_headers() -> Sequence[object]:
    return (_("Division"), _("Short name"), _("Officers"), _("In use"), _("Merged into"))


def _division_rows(_user: Any, query: Query) -> "QuerySet[Any]":
    found: QuerySet[Any] = DivisionFilter(query, queryset=selectors.divisions_with_officers()).qs
    return found


def _division_row(row: Any) -> Sequence[Any]:
    merged = str(row.merged_into) if row.merged_into else None
    return (row.name, row.short_name, row.people, row.is_active, merged)


def _position_headers() -> Sequence[object]:
    return (_("Position"), _("Level in the signing chain"), _("Usual role"), _("Officers"))


def _position_rows(_user: Any, query: Query) -> "QuerySet[Any]":
    found: QuerySet[Any] = PositionFilter(query, queryset=selectors.positions_with_holders()).qs
    return found


def _position_row(row: Any) -> Sequence[Any]:
    return (row.name, row.get_level_display(), str(row.role) if row.role else None, row.holders)


def _role_headers() -> Sequence[object]:
    return (_("Role"), _("What it is for"), _("Officers"), _("New officers get it"), _("Rights"))


def _role_rows(_user: Any, query: Query) -> "QuerySet[Any]":
    found: QuerySet[Any] = RoleFilter(query, queryset=selectors.roles_with_holders()).qs
    return found


def _role_row(row: Any) -> Sequence[Any]:
    return (row.name, row.description, row.holders, row.is_default, _rights_of(row))


def _rights_of(role: Any) -> str:
    """`Complaints: view, edit; Reports: view`."""
    granted = [
        (service.label, [str(action.label) for action in service.actions if f"{service.code}.{action}" in role.rights])
        for service in rights.services()
    ]
    return "; ".join(f"{label}: {', '.join(actions)}" for label, actions in granted if actions)


DIVISIONS = ListExport(
    code="divisions",
    label=gettext_lazy("Divisions"),
    headers=_division_headers,
    rows_of=_division_rows,
    row=_division_row,
    may_export=_may_export,
)
POSITIONS = ListExport(
    code="positions",
    label=gettext_lazy("Positions"),
    headers=_position_headers,
    rows_of=_position_rows,
    row=_position_row,
    may_export=_may_export,
)
ROLES = ListExport(
    code="roles",
    label=gettext_lazy("Roles"),
    headers=_role_headers,
    rows_of=_role_rows,
    row=_role_row,
    may_export=_may_export,
)
LISTS = (DIVISIONS, POSITIONS, ROLES)

"""Inviting a whole list of people: first look at what would happen, then all of them or nobody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.selectors import addresses_taken
from tenant_apps.registry.models import Division, Role
from tenant_apps.registry.selectors import divisions, roles, room
from tenant_apps.registry.services.people import Newcomer, invite_all

Row = dict[str, str]


@dataclass(frozen=True)
class Line:
    """A row of the file; `number` counts from the headings as 1, as a spreadsheet does."""

    number: int
    row: Row
    newcomer: Newcomer | None
    errors: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What inviting the list would do. `too_many` people do not fit into the package."""

    lines: list[Line]
    too_many: int

    @property
    def wrong(self) -> list[Line]:
        """The rows that have to be mended."""
        return [line for line in self.lines if line.errors]

    @property
    def is_right(self) -> bool:
        """Whether all of them can be invited."""
        return not self.wrong and not self.too_many


class _Checker:
    """What the rows are compared with, read once."""

    def __init__(self, rows: list[Row]) -> None:
        self.emails = Counter(_email(row) for row in rows)
        self.taken = addresses_taken(self.emails)
        self.divisions = {name.lower(): one for one in divisions() for name in (one.name, one.short_name) if name}
        self.roles = {one.name.lower(): one for one in roles()}

    def line(self, number: int, row: Row) -> Line:
        """The newcomer of a row, or what is wrong with it."""
        errors: list[Any] = [*self._email_errors(row)]
        name = row.get("display_name", "")
        if not name or len(name) > 150:
            errors.append(_("Write the name and surname, at most 150 letters."))
        division = self._division(row, errors)
        given = self._roles(row, errors)
        if len(row.get("position", "")) > 100:
            errors.append(_("The position is too long; at most 100 letters."))
        if errors:
            return Line(number, row, None, errors)
        newcomer = Newcomer(
            email=_email(row),
            display_name=name,
            division=division,
            position=row.get("position", ""),
            roles=given,
        )
        return Line(number, row, newcomer)

    def _email_errors(self, row: Row) -> Iterable[Any]:
        email = _email(row)
        try:
            validate_email(email)
        except ValidationError:
            yield _("Write the whole e-mail, such as somchai@example.com.")
            return
        if self.emails[email] > 1:
            yield _("This e-mail stands in the file more than once.")
        if email in self.taken:
            yield _("This person works here or is invited already.")

    def _division(self, row: Row, errors: list[Any]) -> Division | None:
        name = row.get("division", "")
        if name and name.lower() not in self.divisions:
            errors.append(_("There is no division of this name. Write it as on the page of divisions."))
        return self.divisions.get(name.lower())

    def _roles(self, row: Row, errors: list[Any]) -> tuple[Role, ...] | None:
        names = [part.strip() for part in row.get("roles", "").replace(";", ",").split(",") if part.strip()]
        if any(name.lower() not in self.roles for name in names):
            errors.append(_("There is no role of this name. Write it as on the page of roles."))
        return tuple(self.roles[name.lower()] for name in names if name.lower() in self.roles) or None


def preview(*, rows: list[Row], at: datetime) -> Preview:
    """Look at every row; nothing is written."""
    checker = _Checker(rows)
    lines = [checker.line(number, row) for number, row in enumerate(rows, start=2)]
    left = room(at).left
    return Preview(lines, max(0, len(rows) - max(0, left)) if left is not None else 0)


@transaction.atomic
def invite_list(*, rows: list[Row], actor: User, at: datetime) -> list[Invitation]:
    """Invite all of them, or nobody.

    Raises:
        Invalid: a row is wrong by now.
        kit.errors.OverLimit: the package has too few accounts left.
        kit.errors.Refused: a role holds rights that the actor lacks.
    """
    newcomers = [line.newcomer for line in preview(rows=rows, at=at).lines]
    right = [one for one in newcomers if one is not None]
    if len(right) < len(newcomers):
        raise Invalid(_("Something changed meanwhile. Look at the list once more."), code="changed")
    return invite_all(newcomers=right, actor=actor, at=at)


def _email(row: Row) -> str:
    return row.get("email", "").replace(" ", "").lower()

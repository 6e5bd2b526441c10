"""Who holds a role, and how it changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from shared_apps.audit.selectors import entries_of
from tenant_apps.registry.models import Officer, Role
from tenant_apps.registry.selectors.people import officers

_HISTORY = 20


@dataclass(frozen=True)
class Change:
    """One change of a role: what was added and taken away."""

    at: datetime
    actor: str
    added: list[str]
    removed: list[str]


def holders_of(role: Role) -> "models.QuerySet[Officer]":
    """The officers with this role, closed accounts too."""
    return officers(active_only=False).filter(roles=role)


def is_promised(role: Role) -> bool:
    """Whether an invitation gives it."""
    return role.postings.exists()


def history_of(role: Role) -> list[Change]:
    """The newest changes of its rights and name."""
    found = []
    for entry in entries_of(role)[:_HISTORY]:
        changes: Any = entry.data.get("changes", {})
        old, new = changes.get("rights", [[], []])
        before, after = set(old or []), set(new or [])
        found.append(Change(entry.at, entry.actor_name, sorted(after - before), sorted(before - after)))
    return found

"""The history of settings in words: what the fields are called, and what was and is in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from shared_apps.audit.models import AuditEntry
from shared_apps.ui.templatetags.thai import phone, thaidate, thaidatetime
from tenant_apps.site import catalogue, extensions, hours

Words = Callable[[Any], str]
_LONGEST = 300


@dataclass(frozen=True)
class Change:
    """One field of an act."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Act:
    """One line of the history."""

    at: datetime
    who: str
    part: str
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """The changes in one cell of a list."""
        return "; ".join(f"{one.label}: {one.old} → {one.new}" for one in self.changes)


def act_of(entry: AuditEntry) -> Act:
    """An audit row in words."""
    changes = entry.data.get("changes")
    pairs = changes if isinstance(changes, Mapping) else {}
    model = _model_of(entry.target_type)
    return Act(
        at=entry.at,
        who=entry.actor_name or _("the system"),
        part=part_label(entry.action, model),
        changes=tuple(_change(model, str(name), pair) for name, pair in pairs.items()),
    )


def part_label(action: str, model: type[models.Model] | None = None) -> str:
    """What a part of the settings is called."""
    page = next((page for page in extensions.settings_pages() if action in page.actions), None)
    if page:
        return str(page.label)
    return capfirst(str(model._meta.verbose_name)) if model else _("Other settings")


def _change(model: type[models.Model] | None, name: str, pair: Any) -> Change:
    old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
    field = _field_of(model, name)
    return Change(_label(field, name), _shown(field, name, old), _shown(field, name, new))


def _model_of(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label) if label else None
    except (LookupError, ValueError):
        return None


def _field_of(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(field: Any, name: str) -> str:
    words = extensions.change_label(name)
    if words:
        return str(words)
    verbose = getattr(field, "verbose_name", None)
    # A name that nobody has written a label for is a program's word, not one for people.
    return capfirst(str(verbose)) if isinstance(verbose, Promise) else _("Detail")


def _shown(field: Any, name: str, value: Any) -> str:
    if value is None or value in ("", []):
        return "–"
    words = _WORDS.get(name) or extensions.change_words(name)
    if words:
        return words(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if choices and not isinstance(value, list | dict):
        return str(choices.get(value, value))
    return Truncator(_plain(value)).chars(_LONGEST)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_plain(one)}" for one in value.values())
    if isinstance(value, str):
        return _date_in(value) or (phone(value) if value.startswith("+66") else value)
    return str(value)


def _date_in(text: str) -> str:
    """A date or time of day that was kept as ISO text, as people write it."""
    try:
        moment = parse_datetime(text) if "T" in text else None
        day: date | None = None if moment else parse_date(text)
    except ValueError:
        return ""
    return thaidatetime(moment) if moment and moment.tzinfo else thaidate(day) if day else ""


_WORDS: dict[str, Words] = {
    "weekly_hours": lambda value: "; ".join(hours.lines(value)),
    "services_off": lambda value: ", ".join(catalogue.title_of(code) for code in value),
}

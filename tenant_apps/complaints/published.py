"""Where cases are published now, for the page of the settings."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenant_apps.complaints import selectors


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A place where cases may be read: its name, what stands there now, and its page if there is one."""

    label: Any
    shown: Any
    is_on: bool
    url: str = ""


def published() -> list[Surface]:
    """Every such place, with what the rules of `selectors.publication` let stand there."""
    rules = selectors.publication()
    everything, nothing = _("All cases that are not restricted"), _("Nothing")
    listed = everything if rules.lists else nothing
    single = everything if rules.lists else _("Open cases") if rules.nearby else nothing
    page = reverse("complaint_public_list") if rules.lists else ""
    return [
        Surface(label=_("List and map on the website"), shown=listed, is_on=rules.lists, url=page),
        Surface(label=_("API: list of public cases"), shown=listed, is_on=rules.lists),
        Surface(label=_("Open data (CSV, JSON)"), shown=listed, is_on=rules.lists, url=reverse("open_data")),
        Surface(label=_("Open311: list of cases"), shown=listed, is_on=rules.lists, url=reverse("developers")),
        Surface(
            label=_("Nearby cases, to who files one"),
            shown=_("Open cases within %(metres)s metres") % {"metres": selectors.citizen_options().nearby_metres}
            if rules.nearby
            else nothing,
            is_on=rules.nearby,
        ),
        Surface(label=_("One case, to who knows its number"), shown=single, is_on=rules.lists or rules.nearby),
    ]

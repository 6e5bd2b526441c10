"""Items of the officers' menu that belong to no service."""

from django.utils.translation import gettext_lazy as _

from tenant_apps.site.cards import may_open_settings
from tenant_apps.site.extensions import MenuItem

PEOPLE = MenuItem(
    name="people",
    label=_("People"),
    icon="people",
    url_name="registry_people",
    order=80,
    may_open=lambda user: user.may("people", "view"),
)
SETTINGS = MenuItem(
    name="settings", label=_("Settings"), icon="gear", url_name="site_settings", order=90, may_open=may_open_settings
)
ITEMS = (PEOPLE, SETTINGS)

"""The app of the LGO's site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """The portal's pages, the LGO's settings and holidays, and the frame of the desk."""

    name = "tenant_apps.site"
    label = "site"

    def ready(self) -> None:
        """Fill the officers' menu, and let everyone see what the LGO publishes."""
        from shared_apps.accounts import privacy, rights
        from shared_apps.accounts.rights import Action, Duty
        from shared_apps.exports import registry as exports
        from shared_apps.files import access
        from shared_apps.notifications import reminders
        from shared_apps.ui import theme
        from tenant_apps.site import selectors
        from tenant_apps.site.cards import may_open_settings
        from tenant_apps.site.exports import HISTORY, HOLIDAYS
        from tenant_apps.site.extensions import (
            MenuItem,
            register_change_labels,
            register_first_step,
            register_menu,
            register_settings,
        )
        from tenant_apps.site.first_day import STEPS
        from tenant_apps.site.models import PICTURE_PURPOSE
        from tenant_apps.site.pages import PAGES
        from tenant_apps.site.privacy import notice_at

        rights.register_service(
            rights.Service(
                code="site",
                label=_("Citizens' site"),
                order=90,
                actions=(Action.EDIT, Action.PUBLISH, Action.SETTINGS),
                duties={Duty.COMMUNICATIONS: (Action.EDIT, Action.PUBLISH)},
            )
        )
        access.register(PICTURE_PURPOSE, access.everyone, label=_("Logo, seal and pictures of the office"))
        register_menu(
            MenuItem(
                name="people",
                label=_("People"),
                icon="people",
                url_name="registry_people",
                order=80,
                may_open=lambda user: user.may("people", "view"),
            )
        )
        register_menu(
            MenuItem(
                name="settings",
                label=_("Settings"),
                icon="gear",
                url_name="site_settings",
                order=90,
                may_open=may_open_settings,
            )
        )
        for step in STEPS:
            register_first_step(step)
        for page in PAGES:
            register_settings(page)
        exports.register(HISTORY)
        exports.register(HOLIDAYS)
        register_change_labels(
            {"holiday": _("Holiday"), "in use": _("In use"), "roles": _("Roles"), "last day": _("Last day")}
        )
        theme.register_colour(selectors.chosen_colour)
        reminders.register_calendar(selectors.working_calendar)
        privacy.register_notice(notice_at)

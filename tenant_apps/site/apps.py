"""The app of the LGO's site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The portal's pages, the LGO's settings and holidays, and the frame of the desk."""

    name = "tenant_apps.site"
    label = "site"

    def ready(self) -> None:
        """Fill the officers' menu, and let everyone see what the LGO publishes."""
        from shared_apps.accounts import privacy, rights
        from shared_apps.exports import registry as exports
        from shared_apps.files import access
        from shared_apps.notifications import events, reminders
        from shared_apps.ui import theme
        from tenant_apps.site import declared, selectors
        from tenant_apps.site.exports import HISTORY, HOLIDAYS
        from tenant_apps.site.models import PICTURE_PURPOSE
        from tenant_apps.site.privacy import notice_at
        from tenants import openings

        rights.register_service(declared.SITE)
        access.register(PICTURE_PURPOSE, access.everyone, label=declared.PICTURES)
        openings.keep_open(*declared.OPENINGS)
        self._fill_the_desk()
        for one in (HISTORY, HOLIDAYS):
            exports.register(one)
        theme.register_colour(selectors.chosen_colour)
        events.register(declared.HOLIDAYS)
        reminders.register_calendar(selectors.working_calendar)
        privacy.register_notice(notice_at)

    def _fill_the_desk(self) -> None:
        """Menu, settings, first steps, and the words of their history."""
        from tenant_apps.site import declared, extensions
        from tenant_apps.site.first_day import STEPS
        from tenant_apps.site.menu import ITEMS
        from tenant_apps.site.pages import PAGES

        for item in ITEMS:
            extensions.register_menu(item)
        for step in STEPS:
            extensions.register_first_step(step)
        for page in PAGES:
            extensions.register_settings(page)
        extensions.register_change_labels(declared.CHANGE_LABELS)

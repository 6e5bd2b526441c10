"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.site.views import calendar, desk, history, holidays, notices, portal, samples, settings, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", portal.home, name="site_home"),
    path("search", portal.search, name="site_search"),
    path("contact", portal.contact, name="site_contact"),
    path("privacy", portal.privacy, name="site_privacy"),
    path("accessibility", portal.accessibility, name="site_accessibility"),
    path("desk/", desk.desk, name="site_desk"),
    path("desk/start", start.start, name="site_start"),
    path("desk/start/dismiss", start.dismiss, name="site_start_dismiss"),
    path("desk/start/steps/<slug:step>", start.step, name="site_start_step"),
    path("desk/settings", settings.hub, name="site_settings"),
    path("desk/settings/contact", settings.contact, name="site_contact_settings"),
    path("desk/settings/about", settings.about, name="site_about_settings"),
    path("desk/settings/hours", settings.hours, name="site_hours_settings"),
    path("desk/settings/pictures", settings.pictures, name="site_pictures"),
    path("desk/settings/pictures/<slug:picture>", settings.picture, name="site_picture"),
    path("desk/settings/colour", settings.colour, name="site_colour"),
    path("desk/settings/services", settings.services_page, name="site_services"),
    path("desk/settings/privacy", notices.edit, name="site_privacy_settings"),
    path("desk/settings/privacy/<int:version>", notices.version, name="site_privacy_version"),
    path("holidays", calendar.public, name="site_calendar"),
    path("holidays.ics", calendar.download, name="site_calendar_file"),
    path("desk/settings/holidays", holidays.holiday_list, name="site_holidays"),
    path("desk/settings/holidays/new", holidays.add, name="site_holiday_new"),
    path("desk/settings/holidays/import/<int:year>", holidays.import_year, name="site_holidays_import"),
    path("desk/settings/holidays/<int:holiday_id>", holidays.change, name="site_holiday"),
    path("desk/settings/holidays/<int:holiday_id>/remove", holidays.remove, name="site_holiday_remove"),
    path("desk/settings/samples", samples.samples, name="site_samples"),
    path("desk/settings/samples/progress", samples.progress, name="site_samples_progress"),
    path("desk/settings/history", history.history, name="site_history_settings"),
]

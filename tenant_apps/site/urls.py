"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.site.views import desk, portal, settings

urlpatterns: list[URLPattern | URLResolver] = [
    path("", portal.home, name="site_home"),
    path("search", portal.search, name="site_search"),
    path("contact", portal.contact, name="site_contact"),
    path("privacy", portal.privacy, name="site_privacy"),
    path("accessibility", portal.accessibility, name="site_accessibility"),
    path("desk/", desk.desk, name="site_desk"),
    path("desk/settings", settings.hub, name="site_settings"),
    path("desk/settings/contact", settings.contact, name="site_contact_settings"),
]

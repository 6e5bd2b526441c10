"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from tenant_apps.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="site_home"),
    path("search", views.search, name="site_search"),
    path("contact", views.contact, name="site_contact"),
    path("privacy", views.privacy, name="site_privacy"),
    path("accessibility", views.accessibility, name="site_accessibility"),
    path("desk/", views.desk, name="site_desk"),
    path("desk/settings", views.settings, name="site_settings"),
]

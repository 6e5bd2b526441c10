"""Addresses that exist on every host."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.i18n import set_language

from shared_apps.ui import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("tenant.css", views.tenant_css, name="tenant_css"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
if not settings.IS_PRODUCTION:
    urlpatterns.append(path("dev/gallery/", include("shared_apps.ui.gallery.urls")))

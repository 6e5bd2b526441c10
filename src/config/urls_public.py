"""URLs of the operator's host."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shared_apps.ui.urls")),
    path("", include("shared_apps.accounts.urls")),
    path("", include("shared_apps.notifications.urls")),
    path("", include("provisioning.urls")),
]
handler400 = "shared_apps.ui.views.bad_request"
handler500 = "shared_apps.ui.views.server_error"

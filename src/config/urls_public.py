"""URLs of the operator's host."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from shared_apps.ui.views import without_slash

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shared_apps.ui.urls")),
    path("", include("shared_apps.accounts.urls")),
    path("", include("shared_apps.accounts.digital_id.urls_operator")),
    path("", include("shared_apps.notifications.urls")),
    path("", include("shared_apps.notifications.operator_urls")),
    path("", include("provisioning.urls")),
    re_path(r"^(?P<path>[^/].*[^/])/+$", without_slash, name="without_slash"),
]
handler400 = "shared_apps.ui.views.bad_request"
handler500 = "shared_apps.ui.views.server_error"

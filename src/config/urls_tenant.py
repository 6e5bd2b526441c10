"""URLs of an LGO's host."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from config import api
from shared_apps.ui.views import without_slash

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shared_apps.ui.urls")),
    path("", include("shared_apps.accounts.urls")),
    path("", include("shared_apps.accounts.digital_id.urls")),
    path("", include("shared_apps.notifications.urls")),
    path("", include("shared_apps.notifications.tenant_urls")),
    path("", include("shared_apps.files.urls")),
    path("", include("shared_apps.exports.urls")),
    path("", include("tenant_apps.registry.urls")),
    path("", include("tenant_apps.site.urls")),
    path("", include("tenant_apps.desk.urls")),
    path("", include("tenant_apps.surveys.urls")),
    path("", include("tenant_apps.complaints.urls")),
    path("", include("shared_apps.api.urls")),
    path("", include("tenant_apps.integrations.urls")),
    path("", include("tenant_apps.open_data.urls")),
    path("", include("tenant_apps.reports.urls")),
    path("", include("provisioning.urls_finance")),
    path("", include("provisioning.urls_tenant")),
    path("", include("provisioning.urls_desk")),
    path("api/v1/", api.urls()),
    re_path(r"^(?P<path>[^/].*[^/])/+$", without_slash, name="without_slash"),
]
handler400 = "shared_apps.ui.views.bad_request"
handler500 = "shared_apps.ui.views.server_error"

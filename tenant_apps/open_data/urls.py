"""Addresses of open data and of Open311."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.open_data.views import developers, files, open311

_FORM = r"\.(?P<form>json|xml)$"

urlpatterns: list[URLPattern | URLResolver] = [
    path("open-data", files.open_data, name="open_data"),
    re_path(r"^open-data/cases\.(?P<form>csv|json)$", files.cases, name="open_data_cases"),
    path("developers", developers.developers, name="developers"),
    path("developers/reference", developers.reference, name="developers_reference"),
    re_path(rf"^open311/discovery{_FORM}", open311.discovery, name="open311_discovery"),
    re_path(rf"^open311/v2/services{_FORM}", open311.services_list, name="open311_services"),
    re_path(rf"^open311/v2/services/(?P<code>[^/]+?){_FORM}", open311.definition, name="open311_definition"),
    re_path(rf"^open311/v2/requests{_FORM}", open311.requests, name="open311_requests"),
    re_path(rf"^open311/v2/requests/(?P<number>[^/]+?){_FORM}", open311.request_by_id, name="open311_request"),
    re_path(rf"^open311/v2/tokens/(?P<code>[^/]+?){_FORM}", open311.token, name="open311_token"),
]

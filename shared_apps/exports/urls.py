"""Addresses of lists to take away."""

from django.urls import URLPattern, URLResolver, path, re_path

from shared_apps.exports import views

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^desk/exports/(?P<list_name>[a-z-]+)\.(?P<form>csv|xlsx)$", views.export_list, name="export_list"),
    path("desk/exports/<uuid:export_id>", views.status, name="export_status"),
    path("desk/exports/<uuid:export_id>/part", views.status_part, name="export_status_part"),
]

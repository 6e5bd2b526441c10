"""Addresses of reports."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.reports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/reports", views.overview, name="reports"),
    re_path(r"^desk/reports/export\.(?P<form>csv|xlsx|pdf)$", views.export, name="report_export"),
]

"""Addresses of reports."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.reports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/reports", views.overview, name="reports"),
    path("desk/reports/delays", views.delays, name="report_delays"),
    path("desk/reports/delays.pdf", views.delays_paper, name="report_delays_paper"),
    re_path(r"^desk/reports/export\.(?P<form>csv|xlsx|pdf)$", views.export, name="report_export"),
]

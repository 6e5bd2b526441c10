"""Addresses of reports."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.reports.views import delays, figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/reports", figures.overview, name="reports"),
    path("desk/reports/delays", delays.delays, name="report_delays"),
    path("desk/reports/delays/sent", delays.note_sent, name="report_copy"),
    path("desk/reports/delays/sent/<int:copy_id>/take-back", delays.take_back, name="report_copy_take_back"),
    path("desk/reports/delays.pdf", delays.delays_paper, name="report_delays_paper"),
    re_path(r"^desk/reports/export\.(?P<form>csv|xlsx|pdf)$", figures.export, name="report_export"),
]

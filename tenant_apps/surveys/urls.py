"""Addresses of surveys."""

from django.urls import URLPattern, URLResolver, path, re_path

from tenant_apps.surveys import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/satisfaction", views.results, name="survey_results"),
    re_path(r"^desk/satisfaction/export\.(?P<form>csv|xlsx)$", views.export, name="survey_export"),
    path("desk/satisfaction/<int:response_id>/hide", views.hide, name="survey_hide"),
    path("desk/satisfaction/<int:response_id>/show", views.show, name="survey_show"),
]

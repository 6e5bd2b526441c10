"""Addresses at an LGO."""

from django.urls import path

from shared_apps.accounts.digital_id import views

urlpatterns = [
    path("accounts/identity/confirm/", views.confirm, name="digital_id_confirm"),
    path("accounts/digital-id/<slug:provider>/", views.start, name="digital_id_start"),
    path("accounts/digital-id/<slug:provider>/callback/", views.callback, name="digital_id_callback"),
    path("accounts/digital-id/<slug:provider>/unlink/", views.unlink, name="digital_id_unlink"),
    path("accounts/identity/for/<str:service>/", views.required, name="digital_id_required"),
]

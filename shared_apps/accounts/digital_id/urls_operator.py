"""The address at the operator's host that is registered at the providers."""

from django.urls import path

from shared_apps.accounts.digital_id import views

urlpatterns = [path("digital-id/<slug:provider>/callback", views.pass_on, name="digital_id_return")]

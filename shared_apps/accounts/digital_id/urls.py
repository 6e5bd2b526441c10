"""Addresses at an LGO only: Digital ID, how one is reached, privacy, levels of identity."""

from django.urls import path

from shared_apps.accounts.digital_id import views
from shared_apps.accounts.views import account, privacy

urlpatterns = [
    path("accounts/privacy-notice/", privacy.read_notice, name="privacy_notice"),
    path("accounts/consents/<slug:purpose>/", privacy.consent, name="account_consent"),
    path("desk/settings/consents", privacy.consent_list, name="consents"),
    path("desk/settings/identity", privacy.levels, name="assurance_levels"),
    path("accounts/contact/", account.contact_address, name="account_contact"),
    path("accounts/contact/code/", account.contact_code, name="account_contact_code"),
    path("accounts/contact/<str:kind>/remove/", account.remove_contact, name="account_contact_remove"),
    path("accounts/signed-out/<slug:provider>/", views.signed_out, name="digital_id_signed_out"),
    path("accounts/identity/confirm/", views.confirm, name="digital_id_confirm"),
    path("accounts/digital-id/<slug:provider>/", views.start, name="digital_id_start"),
    path("accounts/digital-id/<slug:provider>/callback/", views.callback, name="digital_id_callback"),
    path("accounts/digital-id/<slug:provider>/unlink/", views.unlink, name="digital_id_unlink"),
    path("accounts/identity/for/<str:service>/", views.required, name="digital_id_required"),
]

"""URLs of this app on the operator's host: one mail service carries the mail of all LGOs."""

from django.urls import URLPattern, URLResolver, path

from shared_apps.notifications.views.mail_services import mail_webhook

urlpatterns: list[URLPattern | URLResolver] = [
    path("hooks/mail", mail_webhook, name="mail_webhook"),
]

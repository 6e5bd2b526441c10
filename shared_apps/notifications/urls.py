"""URLs of this app: none in production."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from shared_apps.notifications import views

urlpatterns: list[URLPattern | URLResolver] = []
if settings.OUTBOX_IS_SHOWN:
    urlpatterns.append(path("dev/outbox", views.outbox, name="dev_outbox"))

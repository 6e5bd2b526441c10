"""URLs of this app: none in production."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from shared_apps.notifications.views import outbox

urlpatterns: list[URLPattern | URLResolver] = []
if settings.OUTBOX_IS_SHOWN:
    urlpatterns.append(path("dev/outbox", outbox.outbox, name="dev_outbox"))
